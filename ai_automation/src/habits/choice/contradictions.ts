import { stateBefore } from "../../history/frame/lookup.ts";
import type { HabitTarget } from "../../model/habit.ts";
import { MINUTE } from "../../model/time.ts";
import { firesOf } from "../../replay/fires.ts";
import type { Plan, StateTest, TriggerPlan } from "../../automation/plan.ts";
import { type MiningContext, planOf } from "../candidate.ts";
import type { Scored } from "../proof/score.ts";
import { advance } from "../../statistics/search.ts";

/** Two automations quarrel when this share of one's runs is undone by the other within this time. */
const UNDONE_WITHIN = 2 * MINUTE;
const UNDONE_SHARE = 0.2;
/** Chains of automations that set each other off are followed this far. */
const MAX_CHAIN = 4;

/** An automation that a rule would quarrel with: it undoes at once what the other did, or they set each other off for ever. */
export function quarrelWith(rule: Scored, others: readonly Plan[], context: MiningContext): Plan | undefined {
  const own = planOf(rule.candidate, context.frame);
  return others.find((other) => undo(own, other, context) || undo(other, own, context) || isLoop(own, other, others));
}

function undo(one: Plan, other: Plan, { world, learn, heldOut }: MiningContext): boolean {
  const effect = one.effects.find((own) => other.effects.some((opposite) => isOpposite(own, opposite)));
  if (effect === undefined || areCounterparts(one, other)) return false;
  const { frame } = world;
  const entity = frame.entities.find(effect.entityId);
  if (entity === undefined) return false;
  const whole = { from: learn.from, to: heldOut.to };
  const changes = firesOf(one, world, whole).filter(
    ({ at }) => stateBefore(frame, entity, at) !== frame.states.find(effect.state),
  );
  const undoing = Float64Array.from(firesOf(other, world, whole), ({ at }) => at);
  let index = 0;
  let undone = 0;
  for (const { at } of changes) {
    index = advance(undoing, at, index, undoing.length);
    if (index < undoing.length && undoing[index]! <= at + UNDONE_WITHIN) undone += 1;
  }
  return undone > 0 && undone >= UNDONE_SHARE * changes.length;
}

/** The two halves of following one thing: on with the door's opening, off with its closing. */
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

/** What the rule does sets off a chain that begins with the other and ends in the opposite of what the rule did or began with. */
function isLoop(rule: Plan, other: Plan, others: readonly Plan[]): boolean {
  const given = [...rule.effects, ...rule.triggers.flatMap(statesOf)];
  const reaches = (effects: readonly HabitTarget[], chain: number): boolean =>
    effects.some((effect) => given.some((one) => isOpposite(one, effect))) ||
    (chain < MAX_CHAIN && others.some((next) => isSetOff(next, effects) && reaches(next.effects, chain + 1)));
  return isSetOff(other, rule.effects) && reaches(other.effects, 1);
}

const isSetOff = (plan: Plan, effects: readonly HabitTarget[]): boolean =>
  plan.triggers
    .flatMap(statesOf)
    .some((state) => effects.some((effect) => effect.entityId === state.entityId && effect.state === state.state));

/** The states that start an automation at once; one that waits gives people time to decide. */
function statesOf(trigger: TriggerPlan): readonly HabitTarget[] {
  if (trigger.kind !== "state" || trigger.hold > 0 || trigger.to.kind !== "in") return [];
  const { states } = trigger.to;
  return trigger.entityIds.flatMap((entityId) => [...states].map((state) => ({ entityId, state })));
}

const isOpposite = (a: HabitTarget, b: HabitTarget): boolean => a.entityId === b.entityId && a.state !== b.state;
