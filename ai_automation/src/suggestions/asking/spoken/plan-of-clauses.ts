import { WEEKDAY_NAMES } from "../../../automation/values.ts";
import { formatTimeOfDay } from "../../../model/clock.ts";
import type { Entity } from "../../../model/home.ts";
import { domainOf } from "../../../model/state-change.ts";
import { MINUTE } from "../../../model/time.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import { ACTIONS, changesOfAction, isActionName } from "./actions-of-clauses.ts";
import { conditionOf, triggerOf } from "./circumstances.ts";
import {
  all,
  daysIn,
  entitiesIn,
  joined,
  minutesIn,
  statesIn,
  type Changes,
  type Context,
  type Edited,
} from "./clause-values.ts";
import type { Clause } from "./split-request.ts";
import type { Value } from "./value.ts";
import type { ClauseName } from "./words/catalogue.ts";

/** The changes that the clauses ask for; things have their entity ids. Undefined if they cannot be meant together. */
export function changesOf(clauses: readonly Clause[], edited: Edited): readonly PlannedChange[] | undefined {
  if (isMisleading(clauses, edited)) return undefined;
  const isTrigger = clauses.map(({ name }) => TRIGGERS.has(name));
  const changes: PlannedChange[] = [];
  for (const [index, clause] of clauses.entries()) {
    const made = changesOfClause(clause, {
      ...edited,
      before: clauses[index - 1],
      acted: clauses.flatMap(({ name, values }) =>
        name in ACTIONS || name.endsWith("_but") ? entitiesIn(values) : [],
      ),
      isLasting: clauses.some(({ name }) => name === "when_state"),
      hasOtherTrigger: isTrigger.some((is, other) => is && other !== index),
    });
    if (made === undefined) return undefined;
    changes.push(...made);
  }
  const distinct = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
  return distinct.length > 0 && isConsistent(distinct) ? distinct : undefined;
}

/**
 * "Don't turn on the hall light on Sundays" neither spares the light nor is about Sundays only, and "not on Sundays at
 * 8" can leave out Sundays, or only 8 o'clock. "Ten minutes later on Mondays" leaves the other days as they are, which
 * one automation cannot do. "Turn it off at once" is not about an automation that turns on.
 */
function isMisleading(clauses: readonly Clause[], { isNew, effects }: Edited): boolean {
  const names = clauses.map(({ name }) => name);
  const isSparing = names.includes("spare") && names.some((name) => !BESIDE_SPARE.has(name));
  const isNotAt = names.some((name, index) => name === "not_days" && TRIGGERS.has(names[index + 1] ?? ""));
  const isPartial =
    !isNew && names.some((name) => BARE_LIMITS.has(name)) && names.some((name) => CHANGED_ASPECTS.has(name));
  const acts = clauses.flatMap(({ values }) => values.flatMap((value) => (value.kind === "acts" ? [value.state] : [])));
  const isOtherAct = acts.some((state) => effects.length === 0 || effects.some((effect) => effect.state !== state));
  return isSparing || isNotAt || isPartial || isOtherAct;
}

const BESIDE_SPARE: ReadonlySet<ClauseName> = new Set<ClauseName>([
  "spare",
  "later",
  "earlier",
  "name",
  "also",
  "turn_on",
  "turn_off",
]);

const BARE_LIMITS: ReadonlySet<ClauseName> = new Set<ClauseName>(["on_days", "between", "in_dark", "when_state"]);
const CHANGED_ASPECTS: ReadonlySet<string> = new Set(
  (
    "later earlier longer shorter wait stay level half_level brightness kelvin position volume degrees level_of half_of degrees_of kelvin_of " +
    "turn_on turn_off on_but off_but open close play pause also swap swap_from all_level tell"
  ).split(" "),
);

const TRIGGERS: ReadonlySet<string> = new Set(
  "at from when_event when_state lasting_state sunrise before_sunrise after_sunrise sunset before_sunset after_sunset".split(
    " ",
  ),
);

/** Clauses that mean nothing without a time or a duration. */
const TIMED: ReadonlySet<ClauseName> = new Set<ClauseName>([
  ...(["later", "earlier", "at", "from", "instead_of_time", "before_sunrise", "after_sunrise"] as const),
  ...(["before_sunset", "after_sunset", "wait", "longer", "shorter", "lasting", "lasting_state"] as const),
]);

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

function changesOfClause({ name, values }: Clause, context: Context): Changes {
  const [said] = minutesIn(values);
  if (said === undefined && TIMED.has(name)) return undefined;
  const minutes = said ?? 0;
  const [number = NaN] = values.flatMap((value) => (value.kind === "number" ? [value.number] : []));
  if (isActionName(name)) return changesOfAction(name, values, context);
  switch (name) {
    case "later":
      return context.isNew || !Number.isInteger(minutes) ? undefined : [{ change: "shift", minutes }];
    case "earlier":
      return context.isNew || !Number.isInteger(minutes) ? undefined : [{ change: "shift", minutes: -minutes }];
    case "at":
      return [{ change: "at", time: formatTimeOfDay(nearest(values, minutes, context) * MINUTE) }];
    case "from":
      return context.isNew || context.at !== null
        ? [{ change: "at", time: formatTimeOfDay(nearest(values, minutes, context) * MINUTE) }]
        : undefined;
    case "instead_of_time":
      return context.at === nearest(values, minutes, context) ? [] : undefined;
    case "instead_of_sun":
      return context.isAtSun ? [] : undefined;
    case "sunrise":
    case "after_sunrise":
      return [{ change: "sun", event: "sunrise", minutes }];
    case "before_sunrise":
      return [{ change: "sun", event: "sunrise", minutes: -minutes }];
    case "sunset":
    case "after_sunset":
      return [{ change: "sun", event: "sunset", minutes }];
    case "before_sunset":
      return [{ change: "sun", event: "sunset", minutes: -minutes }];
    case "only_days":
    case "on_days":
    case "not_days":
    case "also_days":
    case "every_day":
      return onDays(name, daysIn(values), context);
    case "only_between":
    case "between":
      return hoursOf(minutesIn(values));
    case "night_between":
      return hoursOf(nightly(values));
    case "not_between":
      return hoursOf(minutesIn(values).toReversed());
    case "in_dark":
      return context.isNew && !context.hasOtherTrigger ? undefined : [{ change: "light", only: "dark" }];
    case "only_dark":
      return [{ change: "light", only: "dark" }];
    case "only_bright":
      return [{ change: "light", only: "day" }];
    case "wait":
      return context.isNew && !context.isLasting ? undefined : [{ change: "for", minutes }];
    case "complaint":
      return [];
    case "stay":
      return context.isWaiting ? [{ change: "for", minutes: minutesIn(values)[0] ?? number }] : undefined;
    case "longer":
      return context.isWaiting ? [{ change: "shift", minutes }] : undefined;
    case "shorter":
      return context.isWaiting ? [{ change: "shift", minutes: -minutes }] : undefined;
    case "lasting_state":
      return context.isNew && !context.hasOtherTrigger ? lastingState(entitiesIn(values), minutes) : undefined;
    case "lasting":
      return context.before?.name.startsWith("when_") === true ? [{ change: "for", minutes }] : undefined;
    case "only_if":
      return joined(...statesIn(values).map((value) => conditionOf(value, false)));
    case "not_if":
      return joined(...statesIn(values).map((value) => conditionOf(value, true)));
    case "when_event":
    case "when_state":
      return joined(triggerOf(values[0], context), ...values.slice(1).map((value) => conditionOf(value, false)));
    case "drop_days":
    case "drop_hours":
    case "drop_light":
    case "drop_household":
    case "drop_for":
    case "drop_all":
      return context.isNew ? undefined : [{ change: "drop", what: DROPPED[name] }];
    case "drop_thing":
      return context.isNew
        ? undefined
        : all(entitiesIn(values), ({ entityId: thing }) => ({ change: "drop_thing", thing }));
    case "tell":
      return [{ change: "tell" }];
    case "name":
      return values.flatMap((value) => (value.kind === "text" ? [{ change: "name" as const, text: value.text }] : []));
  }
}

/** "The window is open for longer than ten minutes". */
const lastingState = ([entity, ...others]: readonly Entity[], minutes: number): Changes =>
  entity === undefined || others.length > 0
    ? undefined
    : [
        {
          change: "when",
          thing: entity.entityId,
          state: domainOf(entity.entityId) === "cover" ? "open" : "on",
          minutes,
        },
      ];

const DROPPED = {
  drop_days: "days",
  drop_hours: "hours",
  drop_light: "light",
  drop_household: "household",
  drop_for: "for",
  drop_all: "all",
} as const;

/** A night begins in the evening and ends in the morning: "at night from ten to six". */
const nightly = (values: readonly Value[]): readonly number[] =>
  values
    .filter((value) => value.kind === "time")
    .map(({ minutes, isOpen }, index) =>
      isOpen && minutes >= (index === 0 ? FIRST_EVENING_HOUR : LAST_MORNING_HOUR) ? minutes + 720 : minutes,
    );

const FIRST_EVENING_HOUR = 360;
const LAST_MORNING_HOUR = 600;

/** "Half past ten" of an automation that runs at 22:15 is 22:30. */
function nearest(values: readonly Value[], minutes: number, { at }: Edited): number {
  const isVague = values.some((value) => value.kind === "time" && value.isVague);
  return isVague && at !== null && Math.abs(minutes + 720 - at) < Math.abs(minutes - at) ? minutes + 720 : minutes;
}

/** Whether the words leave open which half of the day is meant. */
export const isHalfDayOpen = (clauses: readonly Clause[], { at }: Edited): boolean =>
  clauses.some(({ name, values }) => {
    const times = values.flatMap((value) => (value.kind === "time" ? [value] : []));
    const isSettled = name === "night_between" || (at !== null && ["at", "from", "instead_of_time"].includes(name));
    return times.length > 0 && times.every(({ isOpen }) => isOpen) && !isSettled;
  });

function onDays(name: ClauseName, named: readonly number[], { days }: Context): Changes {
  const current = days ?? EVERY_DAY;
  const chosen =
    name === "every_day"
      ? EVERY_DAY
      : name === "not_days"
        ? current.filter((day) => !named.includes(day))
        : name === "also_days"
          ? EVERY_DAY.filter((day) => current.includes(day) || named.includes(day))
          : named;
  const names = WEEKDAY_NAMES.filter((_, day) => chosen.includes(day));
  return names.length === 0 ? undefined : [{ change: "days", days: names }];
}

function hoursOf(minutes: readonly number[]): Changes {
  const [after, before] = minutes.map((at) => formatTimeOfDay(at * MINUTE));
  return after === undefined || before === undefined || after === before
    ? undefined
    : [{ change: "hours", after, before }];
}

/** One trigger, one of each kind of condition, one state and level of each thing. */
function isConsistent(changes: readonly PlannedChange[]): boolean {
  const slots = changes.map((change) => {
    const thing = "thing" in change ? change.thing : "";
    if (["at", "sun", "when", "when_number", "when_household"].includes(change.change)) return "trigger";
    if (["act", "spare"].includes(change.change)) return `act ${thing}`;
    if (change.change === "drop") return `drop ${change.what}`;
    return change.change === "level" ? `level ${thing} ${change.kind}` : `${change.change} ${thing}`;
  });
  const hasShiftedTrigger = slots.includes("trigger") && slots.some((slot) => slot.startsWith("shift"));
  return new Set(slots).size === slots.length && !hasShiftedTrigger;
}
