import {
  withoutOwnGuards,
  type ConditionPlan,
  type Effect,
  type Plan,
  type TriggerPlan,
} from "../../automation/plan.ts";
import type { HabitTarget, HabitTrigger } from "../../model/habit.ts";
import { isOccurrenceOf } from "../../model/occurrence.ts";
import { MINUTE } from "../../model/time.ts";
import { holds } from "../../replay/conditions.ts";
import { effectFires } from "../../replay/effect-fires.ts";
import type { FireColumns } from "../../replay/match.ts";
import { conditionsFor } from "../../replay/triggered-by.ts";
import type { World } from "../../replay/world.ts";
import { lowerBound } from "../../statistics/search.ts";
import { planOf, type Candidate, type MiningContext } from "../candidate.ts";
import type { CandidateFires } from "../proof/candidate-fires.ts";
import type { Scored } from "../proof/score.ts";

/** An automation of the home. */
export interface Existing extends Plan {
  /** Off: it does nothing, but would if it were turned on. */
  readonly isOff?: boolean;
  /** The changes made by its runs, whether or not its config is understood. */
  readonly seen?: readonly SeenChanges[];
}

/** When an automation's runs set an entity to a state, milliseconds UTC, ascending. */
export interface SeenChanges extends HabitTarget {
  readonly at: readonly number[];
}

/** `perhaps`: it does the same, but under conditions that are not understood. */
export type Certainty = "sure" | "perhaps";

interface DoneBy {
  readonly automation: Existing;
  readonly certainty: Certainty;
}

/** The automations of the home as what already does, or would do, what a new one is to do. */
export interface ExistingAutomations {
  /** The automation that is on and does this already; one that surely does it comes first. */
  readonly doneBy: (scored: Scored) => DoneBy | undefined;
  /** An automation that is off and would do this. */
  readonly wouldBeDoneBy: (scored: Scored) => Existing | undefined;
}

/** Two automations are the same if this share of the new one's fires coincides with fires of the existing one. */
const SAME_SHARE = 0.7;
const SAME_INSTANT = { clock: 20 * MINUTE, state: 5 * MINUTE };

export function createExistingAutomations(
  existing: readonly Existing[],
  { world, whole, fires: candidateFires }: Pick<MiningContext, "world" | "whole" | "fires">,
): ExistingAutomations {
  const fires = new Map<Effect, Float64Array>();
  const firesOfEffect = (plan: Existing, effect: Effect): Float64Array => {
    const known = fires.get(effect);
    if (known !== undefined) return known;
    const found = Float64Array.from(
      effectFires(withoutUnread(plan, world), passable(effect, world), world, whole),
      ({ at }) => at,
    );
    fires.set(effect, found);
    return found;
  };

  const effectsOf = new Map(
    existing.map((plan) => [plan, [...plan.effects, ...(plan.starts ?? [])].map(withoutOwnGuards)]),
  );

  const certaintyOf = ({ candidate }: Scored, plan: Existing): Certainty | undefined => {
    const [target] = planOf(candidate, world.frame).effects;
    if (target === undefined) return undefined;
    const seen = (plan.seen ?? []).filter((one) => isSame(one, target));
    const firesWith = (known: Float64Array): boolean => firesTogether(candidateFires.of(candidate), known);
    if (seen.some(({ at }) => firesWith(Float64Array.from(at)))) return "sure";
    const same = (effectsOf.get(plan) ?? []).filter(
      (effect) =>
        isSame(effect, target) &&
        (startsEqually(candidate, candidateFires, plan, effect, world) || firesWith(firesOfEffect(plan, effect))),
    );
    if (same.length === 0) return undefined;
    return same.some((effect) => !isDoubtful(plan, effect, world)) ? "sure" : "perhaps";
  };
  const allDoing = (scored: Scored, isOff: boolean): readonly DoneBy[] =>
    existing.flatMap((automation): readonly DoneBy[] => {
      if ((automation.isOff ?? false) !== isOff) return [];
      const certainty = certaintyOf(scored, automation);
      return certainty === undefined ? [] : [{ automation, certainty }];
    });

  return {
    doneBy: (scored) => {
      const doing = allDoing(scored, false);
      return doing.find(({ certainty }) => certainty === "sure") ?? doing[0];
    },
    wouldBeDoneBy: (scored) => allDoing(scored, true)[0]?.automation,
  };
}

const isSame = (a: HabitTarget, b: HabitTarget): boolean => a.entityId === b.entityId && a.state === b.state;

/**
 * The same trigger, with conditions that hold at most of the new one's fires. An instant after the trigger, so that
 * conditions see the state that triggered it.
 */
function startsEqually(
  candidate: Candidate,
  candidateFires: CandidateFires,
  plan: Existing,
  { path }: Effect,
  world: World,
): boolean {
  const triggers = path?.after ?? plan.triggers;
  const same = triggers.findIndex((trigger) => isSameTrigger(candidate.trigger, trigger, path?.delay ?? 0));
  if (same < 0) return false;
  const triggerId = path?.after ? undefined : plan.triggerIds[same];
  const conditions = path?.after ? [] : conditionsFor(triggerId, withoutUnread(plan, world).conditions);
  const guards = (path?.guards ?? []).map((guard) => ({
    ...guard,
    conditions: conditionsFor(triggerId, guard.conditions),
  }));
  if (conditions.length === 0 && guards.length === 0) return true;
  const fires = candidateFires.of(candidate);
  const passing = fires.at.filter((at) => {
    const moment = { at: at + 1, entity: -1, state: -1 };
    return (
      conditions.every((condition) => holds(condition, moment, world)) &&
      guards.every((guard) =>
        guard.conditions.some((condition) => isUnknown(condition, world))
          ? true
          : guard.conditions.every((condition) => holds(condition, moment, world)) === guard.isMet,
      )
    );
  });
  return passing.length >= SAME_SHARE * fires.at.length;
}

/** `delay` is what the other one waits after its trigger. One that waits much longer leaves the action to people. */
function isSameTrigger(trigger: HabitTrigger, other: TriggerPlan, delay: number): boolean {
  const hold = "hold" in trigger ? trigger.hold : 0;
  const otherHold = ("hold" in other ? other.hold : 0) + delay;
  if (otherHold > hold + SAME_INSTANT.state) return false;
  if (trigger.kind === "event" && other.kind === "event")
    return (
      other.entityIds.includes(trigger.entityId) &&
      (other.types === null || [...other.types].some((wanted) => isOccurrenceOf(trigger.eventType, wanted)))
    );
  if (trigger.kind === "state" && other.kind === "state")
    return (
      sharesAny(trigger.entityIds, other.entityIds) && (other.to.kind !== "in" || other.to.states.has(trigger.state))
    );
  // Without `to`, a change of an attribute triggers it too, which the history does not tell.
  if (trigger.kind === "state" && other.kind === "unrecorded")
    return other.name === "state" && sharesAny(trigger.entityIds, other.entityIds);
  if (trigger.kind === "state" && other.kind === "purpose")
    return sharesAny(trigger.entityIds, other.entityIds) && "to" in other.test && other.test.to.has(trigger.state);
  return (
    trigger.kind === "numeric" &&
    other.kind === "numeric_state" &&
    other.entityIds.includes(trigger.entityId) &&
    (isNearBound(trigger.above, other.above) || isNearBound(trigger.below, other.below))
  );
}

/** Thresholds that differ by a fourth or less are the same to people. */
const isNearBound = (bound: number | null, other: number): boolean =>
  bound !== null && Number.isFinite(other) && Math.abs(bound - other) <= Math.max(Math.abs(bound), Math.abs(other)) / 4;

const sharesAny = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

/** Whether it happens under conditions that are not understood, or on which there is no history. */
const isDoubtful = (plan: Existing, { path }: Effect, world: World): boolean =>
  (path?.isPerhaps ?? false) ||
  plan.conditions.some((condition) => isUnknown(condition, world)) ||
  (path?.guards ?? []).some(({ conditions }) => conditions.some((condition) => isUnknown(condition, world)));

/** The plan under the conditions that can be judged. */
const withoutUnread = (plan: Existing, world: World): Existing => ({
  ...plan,
  conditions: plan.conditions.filter((condition) => !isUnknown(condition, world)),
});

/** The effect behind the guards that can be judged. */
const passable = (effect: Effect, world: World): Effect =>
  effect.path === undefined
    ? effect
    : {
        ...effect,
        path: {
          ...effect.path,
          guards: effect.path.guards.filter(
            ({ conditions }) => !conditions.some((condition) => isUnknown(condition, world)),
          ),
        },
      };

function isUnknown(condition: ConditionPlan, world: World): boolean {
  if (condition.kind === "perhaps" || condition.kind === "unrecorded") return true;
  if ("conditions" in condition) return condition.conditions.some((inner) => isUnknown(inner, world));
  return "entityIds" in condition && condition.entityIds.some((id) => world.frame.entities.find(id) === undefined);
}

function firesTogether(fires: FireColumns, known: Float64Array): boolean {
  const { at, isClock } = fires;
  if (at.length === 0 || known.length === 0) return false;
  const tolerance = isClock === true ? SAME_INSTANT.clock : SAME_INSTANT.state;
  const together = at.filter((instant) => {
    const index = lowerBound(known, instant - tolerance);
    return index < known.length && known[index]! <= instant + tolerance;
  });
  return together.length >= SAME_SHARE * at.length;
}
