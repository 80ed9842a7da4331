import { z } from "zod";
import { isDistinction, occurrenceOf, occurrenceText } from "../../model/occurrence.ts";
import type { TriggerPlan } from "../plan.ts";
import { texts } from "../values.ts";

/** A condition on an attribute of an event entity, as it tells apart the buttons of a remote. */
export interface EventAttribute {
  readonly entityId: string;
  readonly name: string;
  readonly values: readonly string[];
}

const value = z.union([z.string(), z.number()]).transform(String);

const condition = z
  .strictObject({
    alias: z.string().optional(),
    enabled: z.literal(true).optional(),
    condition: z.literal("state"),
    entity_id: texts.refine((entityIds) => entityIds.length === 1 && entityIds[0]!.startsWith("event.")),
    attribute: z.string().refine(isDistinction),
    match: z.enum(["all", "any"]).optional(),
    state: z.union([value.transform((one) => [one]), z.array(value)]),
  })
  .transform(({ entity_id, attribute, state }): EventAttribute => ({
    entityId: entity_id[0]!,
    name: attribute,
    values: [...new Set(state)],
  }));

/** Undefined for every other condition. */
export const eventAttributeOf = (part: unknown): EventAttribute | undefined => condition.safeParse(part).data;

/**
 * The only trigger of an automation with a condition on its own attribute added to it. Undefined if the condition is
 * about anything else: the attribute of another entity is that of its last event, whenever that was.
 */
export function withEventAttribute(
  [trigger, ...others]: readonly TriggerPlan[],
  { entityId, name, values }: EventAttribute,
): readonly TriggerPlan[] | undefined {
  if (trigger?.kind !== "event" || others.length > 0 || trigger.types === null) return undefined;
  if (trigger.entityIds.length !== 1 || trigger.entityIds[0] !== entityId) return undefined;
  const types = [...trigger.types].flatMap((text) => {
    const { type, attributes } = occurrenceOf(text);
    return values.map((one) => occurrenceText(type, { ...Object.fromEntries(attributes), [name]: one }));
  });
  return [{ ...trigger, types: new Set(types.filter((text) => text !== undefined)) }];
}
