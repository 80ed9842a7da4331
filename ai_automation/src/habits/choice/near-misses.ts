import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { HabitCondition, HabitTarget, HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import { complexityOf } from "../candidate.ts";
import { confidenceOf, type Shortfall } from "../proof/accept.ts";
import type { Scored } from "../proof/score.ts";
import type { AlreadyAutomated } from "./already-automated.ts";

/**
 * Why a habit is not offered. `has` and `needs` are counts, days, weeks, or shares from 0 to 1, depending on the kind.
 */
export type Reason = Shortfall | AlreadyAutomated | { readonly kind: "contradicts"; readonly other: string };

/** The best form of a habit that is not offered, the reason, and its replay. */
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

/** Only the most frequent are reported. */
const MAX_NEAR_MISSES = 20;
/** The minimum true positives and confidence to be reported at all. */
const MIN_HITS = 4;
const MIN_CONFIDENCE = 0.25;

/** The form that came closest, for each entity and state without an accepted habit. */
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
    (isExternal(reason) ? 1 : 0) + confidenceOf(scored) - complexityOf(scored.candidate) / 100;
  return rank(one) > rank(other);
}

/** The habit itself is good enough. Ranked first, because this explains more than a shortfall. */
const isExternal = ({ kind }: Reason): boolean => kind === "already_automated" || kind === "contradicts";
