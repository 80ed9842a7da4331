import { z } from "zod";
import { isButton, PRESSED } from "../../model/domains.ts";
import type { StateTest, TriggerPlan } from "../plan.ts";
import { duration, sunEvent, texts, threshold, timeOfDay, weekdays } from "../values.ts";

/** Keys that do not affect when a trigger fires. */
const common = { id: z.string().optional(), alias: z.string().optional(), enabled: z.literal(true).optional() };

const states = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => (typeof value === "string" ? [value] : value));

const time = z
  .strictObject({
    ...common,
    trigger: z.literal("time"),
    at: z.union([timeOfDay.transform((at) => [at]), z.array(timeOfDay)]),
    weekday: weekdays.optional(),
  })
  .transform(({ at, weekday }): TriggerPlan => ({ kind: "time", at, weekdays: weekday ?? null }));

const sun = z
  .strictObject({ ...common, trigger: z.literal("sun"), event: sunEvent, offset: duration.optional() })
  .transform(({ event, offset }): TriggerPlan => ({ kind: "sun", event, offset: offset ?? 0 }));

const state = z
  .strictObject({
    ...common,
    trigger: z.literal("state"),
    entity_id: texts,
    to: states,
    from: states,
    not_to: states,
    not_from: states,
    for: duration.optional(),
  })
  .transform((value): TriggerPlan => {
    const entityIds = value.entity_id;
    const to = stateTest(value.to, value.not_to);
    const from = stateTest(value.from, value.not_from);
    const hold = value.for ?? 0;
    const isPress = entityIds.every(isButton) && to.kind !== "in" && from.kind !== "in" && hold === 0;
    return isPress ? pressOf(entityIds) : { kind: "state", entityIds, to, from, hold };
  });

const numericState = z
  .strictObject({
    ...common,
    trigger: z.literal("numeric_state"),
    entity_id: texts,
    above: threshold.optional(),
    below: threshold.optional(),
    for: duration.optional(),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, "neither above nor below")
  .transform((value): TriggerPlan => ({
    kind: "numeric_state",
    entityIds: value.entity_id,
    above: value.above ?? -Infinity,
    below: value.below ?? Infinity,
    hold: value.for ?? 0,
  }));

const eventReceived = z
  .strictObject({
    ...common,
    trigger: z.literal("event.received"),
    target: z.strictObject({ entity_id: texts }),
    options: z.strictObject({ event_type: texts.optional() }).optional(),
  })
  .transform(({ target, options }): TriggerPlan => ({
    kind: "event",
    entityIds: target.entity_id,
    types: options?.event_type === undefined ? null : new Set(options.event_type),
  }));

const buttonPressed = z
  .strictObject({
    ...common,
    trigger: z.literal("button.pressed"),
    target: z.strictObject({ entity_id: texts }),
    options: z.strictObject({}).optional(),
  })
  .transform(({ target }) => pressOf(target.entity_id));

const byKind = {
  time,
  sun,
  state,
  numeric_state: numericState,
  "event.received": eventReceived,
  "button.pressed": buttonPressed,
} as const;

/** Reads one Home Assistant trigger; a string is the reason why it cannot be replayed. */
export function parseTrigger(value: unknown): TriggerPlan | string {
  const kind = z.looseObject({ trigger: z.string() }).safeParse(withTriggerKey(value));
  if (!kind.success) return "a trigger without a kind";
  const name = kind.data.trigger;
  if (!isSupported(name)) return `${name} triggers`;
  const parsed = byKind[name].safeParse(kind.data);
  return parsed.success ? parsed.data : `a ${name} trigger with ${firstProblem(parsed.error)}`;
}

/** Home Assistant still accepts the old key `platform` for `trigger`. */
function withTriggerKey(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("platform" in value)) return value;
  const { platform, ...rest } = value;
  return { trigger: platform, ...rest };
}

/** A button's state is an instant, so each change of it is a press. */
const pressOf = (entityIds: readonly string[]): TriggerPlan => ({
  kind: "event",
  entityIds,
  types: new Set([PRESSED]),
});

const isSupported = (name: string): name is keyof typeof byKind => Object.hasOwn(byKind, name);

function stateTest(only: string[] | null | undefined, not: string[] | null | undefined): StateTest {
  if (Array.isArray(only)) return { kind: "in", states: new Set(only) };
  return Array.isArray(not) ? { kind: "not_in", states: new Set(not) } : { kind: "any" };
}

export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "an unknown problem";
  if (issue.code === "unrecognized_keys") return `the key ${issue.keys.join(", ")}`;
  const where = issue.path.join(".");
  const message = messageOf(issue);
  return where === "" ? message : `${where}: ${message}`;
}

/** For a union, prefers our own message from any of its branches. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union") return issue.message;
  return issue.errors.flat().find(({ code }) => code === "custom")?.message ?? issue.message;
}
