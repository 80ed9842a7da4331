import { z } from "zod";
import { isOccurrence } from "../../model/domains.ts";
import type { ConditionPlan, SunBound } from "../plan.ts";
import { duration, sunEvent, texts, threshold, timeOfDay, weekdays } from "../values.ts";
import { firstProblem } from "./trigger.ts";

const common = { alias: z.string().optional(), enabled: z.literal(true).optional() };

const time = z
  .strictObject({
    ...common,
    condition: z.literal("time"),
    after: timeOfDay.optional(),
    before: timeOfDay.optional(),
    weekday: weekdays.optional(),
  })
  .refine(hasAny("after", "before", "weekday"), "neither after, before nor weekday")
  .transform(({ after, before, weekday }): ConditionPlan => ({
    kind: "time",
    after: after ?? null,
    before: before ?? null,
    weekdays: weekday ?? null,
  }));

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

const state = z
  .strictObject({
    ...common,
    condition: z.literal("state"),
    entity_id: texts,
    state: texts,
    for: duration.refine((value) => value >= 0, "a negative duration").optional(),
    match: z.enum(["all", "any"]).optional(),
  })
  .refine(({ state }) => state.every(isReference) || !state.some(isReference), "both states and helpers as state")
  .refine((value) => value.for === undefined || !value.state.some(isReference), "for with a helper as state")
  .refine(({ entity_id }) => !entity_id.some(isOccurrence), "an event entity, whose state is a time")
  .transform((value): ConditionPlan => ({
    kind: "state",
    entityIds: value.entity_id,
    states: new Set(value.state),
    ...(value.state.length > 0 && value.state.every(isReference) ? { equalTo: value.state } : {}),
    hold: value.for ?? 0,
    match: value.match ?? "all",
  }));

/** As a required state, the id of one of these helpers stands for its state (config_validation.py, INPUT_ENTITY_ID). */
const REFERENCE = /^input_(?:select|text|number|boolean|datetime)\.(?!.+__)(?!_)[\da-z_]+(?<!_)$/;

function isReference(state: string): boolean {
  return REFERENCE.test(state);
}

const numericState = z
  .strictObject({
    ...common,
    condition: z.literal("numeric_state"),
    entity_id: texts,
    above: threshold.optional(),
    below: threshold.optional(),
  })
  .refine(hasAny("above", "below"), "neither above nor below")
  .transform((value): ConditionPlan => ({
    kind: "numeric_state",
    entityIds: value.entity_id,
    above: value.above ?? -Infinity,
    below: value.below ?? Infinity,
  }));

const byKind = { time, sun, state, numeric_state: numericState } as const;

const block = z.strictObject({ ...common, condition: z.enum(["and", "or", "not"]), conditions: z.array(z.unknown()) });

/** Reads one Home Assistant condition; a string is the reason why it cannot be replayed. */
export function parseCondition(value: unknown): ConditionPlan | string {
  if (typeof value === "string") return "template conditions";
  const kind = z.looseObject({ condition: z.string() }).safeParse(value);
  if (!kind.success) return "a condition without a kind";
  const name = kind.data.condition;
  if (isBlock(name)) return parseBlock(kind.data);
  if (!isKnown(name)) return `${name} conditions`;
  const parsed = byKind[name].safeParse(kind.data);
  return parsed.success ? parsed.data : `a ${name} condition with ${firstProblem(parsed.error)}`;
}

function parseBlock(value: unknown): ConditionPlan | string {
  const parsed = block.safeParse(value);
  if (!parsed.success) return `a block of conditions with ${firstProblem(parsed.error)}`;
  const conditions: ConditionPlan[] = [];
  for (const inner of parsed.data.conditions) {
    const condition = parseCondition(inner);
    if (typeof condition === "string") return condition;
    conditions.push(condition);
  }
  return { kind: parsed.data.condition, conditions };
}

/** Home Assistant refuses a condition without any of these keys. */
function hasAny<Key extends string>(...keys: readonly Key[]) {
  return (value: { readonly [key in Key]?: unknown }): boolean => keys.some((key) => value[key] !== undefined);
}

const isBlock = (name: string): boolean => name === "and" || name === "or" || name === "not";

const isKnown = (name: string): name is keyof typeof byKind => Object.hasOwn(byKind, name);

function sunBound(event: SunBound["event"] | undefined, offset: number | undefined): SunBound | null {
  return event === undefined ? null : { event, offset: offset ?? 0 };
}
