import type { HabitCondition, HabitTarget, HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { Shortfall } from "../proof/accept.ts";
import { confidenceOf } from "../proof/accept.ts";
import { complexityOf } from "../candidate.ts";
import type { Scored } from "../proof/score.ts";

/** Why a habit is not offered. Counts, days, weeks, or shares from 0 to 1, as the kind says. */
export type Reason =
  | Shortfall
  /** Null where only its doings are known. */
  | { readonly kind: "already_automated"; readonly by: string | null }
  | { readonly kind: "contradicts"; readonly other: string };

/** The best form of a habit that is not offered, what it lacks, and its replay. */
export interface NearMiss {
  readonly target: HabitTarget;
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly reason: Reason;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
}

export interface Refused {
  readonly scored: Scored;
  readonly reason: Reason;
}

/** At most this many are told: the most frequent. */
const MAX_NEAR_MISSES = 20;
/** What was right less often than this was never near. */
const MIN_HITS = 4;
const MIN_CONFIDENCE = 0.25;

/** One for each entity and state for which nothing was found: the form that came nearest. */
export function nearMissesOf(
  refused: readonly Refused[],
  isFound: (series: ActionSeries) => boolean,
  frame: Frame,
): readonly NearMiss[] {
  const near = refused.filter(({ scored }) => {
    const { candidate, whole } = scored;
    return !isFound(candidate.series) && whole.tp >= MIN_HITS && confidenceOf(scored) >= MIN_CONFIDENCE;
  });
  const nearest = [...Map.groupBy(near, ({ scored }) => scored.candidate.series).values()].map((forms) =>
    forms.reduce((best, one) => (isNearer(one, best) ? one : best)),
  );
  return nearest
    .sort((a, b) => b.scored.whole.tp - a.scored.whole.tp)
    .slice(0, MAX_NEAR_MISSES)
    .map(({ scored: { candidate, learned, heldOut }, reason }) => ({
      target: {
        entityId: frame.entities.names[candidate.series.entity]!,
        state: frame.states.names[candidate.series.state]!,
      },
      trigger: candidate.trigger,
      conditions: candidate.conditions,
      reason,
      learned,
      heldOut,
    }));
}

function isNearer(one: Refused, other: Refused): boolean {
  const rank = ({ scored, reason }: Refused): number =>
    (isDone(reason) ? 1 : 0) + confidenceOf(scored) - complexityOf(scored.candidate) / 100;
  return rank(one) > rank(other);
}

/** Good enough, but somebody does it already or would undo it: that says more than any shortfall. */
const isDone = ({ kind }: Reason): boolean => kind === "already_automated" || kind === "contradicts";
