import { binomialTail } from "../../statistics/binomial.ts";
import type { MiningContext } from "../candidate.ts";
import { recordedDays } from "../split-days.ts";
import { confidenceOf, type Shortfall } from "./accept.ts";
import { countFires, precisionOf, type Scored } from "./score.ts";

/** P-value below which the newest days have more right runs than the days before explain. */
const BEGUN = 0.01;
/** Many habits do not last longer than some weeks, so one that has just begun has to be kept more reliably. */
export const LEAST_CONFIDENCE_OF_BEGUN = 0.8;

/**
 * Whether a rule that the newest days prove is a habit that began there. A habit that was kept before is judged on all
 * days: its newest ones alone would hide that it comes and goes.
 * @param scored counted on the newest days
 * @param context of the whole history
 */
export const hasBegun = (scored: Scored, context: MiningContext, newest: MiningContext["whole"]): boolean =>
  shortfallOfBegun(scored) === undefined && isOfNewest(scored, context, newest);

/** The confidence that a rule with the right runs of the newest days lacks; undefined if it lacks none. */
export const shortfallOfBegun = (scored: Scored): Shortfall | undefined =>
  confidenceOf(scored) >= LEAST_CONFIDENCE_OF_BEGUN
    ? undefined
    : { kind: "not_right_enough", has: precisionOf(scored.heldOut), needs: LEAST_CONFIDENCE_OF_BEGUN };

/** Whether a rule's right runs belong to the newest days, more than chance explains. */
export function isOfNewest(scored: Scored, context: MiningContext, newest: MiningContext["whole"]): boolean {
  const { frame, fires, whole, silentDays } = context;
  const { series } = scored.candidate;
  const earlier = { from: whole.from, to: newest.from };
  const before = countFires(frame, series, fires.of(scored.candidate), earlier).tp;
  const hits = scored.whole.tp;
  const days = recordedDays(frame, silentDays, newest);
  const share = days / (days + recordedDays(frame, silentDays, earlier));
  return binomialTail(hits, hits + before, share) < BEGUN;
}
