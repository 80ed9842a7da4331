import type { Entity } from "../../model/home.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import { MINUTE } from "../../model/time.ts";
import { WEEKDAY_NAMES } from "../../automation/values.ts";
import type { ChangePlan, PlannedChange } from "./change-plan.ts";
import { type StatedFacts, statedFacts } from "./stated-facts.ts";

/** Where a plan and the words it was made from do not agree. A person has to look; nothing is left out for it. */
export interface Mismatch {
  readonly kind: "not_said" | "left_out" | "days" | "light" | "direction" | "switching" | "thing";
  /** The number or the name that it is about; empty where there is none. */
  readonly what: string;
}

/** Compares by what needs no understanding: numbers, days, darkness, before and after, on and off, names. */
export function mismatchesOf(text: string, plan: ChangePlan, scope: MismatchScope): readonly Mismatch[] {
  const said = statedFacts(text, scope.language);
  return [
    ...plan.changes.flatMap((change) =>
      numbersOf(change)
        .filter((number) => !isSaid(number, said))
        .map(notSaid),
    ),
    ...leftOut(text, plan, said, scope),
    ...daysDiffer(plan, said),
    ...plan.changes.flatMap((change) => differs(change, said)),
    ...plan.changes.flatMap((change) => notNamed(change, scope)),
  ];
}

interface MismatchScope {
  readonly language: string;
  readonly entityOf: (shortName: string) => Entity | undefined;
  readonly isMeant: (entityId: string) => boolean;
}

interface Planned {
  readonly value: number;
  readonly unit: "minutes" | "time" | "level";
}

const notSaid = ({ value, unit }: Planned): Mismatch => ({
  kind: "not_said",
  what: unit === "time" ? formatTimeOfDay(value * MINUTE) : String(value),
});

/** Times are minutes since midnight. */
function numbersOf(change: PlannedChange): readonly Planned[] {
  const minutes = (value: number): readonly Planned[] =>
    value === 0 ? [] : [{ value: Math.abs(value), unit: "minutes" }];
  const times = (...texts: readonly string[]): readonly Planned[] =>
    texts.map((text) => ({ value: Number(text.slice(0, 2)) * 60 + Number(text.slice(3)), unit: "time" }));
  const levels = (...values: readonly (number | null)[]): readonly Planned[] =>
    values.flatMap((value) => (value === null ? [] : [{ value, unit: "level" }]));
  switch (change.change) {
    case "at":
      return times(change.time);
    case "hours":
      return times(change.after, change.before);
    case "sun":
    case "shift":
    case "when":
    case "for":
      return minutes(change.minutes);
    case "when_number":
      return [...levels(change.above, change.below), ...minutes(change.minutes)];
    case "only_if_number":
      return levels(change.above, change.below);
    case "level":
      return levels(change.value);
    case "days":
    case "light":
    case "when_household":
    case "only_if":
    case "only_if_household":
    case "drop":
    case "drop_thing":
    case "act":
    case "spare":
    case "tell":
    case "name":
      return [];
  }
}

/** Whether people say a number like that: 90 minutes as "an hour and a half". */
function isSaid({ value, unit }: Planned, { numbers, hasTime }: StatedFacts): boolean {
  if (unit === "time") return hasTime(value);
  return waysToSay({ value, unit }).some((way) => way.every((number) => numbers.has(number)));
}

/** Every number that people may use for it. */
function waysToSay({ value, unit }: Planned): readonly (readonly number[])[] {
  const [whole, rest] = [Math.floor(value / 60), value % 60];
  switch (unit) {
    case "level":
      return [[value]];
    case "minutes":
      return [[value], [value / 60], rest === 0 ? [whole] : [whole, rest]];
    case "time":
      return [[whole, whole % 12, whole + 1, (whole + 1) % 12, rest, 60 - rest, whole === 0 ? 24 : 12]];
  }
}

/** Numbers of the text that nothing in the plan accounts for, nor the name of a thing in it. One is an article, too. */
function leftOut(
  text: string,
  plan: ChangePlan,
  { numbers }: StatedFacts,
  { entityOf, language }: MismatchScope,
): readonly Mismatch[] {
  const planned = plan.changes.flatMap(numbersOf).flatMap((one) => waysToSay(one).flat());
  const named = plan.changes.flatMap((change) => [
    ...statedFacts(entityOf(thingOf(change) ?? "")?.name ?? "", language).numbers,
    ...(change.change === "name" ? statedFacts(change.text, language).numbers : []),
  ]);
  const known = new Set([...planned, ...named, 0, 1]);
  const digits = new Set([...text.matchAll(/\d+/g)].map(([number]) => Number(number)));
  const isCounted = (number: number): boolean => digits.has(number) || (number > 1 && !AMBIGUOUS.has(number));
  return [...numbers]
    .filter((number) => Number.isInteger(number) && isCounted(number) && !known.has(number))
    .map((number) => ({ kind: "left_out", what: String(number) }));
}

/** As words these mean other things in other languages: "once", "neuf", "media". */
const AMBIGUOUS: ReadonlySet<number> = new Set([9, 11, 30]);

function daysDiffer({ changes }: ChangePlan, { days, isOtherDays }: StatedFacts): readonly Mismatch[] {
  const planned = changes.find(({ change }) => change === "days");
  if (days === null) return planned?.change === "days" && planned.days.length < 7 ? [{ kind: "days", what: "" }] : [];
  if (planned?.change !== "days")
    return changes.some(({ change }) => change === "drop") ? [] : [{ kind: "days", what: "" }];
  const agreed = WEEKDAY_NAMES.filter((name, day) => planned.days.includes(name) === days.has(day)).length;
  return agreed === (isOtherDays ? 0 : WEEKDAY_NAMES.length) ? [] : [{ kind: "days", what: "" }];
}

function differs(change: PlannedChange, { light, direction, switching }: StatedFacts): readonly Mismatch[] {
  if (change.change === "light") return light === null || light === change.only ? [] : [{ kind: "light", what: "" }];
  if (change.change === "act" && switching !== null)
    return OPPOSITE[switching] === change.state ? [{ kind: "switching", what: "" }] : [];
  if (change.change !== "shift" || direction === null) return [];
  return direction === (change.minutes < 0 ? "earlier" : "later") ? [] : [{ kind: "direction", what: "" }];
}

const OPPOSITE = { on: "off", off: "on" } as const;

const thingOf = (change: PlannedChange): string | null => ("thing" in change ? change.thing : null);

function notNamed(change: PlannedChange, { entityOf, isMeant }: MismatchScope): readonly Mismatch[] {
  const entity = entityOf(thingOf(change) ?? "");
  return entity === undefined || isMeant(entity.entityId) ? [] : [{ kind: "thing", what: entity.name }];
}
