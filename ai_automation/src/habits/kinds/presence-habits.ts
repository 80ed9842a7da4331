import { triggerPlanOf } from "../../automation/plan-of-habit.ts";
import { type ActionSeries } from "../../history/frame/lookup.ts";
import type { HabitCondition, HabitTrigger } from "../../model/habit.ts";
import { domainOf } from "../../model/state-change.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import { momentsOf } from "../../replay/moments.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Candidate, MiningContext } from "../candidate.ts";

const HOME = "home";
const AWAY = "not_home";
const MIN_FOLLOWED = 4;

/** Habits of the whole household: the last person leaves, anybody comes home, or the first of two comes home. */
export function minePresenceHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const entityIds = household(context);
  if (entityIds.length < 2) return [];
  const everybodyAway: HabitCondition = { kind: "state", entityIds, state: AWAY, hold: 0 };
  // In a household of two, whoever comes home while the other is away is the first.
  const somebodyAway: HabitCondition = { ...everybodyAway, match: "any" };
  const leaving: HabitTrigger = { kind: "state", entityIds, state: AWAY, hold: 0 };
  const coming: HabitTrigger = { kind: "state", entityIds, state: HOME, hold: 0 };
  const forms = [
    { trigger: leaving, conditions: [everybodyAway] },
    { trigger: coming, conditions: [] },
    ...(entityIds.length === 2 ? [{ trigger: coming, conditions: [somebodyAway] }] : []),
  ];
  return forms
    .filter(({ trigger }) => countFollowed(context, series, trigger) >= MIN_FOLLOWED)
    .map((form) => ({ patternType: "co_occurrence", ...form, series, tried: forms.length }));
}

/** The persons whose presence is recorded, or their device trackers if the home has no person entities. */
function household({ facts }: MiningContext): readonly string[] {
  const minable = facts
    .filter(({ isMinable, states }) => isMinable && states.length > 1)
    .map(({ entityId }) => entityId);
  const persons = minable.filter((entityId) => domainOf(entityId) === "person");
  return persons.length > 0 ? persons : minable.filter((entityId) => domainOf(entityId) === "device_tracker");
}

function countFollowed({ world, learn }: MiningContext, { actions }: ActionSeries, trigger: HabitTrigger): number {
  const { at } = momentsOf(triggerPlanOf(trigger), world, learn);
  return at.reduce((followed, instant) => {
    const next = lowerBound(actions, instant);
    return followed + (next < actions.length && actions[next]! <= instant + STATE_WINDOW ? 1 : 0);
  }, 0);
}
