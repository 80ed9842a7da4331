import { z } from "zod";
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
    for: duration.optional(),
    match: z.enum(["all", "any"]).optional(),
  })
  .transform((value): ConditionPlan => ({
    kind: "state",
    entityIds: value.entity_id,
    states: new Set(value.state),
    hold: value.for ?? 0,
    match: value.match ?? "all",
  }));

const numericState = z
  .strictObject({
    ...common,
    condition: z.literal("numeric_state"),
    entity_id: texts,
    above: threshold.optional(),
    below: threshold.optional(),
  })
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

const isBlock = (name: string): boolean => name === "and" || name === "or" || name === "not";

const isKnown = (name: string): name is keyof typeof byKind => Object.hasOwn(byKind, name);

function sunBound(event: SunBound["event"] | undefined, offset: number | undefined): SunBound | null {
  return event === undefined ? null : { event, offset: offset ?? 0 };
}
