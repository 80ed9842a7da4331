import { z } from "zod";
import { changePlan, plannedChange, type PlannedChange } from "./plan/change-plan.ts";

/**
 * A plan as small models write it: without the list around one change, without keys that have an obvious default, with
 * numbers as texts. Changes that still do not fit are dropped and named in `dropped`; at least one has to fit, unless
 * the model says that nothing is possible.
 */
export const salvagedPlan = z.unknown().transform((answer, context) => {
  const record = recordOf(answer);
  const given = [record.changes ?? (record.change === undefined ? [] : answer)].flat().slice(0, MAX_CHANGES);
  const read = given.map((one) => ({ one, change: salvaged(one) }));
  const changes = read.flatMap(({ change }) => change ?? []);
  const dropped = read.filter(({ change }) => change === undefined).map(({ one }) => nameOf(one));
  const plan = changePlan.safeParse({ changes, not_possible: textOf(record.not_possible) });
  if (!plan.success || (changes.length === 0 && (dropped.length > 0 || textOf(record.not_possible) === null))) {
    context.addIssue({ code: "custom", message: faultOf(given) });
    return z.NEVER;
  }
  return { ...plan.data, dropped };
});

const MAX_CHANGES = 8;

const anyRecord = z.record(z.string(), z.unknown());

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => anyRecord.safeParse(value).data ?? {};

const textOf = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 300) : null;

const nameOf = (value: unknown): string => (textOf(recordOf(value).change) ?? "?").slice(0, 40);

/** What a key means if it is missing. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  sun: { minutes: 0 },
  when: { minutes: 0 },
  when_number: { above: null, below: null, minutes: 0 },
  only_if_number: { above: null, below: null },
  level: { thing: null },
};

function salvaged(value: unknown): PlannedChange | undefined {
  const record = recordOf(value);
  const defaults = DEFAULTS[typeof record.change === "string" ? record.change : ""] ?? {};
  return plannedChange.safeParse({ ...defaults, ...withNumbers(record) }).data;
}

const NUMBERS: ReadonlySet<string> = new Set(["minutes", "value", "above", "below"]);

/** "10" as 10; small models quote numbers. */
const withNumbers = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      NUMBERS.has(key) && typeof value === "string" && /^[-+]?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
    ]),
  );

function faultOf(given: readonly unknown[]): string {
  const [first] = given;
  if (first === undefined) return 'there is no list "changes" with at least one change';
  const issue = plannedChange.safeParse(first).error?.issues[0];
  return `the change "${nameOf(first)}": ${issue?.path.join(".") ?? ""} ${issue?.message ?? "does not fit"}`;
}
