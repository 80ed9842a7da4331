import type { Effect, Plan, StateTest, TriggerPlan } from "../../automation/plan.ts";
import { stateBefore } from "../../history/frame/lookup.ts";
import type { HabitTarget } from "../../model/habit.ts";
import { MINUTE } from "../../model/time.ts";
import { effectFires } from "../../replay/effect-fires.ts";
import { advance } from "../../statistics/search.ts";
import type { MiningContext } from "../candidate.ts";
import type { Existing } from "./existing.ts";

/** Two automations conflict if one undoes this share of the other's runs within this time. */
const UNDONE_WITHIN = 2 * MINUTE;
const UNDONE_SHARE = 0.2;
/** The maximum length of a chain of automations that trigger each other. */
const MAX_CHAIN = 4;

/** The first automation that conflicts with another: one soon undoes the other, or they trigger each other in a loop. */
export function conflictWith(own: Plan, others: readonly Existing[], context: MiningContext): Existing | undefined {
  return others.find((other) => undo(own, other, context) || undo(other, own, context) || isLoop(own, other, others));
}

function undo(one: Existing, other: Existing, { world, whole }: MiningContext): boolean {
  const [effect] = sureEffects(one).filter((own) => sureEffects(other).some((opposite) => isOpposite(own, opposite)));
  const opposite = effect && sureEffects(other).find((its) => isOpposite(effect, its));
  if (effect === undefined || opposite === undefined || areCounterparts(one, other)) return false;
  const { frame } = world;
  const entity = frame.entities.find(effect.entityId);
  if (entity === undefined) return false;
  const changes = effectFires(one, effect, world, whole).filter(
    ({ at }) => stateBefore(frame, entity, at) !== frame.states.find(effect.state),
  );
  const undoing = Float64Array.from(effectFires(other, opposite, world, whole), ({ at }) => at);
  let index = 0;
  let undone = 0;
  for (const { at } of changes) {
    index = advance(undoing, at, index, undoing.length);
    if (index < undoing.length && undoing[index]! <= at + UNDONE_WITHIN) undone += 1;
  }
  return undone > 0 && undone >= UNDONE_SHARE * changes.length;
}

/** What an automation may do under conditions that are not understood contradicts nothing for certain. */
const sureEffects = (plan: Existing): readonly Effect[] =>
  plan.isOff || plan.understood === "not" ? [] : plan.effects.filter(({ path }) => !(path?.isPerhaps ?? false));

/** Whether both follow one entity in opposite directions, such as on when a door opens and off when it closes. */
function areCounterparts(one: Plan, other: Plan): boolean {
  return one.triggers.some((a) => other.triggers.some((b) => isOtherHalf(a, b)));
}

function isOtherHalf(a: TriggerPlan, b: TriggerPlan): boolean {
  if (a.kind === "state" && b.kind === "state")
    return sharesAny(a.entityIds, b.entityIds) && !sharesAny(namedBy(a.to), namedBy(b.to));
  return (
    a.kind === "event" &&
    b.kind === "event" &&
    sharesAny(a.entityIds, b.entityIds) &&
    !sharesAny([...(a.types ?? [])], [...(b.types ?? [])])
  );
}

const sharesAny = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

const namedBy = (test: StateTest): readonly string[] => (test.kind === "any" ? [] : [...test.states]);

/**
 * Whether the rule's effects start a chain of automations, beginning with the other one, that ends in the opposite of
 * the rule's effect or trigger.
 */
function isLoop(rule: Plan, other: Existing, others: readonly Existing[]): boolean {
  const initial = [...rule.effects, ...rule.triggers.flatMap(statesOf)];
  const reaches = (effects: readonly HabitTarget[], chain: number): boolean =>
    effects.some((effect) => initial.some((one) => isOpposite(one, effect))) ||
    (chain < MAX_CHAIN && others.some((next) => isTriggeredBy(next, effects) && reaches(sureEffects(next), chain + 1)));
  return isTriggeredBy(other, rule.effects) && reaches(sureEffects(other), 1);
}

const isTriggeredBy = (plan: Plan, effects: readonly HabitTarget[]): boolean =>
  plan.triggers
    .flatMap(statesOf)
    .some((state) => effects.some((effect) => effect.entityId === state.entityId && effect.state === state.state));

/** The states that trigger an automation at once. Triggers with a hold are left out: they give people time to react. */
function statesOf(trigger: TriggerPlan): readonly HabitTarget[] {
  if (trigger.kind !== "state" || trigger.hold > 0 || trigger.to.kind !== "in") return [];
  const { states } = trigger.to;
  return trigger.entityIds.flatMap((entityId) => [...states].map((state) => ({ entityId, state })));
}

const isOpposite = (a: HabitTarget, b: HabitTarget): boolean => a.entityId === b.entityId && a.state !== b.state;
