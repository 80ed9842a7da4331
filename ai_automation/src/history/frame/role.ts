import { isOccurrence } from "../../model/domains.ts";
import type { Frame } from "./frame.ts";

/** `value`: a measurement or a text; `states`: one of a few states; `event`: occurrences. */
export type Role = "value" | "states" | "event";

/** An entity with more distinct states than this has the role `value`. */
const MAX_STATES = 20;

export function roleOf(frame: Frame, entity: number): Role {
  if (isOccurrence(frame.entities.names[entity]!)) return "event";
  const states = new Set(frame.codes.subarray(frame.start[entity], frame.start[entity + 1]));
  const isNumber = states.size > 0 && [...states].every((state) => !Number.isNaN(frame.numbers[state]!));
  return isNumber || states.size > MAX_STATES ? "value" : "states";
}
