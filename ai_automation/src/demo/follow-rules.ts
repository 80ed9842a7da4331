import { matches, type Effect, type TriggerPlan } from "../automation/plan.ts";
import { toggledIn } from "../automation/toggles.ts";
import { weekdayOf } from "../model/clock.ts";
import type { HabitTarget } from "../model/habit.ts";
import { isOccurrenceOf } from "../model/occurrence.ts";
import type { StateChange } from "../model/state-change.ts";
import { DAY, MINUTE, SECOND } from "../model/time.ts";
import type { DaySimulation } from "./day-simulation.ts";
import { drawsFor } from "./draws.ts";
import { DAY_START, wholeSecond } from "./home-time.ts";
import { manualCause } from "./manual-cause.ts";
import type { AutomationRule, PersonRule, Rule } from "./rules.ts";
import { holdsNow, isBetween } from "./situation.ts";

type ClockTrigger = Extract<TriggerPlan, { kind: "time" | "sun" }>;
type ChangeTrigger = Extract<TriggerPlan, { kind: "state" | "numeric_state" | "event" }>;

/** Makes habits and automations respond to the clock and to changes in the home. */
export function followRules(home: DaySimulation, rules: readonly Rule[], seed: number): void {
  for (const rule of rules) {
    const fire = (at: number): void =>
      rule.kind === "automation" ? runAutomation(home, rule, at) : followHabit(home, rule, seed, at);
    for (const trigger of rule.plan.triggers) {
      if (isChange(trigger)) watch(home, trigger, fire);
      else if (!isClock(trigger)) continue;
      else if (rule.kind === "automation") for (const at of instantsOf(home, trigger)) home.schedule(at, fire);
      else followClockHabit(home, { rule, trigger, rules, seed });
    }
  }
}

/** Triggers of other forms never fire in the simulated home. */
const isChange = (trigger: TriggerPlan): trigger is ChangeTrigger =>
  trigger.kind === "state" || trigger.kind === "numeric_state" || trigger.kind === "event";

const isClock = (trigger: TriggerPlan): trigger is ClockTrigger => trigger.kind === "time" || trigger.kind === "sun";

function runAutomation(home: DaySimulation, rule: AutomationRule, at: number): void {
  if (at < rule.from || at >= rule.to) return;
  const now = home.situationAt(at);
  if (!rule.plan.conditions.every((condition) => holdsNow(condition, now))) return;
  home.recordRun({ entityId: rule.entityId, at });
  const cause = { kind: "automation", entityId: rule.entityId } as const;
  for (const effect of effectsNow(home, rule.plan.effects, at))
    home.schedule(at + SECOND, (later) => home.setState({ ...effect, at: later, cause }));
}

/** A person notices a trigger and acts after a delay, unless they forget. */
function followHabit(home: DaySimulation, rule: PersonRule, seed: number, at: number): void {
  const now = home.situationAt(at);
  if (!rule.plan.conditions.every((condition) => holdsNow(condition, now))) return;
  const draws = drawsFor(seed, rule.key, at);
  if (!draws.chance(rule.adherence)) return;
  const actsAt = wholeSecond(at + draws.uniform(...rule.delaySeconds) * SECOND);
  home.schedule(actsAt, (later) => actManually(home, rule.plan.effects, seed, later));
}

/** A person acts around a time of day, and waits a little longer if an automation is expected to do it. */
function followClockHabit(
  home: DaySimulation,
  { rule, trigger, rules, seed }: { rule: PersonRule; trigger: ClockTrigger; rules: readonly Rule[]; seed: number },
): void {
  for (const at of instantsOf(home, trigger)) {
    const draws = drawsFor(seed, rule.key, at);
    if (!draws.chance(rule.adherence)) continue;
    const jitter = Math.max(-2, Math.min(2, draws.normal())) * rule.jitterMinutes * MINUTE;
    const usualAt = wholeSecond(at + rule.drift + jitter);
    const isAutomated = rules.some((other) => automates(other, rule, usualAt));
    const actsAt = isAutomated ? wholeSecond(at + Math.abs(rule.drift + jitter) + MINUTE) : usualAt;
    home.schedule(actsAt, (later) => actManually(home, rule.plan.effects, seed, later));
  }
}

function automates(other: Rule, rule: PersonRule, at: number): boolean {
  if (other.kind !== "automation" || at < other.from || at >= other.to) return false;
  return other.plan.effects.some(({ entityId, state }) =>
    rule.plan.effects.some((effect) => effect.entityId === entityId && effect.state === state),
  );
}

function actManually(home: DaySimulation, effects: readonly Effect[], seed: number, at: number): void {
  for (const effect of effectsNow(home, effects, at))
    home.setState({ ...effect, at, cause: manualCause(seed, effect.entityId, at) });
}

/** A toggle has two effects, and only the one that is a change happens. */
function effectsNow(home: DaySimulation, effects: readonly Effect[], at: number): readonly HabitTarget[] {
  const toggled = toggledIn(effects);
  const now = home.situationAt(at);
  return effects
    .filter(({ entityId, state }) => !toggled.has(entityId) || now.stateOf(entityId) !== state)
    .map(({ entityId, state }) => ({ entityId, state }));
}

function instantsOf(home: DaySimulation, trigger: ClockTrigger): readonly number[] {
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

function watch(home: DaySimulation, trigger: ChangeTrigger, fire: (at: number) => void): void {
  const hold = trigger.kind === "event" ? 0 : trigger.hold;
  for (const entityId of trigger.entityIds)
    home.onChange(entityId, (change, previous) => {
      if (!isTriggered(trigger, change, previous)) return;
      if (hold === 0) fire(change.at);
      else home.schedule(change.at + hold, (at) => at - home.situationAt(at).sinceOf(entityId) === hold && fire(at));
    });
}

function isTriggered(trigger: ChangeTrigger, { state }: StateChange, previous: string | undefined): boolean {
  switch (trigger.kind) {
    case "event":
      return trigger.types === null || [...trigger.types].some((wanted) => isOccurrenceOf(state, wanted));
    case "numeric_state":
      return isBetween(state, trigger) && !isBetween(previous, trigger);
    case "state":
      return matches(trigger.to, state) && (previous === undefined || matches(trigger.from, previous));
  }
}
