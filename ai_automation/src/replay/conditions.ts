import type { ConditionPlan, SunBound } from "../automation/plan.ts";
import { weekdayOf } from "../model/clock.ts";
import { AWAY_STATES } from "../model/state-change.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/** Evaluates a condition at a moment as Home Assistant's `helpers/condition` does; with an error it does not hold. */
export const holds = (condition: ConditionPlan, moment: Moment, world: World): boolean =>
  answerOf(condition, moment, world) === true;

/** A missing entity, or text read as a number, is an error. Its negation is the same error. */
type Answer = boolean | "error";

function answerOf(condition: ConditionPlan, moment: Moment, world: World): Answer {
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
      return not(every(condition.conditions, (inner) => not(answerOf(inner, moment, world))));
    case "not":
      return every(condition.conditions, (inner) => not(answerOf(inner, moment, world)));
  }
}

const not = (answer: Answer): Answer => (answer === "error" ? answer : !answer);

/** One false decides; otherwise one error does. */
function every<Item>(items: readonly Item[], evaluate: (item: Item) => Answer): Answer {
  let answer: Answer = true;
  for (const item of items) {
    const its = evaluate(item);
    if (its === false) return false;
    if (its === "error") answer = its;
  }
  return answer;
}

/** With `match: any` Home Assistant evaluates every entity, and one error outweighs a match (`state_from_config`). */
function anyEntity(condition: Of<"state">, moment: Moment, world: World): Answer {
  const answers = condition.entityIds.map((entityId) => holdsState(condition, entityId, moment, world));
  return answers.includes("error") ? "error" : answers.includes(true);
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

function holdsState(condition: Of<"state">, entityId: string, moment: Moment, { frame }: World): Answer {
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return "error";
  const { code, since } = stateAt(frame, entity, moment);
  if (code === -1) return AWAY_STATES.every((state) => condition.states.has(state));
  if (!condition.states.has(frame.states.names[code]!)) return false;
  return condition.hold === 0 || moment.at - since >= condition.hold;
}

function holdsNumber(condition: Of<"numeric_state">, entityId: string, moment: Moment, { frame }: World): Answer {
  const entity = frame.entities.find(entityId);
  if (entity === undefined) return "error";
  const { code } = stateAt(frame, entity, moment);
  if (code === -1) return false;
  const value = frame.numbers[code]!;
  if (Number.isNaN(value)) return "error";
  return value > condition.above && value < condition.below;
}
