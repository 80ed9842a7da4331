import { WEEKDAY_NAMES } from "../../automation/values.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import type { Entity } from "../../model/home.ts";
import { MINUTE } from "../../model/time.ts";
import type { MismatchKind } from "../words/phrases.ts";
import type { ChangePlan, PlannedChange } from "./plan/change-plan.ts";
import { statedFacts, type StatedFacts } from "./stated-facts.ts";

/** A disagreement between a request and the plan made from it. It is shown to the person; the plan stays as it is. */
export interface Mismatch {
  readonly kind: MismatchKind;
  /** The number, name or change concerned, or empty. */
  readonly what: string;
}

/** Compares surface facts only: numbers, days, darkness, earlier and later, on and off, names. */
export function mismatchesOf(text: string, plan: ChangePlan, scope: MismatchScope): readonly Mismatch[] {
  const stated = statedFacts(text, scope.language);
  return [
    ...plan.changes.flatMap((change) =>
      numbersOf(change)
        .filter((number) => !isStated(number, stated))
        .map(notStated),
    ),
    ...leftOut(text, plan, stated, scope),
    ...daysDiffer(plan, stated),
    ...plan.changes.flatMap((change) => differs(change, stated)),
    ...plan.changes.flatMap((change) => notMentioned(change, scope)),
  ];
}

interface MismatchScope {
  readonly language: string;
  readonly entityOf: (shortName: string) => Entity | undefined;
  readonly isMentioned: (entityId: string) => boolean;
}

interface Planned {
  readonly value: number;
  readonly unit: "minutes" | "time" | "level";
}

const notStated = ({ value, unit }: Planned): Mismatch => ({
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

/** Accepts paraphrases of a number: 90 minutes as "an hour and a half". */
function isStated({ value, unit }: Planned, { numbers, hasTime }: StatedFacts): boolean {
  if (unit === "time") return hasTime(value);
  return phrasingsOf({ value, unit }).some((phrasing) => phrasing.every((number) => numbers.has(number)));
}

/** Words for a half are read as 30, for half an hour. */
const HALF = 30;

/** The sets of numbers that may express a planned one. */
function phrasingsOf({ value, unit }: Planned): readonly (readonly number[])[] {
  const [whole, rest] = [Math.floor(value / 60), value % 60];
  switch (unit) {
    case "level":
      return value === 50 ? [[50], [HALF]] : [[value]];
    case "minutes":
      return [[value], [value / 60], rest === 0 ? [whole] : [whole, rest]];
    case "time":
      return [[whole, whole % 12, whole + 1, (whole + 1) % 12, rest, 60 - rest, whole === 0 ? 24 : 12]];
  }
}

/** Numbers in the text that neither the plan nor the names in it explain. One is skipped: it can be an article. */
function leftOut(
  text: string,
  plan: ChangePlan,
  { numbers }: StatedFacts,
  { entityOf, language }: MismatchScope,
): readonly Mismatch[] {
  const planned = plan.changes.flatMap(numbersOf).flatMap((one) => phrasingsOf(one).flat());
  const fromNames = plan.changes.flatMap((change) => [
    ...statedFacts(entityOf(thingOf(change) ?? "")?.name ?? "", language).numbers,
    ...(change.change === "name" ? statedFacts(change.text, language).numbers : []),
  ]);
  const explained = new Set([...planned, ...fromNames, 0, 1]);
  const digits = new Set([...text.matchAll(/\d+/g)].map(([number]) => Number(number)));
  const isCertain = (number: number): boolean => digits.has(number) || (number > 1 && !AMBIGUOUS.has(number));
  return [...numbers]
    .filter((number) => Number.isInteger(number) && isCertain(number) && !explained.has(number))
    .map((number) => ({ kind: "left_out", what: String(number) }));
}

/** Number words that mean something else in another language: "once", "neuf", "media". */
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

function notMentioned(change: PlannedChange, { entityOf, isMentioned }: MismatchScope): readonly Mismatch[] {
  const entity = entityOf(thingOf(change) ?? "");
  return entity === undefined || isMentioned(entity.entityId) ? [] : [{ kind: "thing", what: entity.name }];
}
