import type { ReplayCounts } from "../model/habit.ts";
import type { Interval } from "../model/state-change.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { ActionSeries } from "../history/frame/read.ts";
import { firesOf } from "../replay/fires.ts";
import { type Judged, matchFires, type RuleFire } from "../replay/match.ts";
import { count } from "../replay/replay-automations.ts";
import { emptyTally } from "../replay/measures.ts";
import { type Candidate, type MiningContext, planOf } from "./candidate.ts";

export const NET_COST_OF_FALSE = 2;

/** A candidate with its fires over the whole history, so that it is replayed once. */
export interface Scored {
  readonly candidate: Candidate;
  readonly fires: readonly RuleFire[];
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
}

export function scoreCandidate(candidate: Candidate, context: MiningContext, heldOut: Interval): Scored {
  const { frame, learn } = context;
  const whole = { from: learn.from, to: heldOut.to };
  const fires = firesOf(planOf(candidate, frame), context.world, whole).map((fire) => ({ ...fire, rule: 0 }));
  const judged = matchFires(frame, candidate.series, fires);
  return {
    candidate,
    fires,
    learned: countJudged(judged, frame, learn),
    heldOut: countJudged(judged, frame, heldOut),
  };
}

/** Counts of the judged fires that lie in an interval; `days` are the local days with a true positive. */
export function countJudged(judged: readonly Judged[], frame: Frame, { from, to }: Interval): ReplayCounts {
  const tally = emptyTally();
  const days = new Set<number>();
  for (const one of judged) {
    if (one.at < from || one.at >= to) continue;
    count(one, tally);
    if (one.outcome === "tp") days.add(frame.clock.dayOf(one.at));
  }
  const { tp, fp, noop, duplicates, saved } = tally;
  return { tp, fp, noop, duplicates, saved, days: days.size };
}

/** What a set of rules on one series is worth on an interval: saved minus twice the false ones. */
export function netOf(frame: Frame, series: ActionSeries, fires: readonly RuleFire[], interval: Interval): number {
  const ordered = [...fires].sort((a, b) => a.at - b.at);
  const { saved, fp } = countJudged(matchFires(frame, series, ordered), frame, interval);
  return saved - NET_COST_OF_FALSE * fp;
}
