import { z } from "zod";
import { because } from "../../model/reason.ts";
import type { TriggerPlan } from "../plan.ts";

/** `*`, `/n` for every nth, or one value (components/homeassistant/triggers/time_pattern.py). */
const part = (max: number): z.ZodType<readonly number[]> =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    const all = Array.from({ length: max + 1 }, (_, index) => index);
    const text = String(value).trim();
    if (text === "*") return all;
    const [, every, one] = /^(?:\/(\d+)|(\d+))$/.exec(text) ?? [];
    const chosen = all.filter((at) => (every === undefined ? at === Number(one) : at % Number(every) === 0));
    if (chosen.length > 0) return chosen;
    context.addIssue({ code: "custom", message: `"${text}" is not a part of a time` });
    return z.NEVER;
  });

/** Often enough that only the seconds of a machine's own doing are meant. */
const MOST_PER_HOUR = 60;

export const timePattern = z
  .looseObject({
    trigger: z.literal("time_pattern"),
    hours: part(23).optional(),
    minutes: part(59).optional(),
    seconds: part(59).optional(),
  })
  .refine(({ hours, minutes, seconds }) => hours ?? minutes ?? seconds, "neither hours nor minutes nor seconds")
  .transform(({ hours, minutes, seconds }): TriggerPlan => {
    // Smaller units are 0 where a larger one is given (time_pattern.py).
    const [everyHour, everyPart] = [range(24), range(60)];
    const pattern = {
      hours: hours ?? everyHour,
      minutes: minutes ?? (hours === undefined ? everyPart : [0]),
      seconds: seconds ?? [0],
    };
    if (pattern.minutes.length * pattern.seconds.length > MOST_PER_HOUR)
      return { kind: "unrecorded", name: "time_pattern", entityIds: [], reason: because("frequent") };
    return { kind: "pattern", ...pattern };
  });

const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);
