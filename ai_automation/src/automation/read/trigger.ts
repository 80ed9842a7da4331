import { z } from "zod";
import { isOccurrence } from "../../model/domains.ts";
import { DAY } from "../../model/time.ts";
import type { StateTest, TriggerPlan } from "../plan.ts";
import { duration, sunEvent, texts, threshold, timeOfDay, weekdays } from "../values.ts";

/** The entities whose time a trigger can take; a sensor's state has to be a full time stamp. */
const TIME_ENTITY = /^(?:input_datetime|sensor)\.[a-z0-9_]+$/;

/** Keys that do not affect when a trigger fires. */
const common = { id: z.string().optional(), alias: z.string().optional(), enabled: z.literal(true).optional() };

/** `*` alone means any state (`process_state_match`, helpers/event.py); within a list it is a state. */
const states = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => (typeof value === "string" && value !== "*" ? [value] : value));

const hold = duration.refine((value) => value >= 0, "a negative duration");

/** A helper's or a sensor's time, which an offset may follow. */
const timeOfEntity = z.union([
  z
    .string()
    .regex(TIME_ENTITY)
    .transform((entityId) => ({ entityId, offset: 0 })),
  z
    .strictObject({ entity_id: z.string().regex(TIME_ENTITY), offset: duration.optional() })
    .transform(({ entity_id: entityId, offset }) => ({ entityId, offset: offset ?? 0 })),
]);

const timeOrEntity = z.union([timeOfDay, timeOfEntity]);

const time = z
  .strictObject({
    ...common,
    trigger: z.literal("time"),
    at: z.union([timeOrEntity.transform((at) => [at]), z.array(timeOrEntity)]),
    weekday: weekdays.optional(),
  })
  .transform(({ at, weekday }): TriggerPlan => {
    const entities = at.filter((one) => typeof one !== "number");
    return {
      kind: "time",
      at: at.filter((one) => typeof one === "number"),
      weekdays: weekday ?? null,
      ...(entities.length === 0 ? {} : { atEntities: entities }),
    };
  });

const sun = z
  .strictObject({ ...common, trigger: z.literal("sun"), event: sunEvent, offset: duration.optional() })
  .refine(({ offset }) => Math.abs(offset ?? 0) <= DAY, "an offset of more than a day")
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
    for: hold.optional(),
  })
  .refine(hasOnlyOneOfEach, "both a state and its opposite")
  .refine(isOnStates, "neither to nor from: attributes trigger it too, and they are not recorded")
  .refine(({ entity_id }) => !entity_id.some(isOccurrence), "an event entity, whose state is a time")
  .transform((value): TriggerPlan => ({
    kind: "state",
    entityIds: value.entity_id,
    to: stateTest(value.to, value.not_to),
    from: stateTest(value.from, value.not_from),
    hold: value.for ?? 0,
    ...(value.from !== undefined && value.to === undefined ? { endsOnReturn: true } : {}),
  }));

type StateKeys = { readonly [key in "to" | "from" | "not_to" | "not_from"]?: States };

function hasOnlyOneOfEach({ to, not_to, from, not_from }: StateKeys): boolean {
  return !(to !== undefined && not_to !== undefined) && !(from !== undefined && not_from !== undefined);
}

/** Without any of these keys, Home Assistant also fires when only an attribute changes (triggers/state.py, match_all). */
function isOnStates({ to, not_to, from, not_from }: StateKeys): boolean {
  return [to, not_to, from, not_from].some((value) => value !== undefined);
}

const numericState = z
  .strictObject({
    ...common,
    trigger: z.literal("numeric_state"),
    entity_id: texts,
    above: threshold.optional(),
    below: threshold.optional(),
    for: hold.optional(),
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
    options: z.strictObject({ event_type: texts }),
  })
  .transform(({ target, options }): TriggerPlan => ({
    kind: "event",
    entityIds: target.entity_id,
    types: new Set(options.event_type),
  }));

const byKind = { time, sun, state, numeric_state: numericState, "event.received": eventReceived } as const;

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

const isSupported = (name: string): name is keyof typeof byKind => Object.hasOwn(byKind, name);

type States = readonly string[] | string | null | undefined;

/** `not_to: "*"` excludes every state; `not_to: null` excludes none. */
function stateTest(only: States, not: States): StateTest {
  if (Array.isArray(only)) return { kind: "in", states: new Set(only) };
  if (Array.isArray(not)) return { kind: "not_in", states: new Set(not) };
  return not === "*" ? { kind: "in", states: new Set() } : { kind: "any" };
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
const messageOf = (issue: z.core.$ZodIssue): string => ownMessageIn(issue) ?? issue.message;

function ownMessageIn(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "custom") return issue.message;
  if (issue.code !== "invalid_union") return undefined;
  return issue.errors
    .flat()
    .map(ownMessageIn)
    .find((message) => message !== undefined);
}
