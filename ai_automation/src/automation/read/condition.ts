import { z } from "zod";
import { isOccurrence } from "../../model/domains.ts";
import { because, isReason, type Reason } from "../../model/reason.ts";
import type { Threshold, UnrecordedPart } from "../forms.ts";
import type { ConditionPlan, SunBound } from "../plan.ts";
import { reasonOfOccurrence } from "../unrecorded.ts";
import { duration, entityIds, isEntityId, isRecord, listOf, sunEvent, texts, timeOfDay, weekdays } from "../values.ts";
import { deviceCondition } from "./device.ts";
import { enabledOf } from "./enabled.ts";
import { bound, common, entityOf, hold } from "./fields.ts";
import { issueOf, reasonOf } from "./problem.ts";
import { readPurposeCondition } from "./purpose-condition.ts";
import { readTemplate } from "./template/read-template.ts";

const timeBound = z.union([
  timeOfDay,
  entityOf("input_datetime", "time", "sensor").transform((entityId) => ({ entityId })),
]);

const time = z
  .strictObject({
    ...common,
    condition: z.literal("time"),
    after: timeBound.optional(),
    before: timeBound.optional(),
    weekday: weekdays.optional(),
  })
  .refine(hasAny("after", "before", "weekday"), "neither after, before nor weekday")
  .transform(({ after = null, before = null, weekday }): ConditionPlan => {
    const weekdays = weekday ?? null;
    return isTime(after) && isTime(before)
      ? { kind: "time", after, before, weekdays }
      : { kind: "time_of", after, before, weekdays };
  });

const isTime = (bound: Threshold | null): bound is number | null => bound === null || typeof bound === "number";

const sun = z
  .strictObject({
    ...common,
    condition: z.literal("sun"),
    after: sunEvent.optional(),
    before: sunEvent.optional(),
    after_offset: duration.optional(),
    before_offset: duration.optional(),
  })
  .refine(hasAny("after", "before"), "neither after nor before")
  .transform((value): ConditionPlan => ({
    kind: "sun",
    after: sunBound(value.after, value.after_offset),
    before: sunBound(value.before, value.before_offset),
  }));

/** States that Home Assistant reads as entities (helpers/config_validation.py, INPUT_ENTITY_ID). */
const isHelper = (state: string): boolean =>
  /^input_(?:select|text|number|boolean|datetime)\./.test(state) && isEntityId(state) && !state.includes("__");

const state = z
  .strictObject({
    ...common,
    condition: z.literal("state"),
    entity_id: entityIds,
    attribute: z.string().optional(),
    state: z.unknown(),
    for: hold.optional(),
    match: z
      .string()
      .toLowerCase()
      .pipe(z.enum(["all", "any"]))
      .default("all"),
  })
  .transform((value, context): ConditionPlan => {
    const { entity_id: ids, attribute, match } = value;
    if (attribute !== undefined)
      return unrecorded("state", ids, because("attribute", { attribute, entity: ids[0] ?? "" }));
    const states = texts.safeParse(value.state);
    if (!states.success) {
      context.addIssue(issueOf(because("condition_form", { kind: "state", part: "state" })));
      return z.NEVER;
    }
    if (value.for !== undefined && typeof value.for !== "number")
      return unrecorded("state", ids, because("computed_hold"));
    const equalTo = states.data.filter(isHelper);
    if (ids.some(isOccurrence)) return unrecorded("state", ids, reasonOfOccurrence(ids.find(isOccurrence)));
    if (equalTo.length > 0 && equalTo.length < states.data.length)
      return unrecorded("state", ids, because("mixed_states"));
    if (equalTo.length > 0 && value.for !== undefined) {
      context.addIssue(issueOf(because("condition_form", { kind: "state", part: "for" })));
      return z.NEVER;
    }
    return {
      kind: "state",
      entityIds: ids,
      states: new Set(states.data),
      ...(equalTo.length === 0 ? {} : { equalTo }),
      hold: value.for ?? 0,
      match,
    };
  });

const numericState = z
  .strictObject({
    ...common,
    condition: z.literal("numeric_state"),
    entity_id: entityIds,
    above: bound.optional(),
    below: bound.optional(),
    attribute: z.string().optional(),
    value_template: z.string().optional(),
  })
  .refine(hasAny("above", "below"), "neither above nor below")
  .transform(({ entity_id: ids, above, below, attribute, value_template: computed }): ConditionPlan => {
    if (attribute !== undefined)
      return unrecorded("numeric_state", ids, because("attribute", { attribute, entity: ids[0] ?? "" }));
    if (computed !== undefined)
      return unrecorded("numeric_state", ids, because("computed_number", { entity: ids[0] ?? "" }));
    const [low, high] = [above ?? -Infinity, below ?? Infinity];
    return typeof low === "number" && typeof high === "number"
      ? { kind: "numeric_state", entityIds: ids, above: low, below: high }
      : { kind: "numeric_of", entityIds: ids, above: above ?? null, below: below ?? null };
  });

const zone = z
  .strictObject({
    ...common,
    condition: z.literal("zone"),
    entity_id: entityIds,
    zone: entityIds,
    state: z.unknown().optional(),
    for: z.unknown().optional(),
  })
  .transform(({ entity_id: ids, zone }): ConditionPlan =>
    zone.length === 1 && zone[0] === "zone.home"
      ? { kind: "state", entityIds: ids, states: new Set(["home"]), hold: 0, match: "all" }
      : unrecorded("zone", ids, because("other_zone", { zone: zone.join(", ") })),
  );

const trigger = z
  .strictObject({
    ...common,
    condition: z.literal("trigger"),
    id: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]),
  })
  .transform(({ id }): ConditionPlan => ({ kind: "triggered_by", ids: new Set(listOf(id).map(String)) }));

const templateCondition = z
  .strictObject({ ...common, condition: z.literal("template"), value_template: z.string() })
  .transform(({ value_template: text }, context): ConditionPlan => {
    const read = readTemplate(text);
    if (!isReason(read)) return read;
    context.addIssue(issueOf(read));
    return z.NEVER;
  });

const byKind = {
  time,
  sun,
  state,
  numeric_state: numericState,
  zone,
  trigger,
  template: templateCondition,
  device: deviceCondition,
} as const;

/** Reads one Home Assistant condition, or returns why it is not understood. */
export function parseCondition(value: unknown): ConditionPlan | Reason {
  if (typeof value === "string") return readTemplate(value);
  const block = blockOf(value);
  if (block !== undefined) return { kind: block.kind, conditions: block.conditions.flatMap(parseInner) };
  if (!isRecord(value) || typeof value.condition !== "string") return because("condition_shape");
  const name = value.condition;
  if (!isKnown(name)) return readPurposeCondition(name, value) ?? templateOr(name);
  const parsed = byKind[name].safeParse(value);
  return parsed.success ? parsed.data : reasonOf("condition", name, parsed.error);
}

/** Conditions as they are nested, without disabled ones; what is not understood may hold or not. */
function parseInner(value: unknown): readonly ConditionPlan[] {
  const enabled = enabledOf(value);
  if (enabled === false) return [];
  const read = enabled === true ? parseCondition(value) : because("condition_enabled");
  return [isReason(read) ? { kind: "perhaps", reason: read } : read];
}

/** Conditions in a list, of which all have to hold, without disabled ones. */
export const parseConditions = (values: readonly unknown[]): readonly ConditionPlan[] => values.flatMap(parseInner);

/** Home Assistant refuses a condition without any of these keys. */
function hasAny<Key extends string>(...keys: readonly Key[]) {
  return (value: { readonly [key in Key]?: unknown }): boolean => keys.some((key) => value[key] !== undefined);
}

const BLOCKS = ["and", "or", "not"] as const;

/** `condition: or`, the short `or:`, and a list of conditions (helpers/config_validation.py). */
function blockOf(
  value: unknown,
): { readonly kind: "and" | "or" | "not"; readonly conditions: readonly unknown[] } | undefined {
  if (!isRecord(value)) return undefined;
  if (Array.isArray(value.condition)) return { kind: "and", conditions: value.condition };
  const kind = BLOCKS.find((name) => value.condition === name);
  if (kind !== undefined) return { kind, conditions: listOf(value.conditions) };
  const short = value.condition === undefined ? BLOCKS.find((name) => value[name] !== undefined) : undefined;
  return short === undefined ? undefined : { kind: short, conditions: listOf(value[short]) };
}

/** Between actions, `condition:` may be a template itself. */
const templateOr = (name: string): ConditionPlan | Reason =>
  name.includes("{") ? readTemplate(name) : because("condition_kind", { kind: name });

const isKnown = (name: string): name is keyof typeof byKind => Object.hasOwn(byKind, name);

const unrecorded = (name: string, ids: readonly string[], reason: Reason): UnrecordedPart => ({
  kind: "unrecorded",
  name,
  entityIds: ids,
  reason,
});

function sunBound(event: SunBound["event"] | undefined, offset: number | undefined): SunBound | null {
  return event === undefined ? null : { event, offset: offset ?? 0 };
}
