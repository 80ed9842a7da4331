import { z } from "zod";
import { WEEKDAY_NAMES } from "../../../automation/values.ts";
import { NUMERIC_LEVELS } from "../../../model/level.ts";

/**
 * The short name under which an entity was sent to the model. Servers turn patterns into grammars: llama.cpp's knows
 * classes in brackets only, and a server of llama-cpp-python 0.3.36 has ended over other patterns.
 */
const thing = z.string().regex(/^t[0-9][0-9]?$/);
const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/);
const state = z.string().min(1).max(60);
const lasting = z.number().min(0).max(1_440);
const bounds = { above: z.number().nullable(), below: z.number().nullable() };

/** One change of an automation. Durations in minutes, local times as HH:MM, levels in percent, kelvin or the home's degrees. */
export const plannedChange = z.discriminatedUnion("change", [
  z.strictObject({ change: z.literal("at"), time }),
  z.strictObject({
    change: z.literal("sun"),
    event: z.enum(["sunrise", "sunset"]),
    minutes: z.number().int().min(-720).max(720),
  }),
  z.strictObject({ change: z.literal("shift"), minutes: z.number().int().min(-720).max(720) }),
  z.strictObject({ change: z.literal("when"), thing, state, minutes: lasting }),
  z.strictObject({ change: z.literal("when_number"), thing, ...bounds, minutes: lasting }),
  z.strictObject({ change: z.literal("when_household"), event: z.enum(["last_leaves", "somebody_comes"]) }),
  z.strictObject({ change: z.literal("for"), minutes: lasting }),
  z.strictObject({ change: z.literal("days"), days: z.array(z.enum(WEEKDAY_NAMES)).min(1).max(7) }),
  z.strictObject({ change: z.literal("hours"), after: time, before: time }),
  z.strictObject({ change: z.literal("light"), only: z.enum(["dark", "day"]) }),
  z.strictObject({ change: z.literal("only_if"), thing, state }),
  z.strictObject({ change: z.literal("only_if_number"), thing, ...bounds }),
  z.strictObject({
    change: z.literal("only_if_household"),
    state: z.enum(["nobody_home", "somebody_home", "everybody_home"]),
  }),
  z.strictObject({ change: z.literal("drop"), what: z.enum(["days", "hours", "light", "household", "for", "all"]) }),
  z.strictObject({ change: z.literal("drop_thing"), thing }),
  z.strictObject({ change: z.literal("act"), thing, state }),
  z.strictObject({ change: z.literal("spare"), thing }),
  z.strictObject({
    change: z.literal("level"),
    thing: thing.nullable(),
    kind: z.enum(NUMERIC_LEVELS),
    value: z.number().min(0).max(10_000),
  }),
  z.strictObject({ change: z.literal("tell") }),
  z.strictObject({ change: z.literal("name"), text: z.string().trim().min(1).max(100) }),
]);

/**
 * Everything a language model can change in an automation: a closed list that our own code applies. It contains no ids,
 * action names or templates, which limits what a prompt injection can achieve.
 */
export const changePlan = z.strictObject({
  changes: z.array(plannedChange).max(8),
  /** What the list cannot express, in the user's language; null if nothing. */
  not_possible: z.string().max(300).nullable(),
});

export type ChangePlan = z.output<typeof changePlan>;
export type PlannedChange = ChangePlan["changes"][number];
export type ChangeOf<Kind extends PlannedChange["change"]> = Extract<PlannedChange, { readonly change: Kind }>;
