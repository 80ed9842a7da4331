import { z } from "zod";

export const habitTrigger = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("clock"), timeOfDay: z.number(), weekdays: z.array(z.number()) }),
  z.object({ kind: z.literal("sun"), event: z.enum(["sunrise", "sunset"]), offset: z.number() }),
  z.object({ kind: z.literal("state"), entityIds: z.array(z.string()), state: z.string(), hold: z.number() }),
  z.object({
    kind: z.literal("numeric"),
    entityId: z.string(),
    above: z.number().nullable(),
    below: z.number().nullable(),
    hold: z.number(),
  }),
  z.object({ kind: z.literal("event"), entityId: z.string(), eventType: z.string() }),
]);

export const habitCondition = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hours"), after: z.number(), before: z.number() }),
  z.object({ kind: z.literal("days"), weekdays: z.array(z.number()) }),
  z.object({ kind: z.literal("sun"), isDark: z.boolean() }),
  z.object({
    kind: z.literal("state"),
    entityIds: z.array(z.string()),
    state: z.string(),
    hold: z.number(),
    match: z.literal("any").exactOptional(),
  }),
  z.object({ kind: z.literal("recent"), entityId: z.string(), state: z.string(), within: z.number() }),
  z.object({
    kind: z.literal("numeric"),
    entityId: z.string(),
    above: z.number().nullable(),
    below: z.number().nullable(),
  }),
]);
