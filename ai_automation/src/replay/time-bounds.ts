import type { Threshold, TimeOfCondition } from "../automation/forms.ts";
import { parseTimeOfDay, weekdayOf } from "../model/clock.ts";
import { domainOf } from "../model/state-change.ts";
import { DAY, SECOND } from "../model/time.ts";
import type { Answer } from "./answer.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/** A time condition with entities as bounds (helpers/condition/conditions.py, time). */
export function holdsBetween({ after, before, weekdays }: TimeOfCondition, moment: Moment, world: World): Answer {
  const { clock } = world.frame;
  const from = after === null ? 0 : timeOf(after, moment, world);
  if (typeof from !== "number") return from;
  const to = before === null ? DAY : timeOf(before, moment, world);
  if (typeof to !== "number") return to;
  if (weekdays !== null && !weekdays.has(weekdayOf(clock.dayOf(moment.at)))) return false;
  const now = clock.timeOfDay(moment.at);
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** The instant that a date helper without a time stands for. */
const LAST_SECOND = DAY - SECOND;

/** The time of day that an entity sets; false if it sets none, and an error if it is missing. */
function timeOf(bound: Threshold, moment: Moment, world: World): number | false | "error" {
  if (typeof bound === "number") return bound;
  const { frame } = world;
  const entity = frame.entities.find(bound.entityId);
  if (entity === undefined) return "error";
  const state = frame.states.names[stateAt(world, entity, moment).code] ?? "";
  switch (domainOf(bound.entityId)) {
    case "input_datetime":
      return parseTimeOfDay(state.split(" ").at(-1) ?? "") ?? LAST_SECOND;
    case "time":
      return parseTimeOfDay(state) ?? false;
    default: {
      const at = TIME_STAMP.test(state) ? Date.parse(state) : NaN;
      return Number.isNaN(at) ? false : frame.clock.timeOfDay(frame.clock.fromUtc(at));
    }
  }
}

const TIME_STAMP = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;
