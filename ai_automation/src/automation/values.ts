import { z } from "zod";
import { formatTimeOfDay, parseTimeOfDay } from "../model/clock.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../model/time.ts";

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object, or an empty one for any other value. */
export const recordIn = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

/** A single value counts as a list of one, and a missing one as an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** core.py, VALID_ENTITY_ID */
const ENTITY_ID = /^(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)$/;

/** A string or a list of strings. */
export const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value));

const units = { days: DAY, hours: HOUR, minutes: MINUTE, seconds: SECOND, milliseconds: 1 } as const;

/** A duration in milliseconds, from seconds, `[-]HH:MM[:SS]`, or an object of units. Templates are not supported. */
export const duration = z
  .union([
    z.number().transform((seconds) => seconds * SECOND),
    z.string().transform((text, context) => {
      const match = /^([+-]?)(\d+):(\d+)(?::(\d+(?:\.\d+)?))?$/.exec(text.trim());
      if (match !== null) {
        const size = Number(match[2]) * HOUR + Number(match[3]) * MINUTE + Number(match[4] ?? 0) * SECOND;
        return match[1] === "-" ? -size : size;
      }
      const seconds = Number(text);
      if (text.trim() !== "" && Number.isFinite(seconds)) return seconds * SECOND;
      context.addIssue({ code: "custom", message: `"${text}" is not a duration` });
      return z.NEVER;
    }),
    z
      .strictObject({
        days: z.coerce.number().optional(),
        hours: z.coerce.number().optional(),
        minutes: z.coerce.number().optional(),
        seconds: z.coerce.number().optional(),
        milliseconds: z.coerce.number().optional(),
      })
      .transform((parts) =>
        Object.entries(units).reduce((sum, [unit, size]) => sum + (parts[unit as keyof typeof units] ?? 0) * size, 0),
      ),
  ])
  .pipe(z.number());

export const timeOfDay = z.string().transform((text, context) => {
  const value = parseTimeOfDay(text.trim());
  if (value !== undefined) return value;
  context.addIssue({ code: "custom", message: `"${text}" is not a fixed time of day` });
  return z.NEVER;
});

/** Monday first. */
export const WEEKDAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export const weekdays = z
  .union([z.enum(WEEKDAY_NAMES), z.array(z.enum(WEEKDAY_NAMES))])
  .transform(
    (value) => new Set((typeof value === "string" ? [value] : value).map((name) => WEEKDAY_NAMES.indexOf(name))),
  );

/** A fixed number. */
export const threshold = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^[+-]?(?:\d+\.?\d*|\.\d+)$/)
    .transform(Number),
]);

/** Ids of entities, several as a list or with commas, in lower case as Home Assistant reads them. */
export const entityIds = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((text) => text.split(",").map((id) => id.trim().toLowerCase())))
  .pipe(z.array(z.string().regex(ENTITY_ID, "not the id of an entity")));

export const isEntityId = (text: string): boolean => ENTITY_ID.test(text);

export const sunEvent = z.enum(["sunrise", "sunset"]);

export const timeText = (timeOfDay: number): string => formatTimeOfDay(timeOfDay).padEnd(8, ":00");

/** `[-]HH:MM:SS`; hours may exceed 23, as Home Assistant accepts. */
export function durationText(duration: number): string {
  const size = Math.abs(duration);
  const parts = [size / HOUR, (size % HOUR) / MINUTE, (size % MINUTE) / SECOND];
  const text = parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
  return duration < 0 ? `-${text}` : text;
}
