import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { HabitCondition, HabitTarget, HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import { DAY } from "../../model/time.ts";
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
  /** The number of newest days on which alone it was counted; absent for all days. */
  readonly newestDays?: number;
}

/** Only the most frequent are reported. */
const MAX_NEAR_MISSES = 20;
/** The minimum true positives and confidence to be reported at all. */
const MIN_HITS = 4;
const MIN_CONFIDENCE = 0.25;

interface RefusedOf {
  readonly refused: readonly Refused[];
  /** Of the days on which they were counted. */
  readonly context: MiningContext;
}

/** What was refused on the newest days alone. */
export interface RefusedBegun extends RefusedOf {
  /** Whether it could have begun there: the rest is judged on all days. */
  readonly isNew: (scored: Scored) => boolean;
}

type Near = Refused & Pick<NearMiss, "prospect" | "newestDays">;

/**
 * The form that came closest or is promising, for each entity and state without an accepted habit. One of the newest days
 * replaces one of all days if it is promising, or nearer and the other is not promising.
 */
export function nearMissesOf(
  ofAllDays: RefusedOf,
  begun: RefusedBegun | undefined,
  isFound: (series: ActionSeries) => boolean,
  automations: Pick<ExistingAutomations, "doneBy">,
): readonly NearMiss[] {
  const { frame } = ofAllDays.context;
  const nearest = nearestOf(ofAllDays, isFound, automations);
  if (begun !== undefined) {
    const refused = mostNearOf(begun.refused, isFound).filter(({ scored }) => begun.isNew(scored));
    for (const [series, near] of nearestOf({ ...begun, refused }, isFound, automations)) {
      const other = nearest.get(series);
      if (other === undefined || (other.prospect === null && (near.prospect !== null || isNearer(near, other))))
        nearest.set(series, { ...near, newestDays: daysOf(begun.context) });
    }
  }
  return [...nearest.values()]
    .sort((a, b) => b.scored.whole.tp - a.scored.whole.tp)
    .slice(0, MAX_NEAR_MISSES)
    .map(({ scored, scored: { candidate, learned, heldOut }, reason, prospect, newestDays }) => ({
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
      ...(newestDays !== undefined && { newestDays }),
    }));
}

function nearestOf(
  { refused, context }: RefusedOf,
  isFound: (series: ActionSeries) => boolean,
  automations: Pick<ExistingAutomations, "doneBy">,
): Map<ActionSeries, Near> {
  const near = refused.filter((one) => isNear(one, isFound));
  return new Map(
    [...Map.groupBy(near, ({ scored }) => scored.candidate.series)].map(([series, forms]) => {
      const promising = mostPromising(forms, context, (scored) => automations.doneBy(scored) !== undefined);
      const best = promising ?? { ...forms.reduce((best, one) => (isNearer(one, best) ? one : best)), prospect: null };
      return [series, best];
    }),
  );
}

/** How many forms of each action may be looked up in all days, which takes time. */
const MOST_FORMS = 5;

const mostNearOf = (refused: readonly Refused[], isFound: (series: ActionSeries) => boolean): readonly Refused[] =>
  [
    ...Map.groupBy(
      refused.filter((one) => isNear(one, isFound)),
      ({ scored }) => scored.candidate.series,
    ).values(),
  ].flatMap((forms) => forms.toSorted((a, b) => nearnessOf(b) - nearnessOf(a)).slice(0, MOST_FORMS));

const isNear = ({ scored }: Refused, isFound: (series: ActionSeries) => boolean): boolean =>
  !isFound(scored.candidate.series) && scored.whole.tp >= MIN_HITS && confidenceOf(scored) >= MIN_CONFIDENCE;

const daysOf = ({ whole }: MiningContext): number => Math.round((whole.to - whole.from) / DAY);

function doneBy(scored: Scored, automations: Pick<ExistingAutomations, "doneBy">): Reason | undefined {
  const known = automations.doneBy(scored);
  return known && { kind: "already_automated", by: known.automation.alias, certainty: known.certainty };
}

const isNearer = (one: Refused, other: Refused): boolean => nearnessOf(one) > nearnessOf(other);

const nearnessOf = ({ scored, reason }: Refused): number =>
  (isExternal(reason) ? 1 : 0) + confidenceOf(scored) - complexityOf(scored.candidate) / 100;

/** The habit itself is good enough. Ranked first, because this explains more than a shortfall. */
const isExternal = ({ kind }: Reason): boolean => kind === "already_automated" || kind === "contradicts";
