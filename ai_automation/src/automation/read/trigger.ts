import { z } from "zod";
import { isButton, isOccurrence, PRESSED, STARTED } from "../../model/domains.ts";
import { because, isReason, type Reason } from "../../model/reason.ts";
import { DAY } from "../../model/time.ts";
import type { Threshold, UnrecordedPart } from "../forms.ts";
import type { StateTest, TriggerPlan } from "../plan.ts";
import { reasonOfOccurrence } from "../unrecorded.ts";
import { duration, entityIds, isRecord, sunEvent, texts, timeOfDay, weekdays } from "../values.ts";
import { deviceTrigger } from "./device.ts";
import { bound, common, entityOf, hold } from "./fields.ts";
import { readOccasion } from "./occasion.ts";
import { issueOf, reasonOf } from "./problem.ts";
import { readPurposeTrigger } from "./purpose-trigger.ts";
import { readTemplate } from "./template/read-template.ts";
import { timePattern } from "./time-pattern.ts";

const named = {
  ...common,
  id: z.union([z.string(), z.number()]).optional(),
  variables: z.unknown().optional(),
};

/** `*` alone means any state (`process_state_match`, helpers/event.py); within a list it is a state. */
const states = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => (typeof value === "string" && value !== "*" ? [value] : value));

const timeEntity = entityOf("input_datetime", "sensor");

const at = z.union([
  timeOfDay,
  timeEntity.transform((entityId) => ({ entityId, offset: 0 })),
  z
    .strictObject({ entity_id: timeEntity, offset: duration.optional() })
    .transform(({ entity_id: entityId, offset }) => ({ entityId, offset: offset ?? 0 })),
]);

const time = z
  .strictObject({
    ...named,
    trigger: z.literal("time"),
    at: z.union([at.transform((one) => [one]), z.array(at)]),
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
  .strictObject({ ...named, trigger: z.literal("sun"), event: sunEvent, offset: duration.optional() })
  .refine(({ offset }) => Math.abs(offset ?? 0) <= DAY, "an offset of more than a day")
  .transform(({ event, offset }): TriggerPlan => ({ kind: "sun", event, offset: offset ?? 0 }));

const state = z
  .strictObject({
    ...named,
    trigger: z.literal("state"),
    entity_id: entityIds,
    attribute: z.string().optional(),
    to: z.unknown().optional(),
    from: z.unknown().optional(),
    not_to: z.unknown().optional(),
    not_from: z.unknown().optional(),
    for: hold.optional(),
  })
  .transform((value, context): TriggerPlan => {
    const ids = value.entity_id;
    if (value.attribute !== undefined)
      return unrecorded("state", ids, because("attribute", { attribute: value.attribute, entity: ids[0] ?? "" }));
    const tests = changedStates.safeParse(value);
    if (!tests.success) {
      context.addIssue(issueOf(reasonOf("trigger", "state", tests.error)));
      return z.NEVER;
    }
    const { to, from, not_to: notTo, not_from: notFrom } = tests.data;
    if (ids.every(isButton)) return buttonState(ids, stateTest(to, notTo), stateTest(from, notFrom), value.for);
    // Without any state, Home Assistant also fires when only an attribute changes (triggers/state.py, match_all).
    if ([to, from, notTo, notFrom].every((test) => test === undefined))
      return unrecorded("state", ids, because("any_change", { entity: ids.join(", ") }));
    if (ids.some(isOccurrence)) return unrecorded("state", ids, reasonOfOccurrence(ids.find(isOccurrence)));
    return held("state", ids, value.for, (hold) => ({
      kind: "state",
      entityIds: ids,
      to: stateTest(to, notTo),
      from: stateTest(from, notFrom),
      hold,
      ...(from !== undefined && to === undefined ? { endsOnReturn: true } : {}),
    }));
  });

/** A button's state is the instant of its last press, so each change of it is a press. */
function buttonState(ids: readonly string[], to: StateTest, from: StateTest, hold: unknown): TriggerPlan {
  if (hold !== undefined && hold !== 0) return unrecorded("state", ids, because("hold_of_press"));
  if (from.kind === "in") return unrecorded("state", ids, reasonOfOccurrence(ids[0]));
  return to.kind === "in" ? { kind: "state", entityIds: ids, to, from, hold: 0 } : occurrenceOf(ids, PRESSED);
}

const occurrenceOf = (entityIds: readonly string[], type: string): TriggerPlan => ({
  kind: "event",
  entityIds,
  types: new Set([type]),
});

const changedStates = z
  .object({ to: states, from: states, not_to: states, not_from: states })
  .refine(
    ({ to, from, not_to: notTo, not_from: notFrom }) =>
      (to === undefined || notTo === undefined) && (from === undefined || notFrom === undefined),
    "both a state and its opposite",
  );

const numericState = z
  .strictObject({
    ...named,
    trigger: z.literal("numeric_state"),
    entity_id: entityIds,
    above: bound.optional(),
    below: bound.optional(),
    attribute: z.string().optional(),
    value_template: z.string().optional(),
    for: hold.optional(),
  })
  .refine(({ above, below }) => above !== undefined || below !== undefined, "neither above nor below")
  .transform((value): TriggerPlan => {
    const { entity_id: ids, attribute, value_template: computed } = value;
    if (attribute !== undefined)
      return unrecorded("numeric_state", ids, because("attribute", { attribute, entity: ids[0] ?? "" }));
    if (computed !== undefined)
      return unrecorded("numeric_state", ids, because("computed_number", { entity: ids[0] ?? "" }));
    return held("numeric_state", ids, value.for, (hold) => crossing(ids, value.above, value.below, hold));
  });

function crossing(
  ids: readonly string[],
  above: Threshold | undefined,
  below: Threshold | undefined,
  hold: number,
): TriggerPlan {
  const [low, high] = [above ?? -Infinity, below ?? Infinity];
  if (typeof low === "number" && typeof high === "number")
    return { kind: "numeric_state", entityIds: ids, above: low, below: high, hold };
  // Home Assistant looks at such a bound when the entity changes, even if only an attribute does (triggers/numeric_state.py).
  const bounds = [low, high].flatMap((one) => (typeof one === "number" ? [] : [one.entityId]));
  return unrecorded("numeric_state", [...ids, ...bounds], because("moving_bound", { entity: ids.join(", ") }));
}

function held(
  name: string,
  ids: readonly string[],
  hold: number | string | object | undefined,
  plan: (hold: number) => TriggerPlan,
): TriggerPlan {
  if (hold === undefined || typeof hold === "number") return plan(hold ?? 0);
  return unrecorded(name, ids, because("computed_hold"));
}

const templateTrigger = z
  .strictObject({ ...named, trigger: z.literal("template"), value_template: z.string(), for: hold.optional() })
  .transform((value, context): TriggerPlan => {
    const condition = readTemplate(value.value_template);
    if (!isReason(condition) && (value.for === undefined || typeof value.for === "number"))
      return { kind: "becomes", condition, hold: value.for ?? 0 };
    context.addIssue(issueOf(isReason(condition) ? condition : because("computed_hold")));
    return z.NEVER;
  });

/** Home by the state of people and trackers; where other zones are is not in the history. */
const zone = z
  .strictObject({
    ...named,
    trigger: z.literal("zone"),
    entity_id: entityIds,
    zone: z.string().trim().toLowerCase(),
    event: z.enum(["enter", "leave"]).default("enter"),
  })
  .transform(({ entity_id: ids, zone, event }): TriggerPlan => {
    if (zone !== "zone.home") return unrecorded("zone", ids, because("other_zone", { zone }));
    const outside: StateTest = { kind: "not_in", states: new Set(["home", "unavailable", "unknown"]) };
    const home: StateTest = { kind: "in", states: new Set(["home"]) };
    const [from, to] = event === "enter" ? [outside, home] : [home, outside];
    return { kind: "state", entityIds: ids, to, from, hold: 0 };
  });

const eventReceived = z
  .strictObject({
    ...named,
    trigger: z.literal("event.received"),
    target: z.strictObject({ entity_id: entityIds }),
    options: z.strictObject({ event_type: texts }),
  })
  .transform(({ target, options }): TriggerPlan => ({
    kind: "event",
    entityIds: target.entity_id,
    types: new Set(options.event_type),
  }));

const byKind = {
  time,
  sun,
  state,
  numeric_state: numericState,
  template: templateTrigger,
  zone,
  device: deviceTrigger,
  time_pattern: timePattern,
  "event.received": eventReceived,
} as const;

/** Reads one Home Assistant trigger, or returns why it is not understood. */
export function parseTrigger(value: unknown): TriggerPlan | Reason {
  const config = withTriggerKey(value);
  if (!isRecord(config) || typeof config.trigger !== "string") return because("trigger_shape");
  const name = config.trigger;
  if (!isSupported(name)) {
    const read =
      readPurposeTrigger(name, config) ?? readOccasion(name, config) ?? because("trigger_kind", { kind: name });
    return isReason(read) ? read : withOccurrences(read);
  }
  const parsed = byKind[name].safeParse(config);
  return parsed.success ? parsed.data : reasonOf("trigger", name, parsed.error);
}

/** Home Assistant still accepts the old key `platform` for `trigger`. */
function withTriggerKey(value: unknown): unknown {
  if (!isRecord(value) || !("platform" in value)) return value;
  const { platform, ...rest } = value;
  return { trigger: platform, ...rest };
}

/** `button.pressed` and `scene.activated`: the history has their occurrences as one state each. */
function withOccurrences(trigger: TriggerPlan): TriggerPlan {
  if (trigger.kind !== "purpose" || trigger.test.form !== "occurs") return trigger;
  return occurrenceOf(trigger.entityIds, trigger.name === "button.pressed" ? PRESSED : STARTED);
}

const isSupported = (name: string): name is keyof typeof byKind => Object.hasOwn(byKind, name);

const unrecorded = (name: string, ids: readonly string[], reason: Reason): UnrecordedPart => ({
  kind: "unrecorded",
  name,
  entityIds: ids,
  reason,
});

type States = z.output<typeof states>;

/** `not_to: "*"` excludes every state; `not_to: null` excludes none. */
function stateTest(only: States, not: States): StateTest {
  if (Array.isArray(only)) return { kind: "in", states: new Set(only) };
  if (Array.isArray(not)) return { kind: "not_in", states: new Set(not) };
  return not === "*" ? { kind: "in", states: new Set() } : { kind: "any" };
}
