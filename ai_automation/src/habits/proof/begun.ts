import { binomialTail } from "../../statistics/binomial.ts";
import type { MiningContext } from "../candidate.ts";
import { recordedDays } from "../split-days.ts";
import { confidenceOf } from "./accept.ts";
import { countFires, type Scored } from "./score.ts";

/** P-value below which the newest days have more right runs than the days before explain. */
const BEGUN = 0.01;
/** Many habits do not last longer than some weeks, so one that has just begun has to be kept more reliably. */
const MIN_CONFIDENCE = 0.8;

/**
 * Whether a rule that the newest days prove is a habit that began there. A habit that was kept before is judged on all
 * days: its newest ones alone would hide that it comes and goes.
 * @param scored counted on the newest days
 * @param context of the whole history
 */
export function hasBegun(scored: Scored, context: MiningContext, newest: MiningContext["whole"]): boolean {
  if (confidenceOf(scored) < MIN_CONFIDENCE) return false;
  const { frame, fires, whole, silentDays } = context;
  const { series } = scored.candidate;
  const earlier = { from: whole.from, to: newest.from };
  const before = countFires(frame, series, fires.of(scored.candidate), earlier).tp;
  const hits = scored.whole.tp;
  const days = recordedDays(frame, silentDays, newest);
  const share = days / (days + recordedDays(frame, silentDays, earlier));
  return binomialTail(hits, hits + before, share) < BEGUN;
}
