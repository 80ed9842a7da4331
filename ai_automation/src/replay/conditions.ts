import type { ConditionPlan, SunBound } from "../automation/plan.ts";
import { weekdayOf } from "../model/clock.ts";
import { DAY } from "../model/time.ts";
import { every, negated, type Answer } from "./answer.ts";
import { holdsMoving } from "./moving-bounds.ts";
import { holdsPurpose } from "./purpose-conditions.ts";
import { holdsComparison, holdsTriggerText } from "./template-conditions.ts";
import { holdsBetween } from "./time-bounds.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/** Evaluates a condition at a moment as Home Assistant's `helpers/condition` does; with an error it does not hold. */
export const holds = (condition: ConditionPlan, moment: Moment, world: World): boolean =>
  answerOf(condition, moment, world) === true;

export function answerOf(condition: ConditionPlan, moment: Moment, world: World): Answer {
  switch (condition.kind) {
    case "time":
      return holdsTime(condition, moment, world);
    case "sun":
      return holdsSun(condition, moment, world);
    case "state":
      return condition.match === "all"
        ? every(condition.entityIds, (entityId) => holdsState(condition, entityId, moment, world))
        : anyEntity(condition, moment, world);
    case "numeric_state":
      return every(condition.entityIds, (entityId) => holdsNumber(condition, entityId, moment, world));
    case "and":
      return every(condition.conditions, (inner) => answerOf(inner, moment, world));
    case "or":
      return negated(every(condition.conditions, (inner) => negated(answerOf(inner, moment, world))));
    case "not":
      return every(condition.conditions, (inner) => negated(answerOf(inner, moment, world)));
    case "purpose":
      return holdsPurpose(condition, moment, world);
    case "numeric_of":
      return holdsMoving(condition, moment, world);
    case "time_of":
      return holdsBetween(condition, moment, world);
    case "compare":
      return holdsComparison(condition, moment, world);
    case "trigger_text":
      return holdsTriggerText(condition, moment, world);
    case "triggered_by":
    case "perhaps":
    case "unrecorded":
      return "perhaps";
  }
}

/** With `match: any` Home Assistant evaluates every entity, and one error outweighs a match (`state_from_config`). */
function anyEntity(condition: Of<"state">, moment: Moment, world: World): Answer {
  const answers = condition.entityIds.map((entityId) => holdsState(condition, entityId, moment, world));
  return answers.includes("error") ? "error" : answers.includes(true);
}

type Of<Kind extends ConditionPlan["kind"]> = Extract<ConditionPlan, { kind: Kind }>;

/**
 * `after` is inclusive, `before` exclusive. Unless `after` is the earlier one, the span goes past midnight: equal bounds
 * are the whole day, and so is `before: 00:00` alone, since a missing `after` is 00:00 (`time`).
 */
function holdsTime({ after, before, weekdays }: Of<"time">, { at }: Moment, { frame }: World): boolean {
  if (weekdays !== null && !weekdays.has(weekdayOf(frame.clock.dayOf(at)))) return false;
  const now = frame.clock.timeOfDay(at);
  const [from, to] = [after ?? 0, before ?? DAY];
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/**
 * `after: sunset` with `before: sunrise` covers the night; every other pair holds within one local day. Without the
 * sun's event on that day, as in polar summers, none holds (components/sun/condition.py).
 */
function holdsSun({ after, before }: Of<"sun">, { at }: Moment, world: World): boolean {
  const from = after === null ? -Infinity : sunInstant(after, at, world);
  const to = before === null ? Infinity : sunInstant(before, at, world);
  if (from === null || to === null) return false;
  return after?.event === "sunset" && before?.event === "sunrise" ? at > from || at < to : at >= from && at <= to;
}

/** Where clock and sun are so far apart that the day's event came the day before, Home Assistant takes the next day's. */
function sunInstant({ event, offset }: SunBound, at: number, { frame: { clock }, sun }: World): number | null {
  const day = clock.dayOf(at);
  const instant = sun?.(day)[event] ?? null;
  const isOver = instant !== null && clock.dayOf(instant) < day;
  const right = isOver ? (sun?.(day + 1)[event] ?? null) : instant;
  return right === null ? null : right + offset;
}

function holdsState(condition: Of<"state">, entityId: string, moment: Moment, world: World): Answer {
  const { frame } = world;
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return condition.missing === undefined ? "error" : condition.states.has(condition.missing);
  const { code, since } = stateAt(world, entity, moment);
  const state = frame.states.names[code];
  if (condition.equalTo !== undefined) return equalsOne(condition.equalTo, state, moment, world);
  if (state === undefined || !condition.states.has(state)) return false;
  return condition.hold === 0 || moment.at - since >= condition.hold;
}

/** Compares with the states of other entities in their order: one that is missing counts unless an earlier one is equal. */
function equalsOne(entityIds: readonly string[], state: string | undefined, moment: Moment, world: World): Answer {
  for (const entityId of entityIds) {
    const other = world.frame.entities.find(entityId);
    if (other === undefined) return "error";
    if (state !== undefined && world.frame.states.names[stateAt(world, other, moment).code] === state) return true;
  }
  return false;
}

function holdsNumber(condition: Of<"numeric_state">, entityId: string, moment: Moment, world: World): Answer {
  const { frame } = world;
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return "error";
  const { code } = stateAt(world, entity, moment);
  if (code === -1 || isAway(frame.states.names[code]!)) return false;
  const value = frame.numbers[code]!;
  if (Number.isNaN(value)) return "error";
  return value > condition.above && value < condition.below;
}

const isAway = (state: string): boolean => state === "unavailable" || state === "unknown";
