import { weekdayOf } from "../model/clock.ts";
import type { StateChange } from "../model/state-change.ts";
import { DAY, MINUTE, SECOND } from "../model/time.ts";
import { type Effect, matches, type TriggerPlan } from "../automation/plan.ts";
import { drawsFor } from "./draws.ts";
import { DAY_START, wholeSecond } from "./home-time.ts";
import type { LivingHome } from "./living-home.ts";
import { byHand } from "./planned-change.ts";
import type { AutomationRule, PersonRule, Rule } from "./rule.ts";
import { holdsNow, isBetween } from "./situation.ts";

type Timed = Extract<TriggerPlan, { kind: "time" | "sun" }>;
type Watching = Exclude<TriggerPlan, Timed>;

/** Makes habits and automations respond to the clock and to changes in the home. */
export function followRules(home: LivingHome, rules: readonly Rule[], seed: number): void {
  for (const rule of rules) {
    const fire = (at: number): void =>
      rule.kind === "automation" ? runAutomation(home, rule, at) : followHabit(home, rule, seed, at);
    for (const trigger of rule.plan.triggers) {
      if (trigger.kind !== "time" && trigger.kind !== "sun") watch(home, trigger, fire);
      else if (rule.kind === "automation") for (const at of instantsOf(home, trigger)) home.later(at, fire);
      else keepTime(home, { rule, trigger, rules, seed });
    }
  }
}

function runAutomation(home: LivingHome, rule: AutomationRule, at: number): void {
  if (at < rule.from || at >= rule.to) return;
  const now = home.situationAt(at);
  if (!rule.plan.conditions.every((condition) => holdsNow(condition, now))) return;
  home.noteRun({ entityId: rule.entityId, at });
  const cause = { kind: "automation", entityId: rule.entityId } as const;
  for (const effect of rule.plan.effects)
    home.later(at + SECOND, (later) => home.bring({ ...effect, at: later, cause }));
}

/** A person notices a trigger and acts after a delay, unless they forget. */
function followHabit(home: LivingHome, rule: PersonRule, seed: number, at: number): void {
  const now = home.situationAt(at);
  if (!rule.plan.conditions.every((condition) => holdsNow(condition, now))) return;
  const draws = drawsFor(seed, rule.key, at);
  if (!draws.chance(rule.adherence)) return;
  const actsAt = wholeSecond(at + draws.uniform(...rule.delaySeconds) * SECOND);
  home.later(actsAt, (later) => actByHand(home, rule.plan.effects, seed, later));
}

/** A person acts around a time of day, and waits a little longer if an automation is expected to do it. */
function keepTime(
  home: LivingHome,
  { rule, trigger, rules, seed }: { rule: PersonRule; trigger: Timed; rules: readonly Rule[]; seed: number },
): void {
  for (const at of instantsOf(home, trigger)) {
    const draws = drawsFor(seed, rule.key, at);
    if (!draws.chance(rule.adherence)) continue;
    const jitter = Math.max(-2, Math.min(2, draws.normal())) * rule.jitterMinutes * MINUTE;
    const usually = wholeSecond(at + jitter);
    const isAutomated = rules.some((other) => takesOver(other, rule, usually));
    const actsAt = isAutomated ? wholeSecond(at + Math.abs(jitter) + MINUTE) : usually;
    home.later(actsAt, (later) => actByHand(home, rule.plan.effects, seed, later));
  }
}

function takesOver(other: Rule, rule: PersonRule, at: number): boolean {
  if (other.kind !== "automation" || at < other.from || at >= other.to) return false;
  return other.plan.effects.some(({ entityId, state }) =>
    rule.plan.effects.some((effect) => effect.entityId === entityId && effect.state === state),
  );
}

function actByHand(home: LivingHome, effects: readonly Effect[], seed: number, at: number): void {
  for (const effect of effects) home.bring({ ...effect, at, cause: byHand(seed, effect.entityId, at) });
}

function instantsOf(home: LivingHome, trigger: Timed): readonly number[] {
  const { homeDay } = home;
  const { clock, sunOf } = home.situationAt(homeDay.from);
  if (trigger.kind === "time")
    return trigger.at
      .map((timeOfDay) => homeDay.at(timeOfDay < DAY_START ? timeOfDay + DAY : timeOfDay))
      .filter((at) => trigger.weekdays === null || trigger.weekdays.has(weekdayOf(clock.dayOf(at))));
  return [homeDay.day, homeDay.day + 1]
    .map((day) => sunOf(day)[trigger.event])
    .filter((at) => at !== null)
    .map((at) => wholeSecond(at + trigger.offset))
    .filter((at) => at >= homeDay.from && at < homeDay.to);
}

function watch(home: LivingHome, trigger: Watching, fire: (at: number) => void): void {
  const hold = trigger.kind === "event" ? 0 : trigger.hold;
  for (const entityId of trigger.entityIds)
    home.onChange(entityId, (change, previous) => {
      if (!isTriggered(trigger, change, previous)) return;
      if (hold === 0) fire(change.at);
      else home.later(change.at + hold, (at) => at - home.situationAt(at).sinceOf(entityId) === hold && fire(at));
    });
}

function isTriggered(trigger: Watching, { state }: StateChange, previous: string | undefined): boolean {
  switch (trigger.kind) {
    case "event":
      return trigger.types === null || trigger.types.has(state);
    case "numeric_state":
      return isBetween(state, trigger) && !isBetween(previous, trigger);
    case "state":
      return matches(trigger.to, state) && (previous === undefined || matches(trigger.from, previous));
  }
}
