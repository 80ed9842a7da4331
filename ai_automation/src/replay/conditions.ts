import { weekdayOf } from "../model/clock.ts";
import { type Moment, stateAt, type World } from "./world.ts";
import type { ConditionPlan, SunBound } from "../automation/plan.ts";

/** Evaluates a condition at a moment as Home Assistant's `helpers/condition.py` does. */
export function holds(condition: ConditionPlan, moment: Moment, world: World): boolean {
  switch (condition.kind) {
    case "time":
      return holdsTime(condition, moment, world);
    case "sun":
      return holdsSun(condition, moment, world);
    case "state":
      return condition.match === "all"
        ? condition.entityIds.every((entityId) => holdsState(condition, entityId, moment, world))
        : condition.entityIds.some((entityId) => holdsState(condition, entityId, moment, world));
    case "numeric_state":
      return condition.entityIds.every((entityId) => holdsNumber(condition, entityId, moment, world));
    case "and":
      return condition.conditions.every((inner) => holds(inner, moment, world));
    case "or":
      return condition.conditions.some((inner) => holds(inner, moment, world));
    case "not":
      return !condition.conditions.some((inner) => holds(inner, moment, world));
  }
}

type Of<Kind extends ConditionPlan["kind"]> = Extract<ConditionPlan, { kind: Kind }>;

/** `after` is inclusive, `before` exclusive; after > before spans midnight. */
function holdsTime({ after, before, weekdays }: Of<"time">, { at }: Moment, { frame }: World): boolean {
  if (weekdays !== null && !weekdays.has(weekdayOf(frame.clock.dayOf(at)))) return false;
  const now = frame.clock.timeOfDay(at);
  const isAfter = after === null || now >= after;
  const isBefore = before === null || now < before;
  return after !== null && before !== null && after > before ? isAfter || isBefore : isAfter && isBefore;
}

/** `after: sunset` with `before: sunrise` covers the whole night; every other pair holds within one local day. */
function holdsSun({ after, before }: Of<"sun">, { at }: Moment, world: World): boolean {
  const isAfter = after === null || at >= (sunInstant(after, at, world) ?? Infinity);
  const isBefore = before === null || at < (sunInstant(before, at, world) ?? -Infinity);
  return after?.event === "sunset" && before?.event === "sunrise" ? isAfter || isBefore : isAfter && isBefore;
}

function sunInstant({ event, offset }: SunBound, at: number, { frame, sun }: World): number | null {
  const instant = sun?.(frame.clock.dayOf(at))[event] ?? null;
  return instant === null ? null : instant + offset;
}

function holdsState(condition: Of<"state">, entityId: string, moment: Moment, { frame }: World): boolean {
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return false;
  const { code, since } = stateAt(frame, entity, moment);
  if (code === -1 || !condition.states.has(frame.states.names[code]!)) return false;
  return condition.hold === 0 || moment.at - since >= condition.hold;
}

function holdsNumber(condition: Of<"numeric_state">, entityId: string, moment: Moment, { frame }: World): boolean {
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return false;
  const { code } = stateAt(frame, entity, moment);
  if (code === -1) return false;
  const value = frame.numbers[code]!;
  return value > condition.above && value < condition.below;
}
