import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { HabitCondition, HabitTarget, HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import { complexityOf, type MiningContext } from "../candidate.ts";
import { confidenceOf } from "../proof/accept.ts";
import type { Scored } from "../proof/score.ts";
import type { ExistingAutomations } from "./existing.ts";
import { mostPromising, type Prospect } from "./prospects.ts";
import type { Reason, Refused } from "./refused.ts";

/** The best form of a habit that is not offered, the reason, and its replay. */
export interface NearMiss {
  readonly target: HabitTarget;
  readonly trigger: HabitTrigger;
  readonly conditions: readonly HabitCondition[];
  readonly reason: Reason;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
  /** Null unless it is likely to be proven soon. */
  readonly prospect: Prospect | null;
}

/** Only the most frequent are reported. */
const MAX_NEAR_MISSES = 20;
/** The minimum true positives and confidence to be reported at all. */
const MIN_HITS = 4;
const MIN_CONFIDENCE = 0.25;

/** The form that came closest or is promising, for each entity and state without an accepted habit. */
export function nearMissesOf(
  refused: readonly Refused[],
  isFound: (series: ActionSeries) => boolean,
  context: MiningContext,
  automations: Pick<ExistingAutomations, "doneBy">,
): readonly NearMiss[] {
  const { frame } = context;
  const near = refused.filter(({ scored }) => {
    const { candidate, whole } = scored;
    return !isFound(candidate.series) && whole.tp >= MIN_HITS && confidenceOf(scored) >= MIN_CONFIDENCE;
  });
  const nearest = [...Map.groupBy(near, ({ scored }) => scored.candidate.series).values()].map(
    (forms): Refused & { readonly prospect: Prospect | null } =>
      mostPromising(forms, context, (scored) => automations.doneBy(scored) !== undefined) ?? {
        ...forms.reduce((best, one) => (isNearer(one, best) ? one : best)),
        prospect: null,
      },
  );
  return nearest
    .sort((a, b) => b.scored.whole.tp - a.scored.whole.tp)
    .slice(0, MAX_NEAR_MISSES)
    .map(({ scored, scored: { candidate, learned, heldOut }, reason, prospect }) => ({
      target: {
        entityId: frame.entities.names[candidate.series.entity]!,
        state: frame.states.names[candidate.series.state]!,
      },
      trigger: candidate.trigger,
      conditions: candidate.conditions,
      reason: isExternal(reason) ? reason : (doneBy(scored, automations) ?? reason),
      learned,
      heldOut,
      prospect,
    }));
}

function doneBy(scored: Scored, automations: Pick<ExistingAutomations, "doneBy">): Reason | undefined {
  const known = automations.doneBy(scored);
  return known && { kind: "already_automated", by: known.automation.alias, certainty: known.certainty };
}

function isNearer(one: Refused, other: Refused): boolean {
  const rank = ({ scored, reason }: Refused): number =>
    (isExternal(reason) ? 1 : 0) + confidenceOf(scored) - complexityOf(scored.candidate) / 100;
  return rank(one) > rank(other);
}

/** The habit itself is good enough. Ranked first, because this explains more than a shortfall. */
const isExternal = ({ kind }: Reason): boolean => kind === "already_automated" || kind === "contradicts";
