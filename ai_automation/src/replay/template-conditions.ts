import type { Comparison, NumberComparison, NumberTerm, TriggerTextCondition } from "../automation/forms.ts";
import { weekdayOf } from "../model/clock.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../model/time.ts";
import { upperBound } from "../statistics/search.ts";
import type { Answer } from "./answer.ts";
import { numberOf } from "./number-range.ts";
import { stateAt, type Moment, type World } from "./world.ts";

/** A comparison of numbers in a template; a state without a number and without a default is an error. */
export function holdsComparison({ operator, left, right }: NumberComparison, moment: Moment, world: World): Answer {
  const [a, b] = [valueOf(left, moment, world), valueOf(right, moment, world)];
  return a === undefined || b === undefined ? "error" : COMPARE[operator](a, b);
}

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function valueOf(term: NumberTerm, moment: Moment, world: World): number | undefined {
  switch (term.kind) {
    case "number":
      return term.value;
    case "now":
      return timePart(term.part, moment, world);
    case "state": {
      const value = numberOf(world, codeOf(term.entityId, moment, world) ?? -1);
      if (Number.isNaN(value)) return term.fallback ?? undefined;
      return term.isWhole ? Math.trunc(value) : value;
    }
    case "since_change": {
      const entity = world.frame.entities.find(term.entityId);
      const since = entity === undefined ? NaN : stateAt(world, entity, moment).since;
      return Number.isNaN(since) ? undefined : (moment.at - since) / SECOND;
    }
    case "sum": {
      const [a, b] = term.terms.map((one) => valueOf(one, moment, world));
      return a === undefined || b === undefined ? undefined : SUM[term.operator](a, b);
    }
  }
}

const SUM: Readonly<
  Record<Extract<NumberTerm, { kind: "sum" }>["operator"], (a: number, b: number) => number | undefined>
> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? undefined : a / b),
};

function timePart(
  part: Extract<NumberTerm, { kind: "now" }>["part"],
  { at }: Moment,
  { frame: { clock } }: World,
): number {
  const day = clock.dayOf(at);
  switch (part) {
    case "hour":
      return Math.floor(clock.timeOfDay(at) / HOUR);
    case "minute":
      return Math.floor((clock.timeOfDay(at) % HOUR) / MINUTE);
    case "day":
      return new Date(day * DAY).getUTCDate();
    case "month":
      return new Date(day * DAY).getUTCMonth() + 1;
    case "weekday":
      return weekdayOf(day);
    case "isoweekday":
      return weekdayOf(day) + 1;
  }
}

/** Whether the entity or a state of the trigger is one of some texts; without a changed entity it is an error. */
export function holdsTriggerText({ of, texts }: TriggerTextCondition, moment: Moment, world: World): Answer {
  const { triggeredBy = moment.entity } = moment;
  if (triggeredBy < 0) return "error";
  if (of === "trigger.entity_id") return texts.has(world.frame.entities.names[triggeredBy]!);
  const name = world.frame.states.names[codeOf(of, moment, world) ?? -1];
  return name !== undefined && texts.has(name);
}

/**
 * The state code of an entity, or of the triggering one before or after its change; a hold that follows the change does
 * not replace them (triggers/state.py, call_action).
 */
function codeOf(entityId: string, moment: Moment, world: World): number | undefined {
  if (entityId === "trigger.to_state" || entityId === "trigger.from_state") {
    const { triggeredBy = moment.entity, began = moment.at } = moment;
    if (triggeredBy < 0) return undefined;
    if (entityId === "trigger.to_state" && began === moment.at && triggeredBy === moment.entity) return moment.state;
    const { times, codes } = world.stateHistoryOf(triggeredBy);
    return codes[upperBound(times, began) - (entityId === "trigger.to_state" ? 1 : 2)];
  }
  const entity = world.frame.entities.find(entityId);
  return entity === undefined ? undefined : stateAt(world, entity, moment).code;
}
