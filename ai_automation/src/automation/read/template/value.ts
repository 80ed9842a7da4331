import { isOccurrence } from "../../../model/domains.ts";
import { because, type Reason } from "../../../model/reason.ts";
import type { Comparison, NumberTerm, TriggerState } from "../../forms.ts";
import type { ConditionPlan } from "../../plan.ts";
import { reasonOfOccurrence } from "../../unrecorded.ts";
import { isEntityId } from "../../values.ts";
import { Signal } from "./signal.ts";

/** What a part of a template stands for. */
export type Value =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "numbers"; readonly numbers: readonly number[] }
  | { readonly kind: "number"; readonly term: NumberTerm }
  /** A point in time: now, or the last change of an entity. As seconds, one minus another is a number. */
  | { readonly kind: "instant"; readonly of: "now" | { readonly entityId: string }; readonly isSeconds: boolean }
  /** A length of time, in seconds. */
  | { readonly kind: "span"; readonly term: NumberTerm }
  | { readonly kind: "truth"; readonly condition: ConditionPlan }
  /** The text of a state. An object of `states.` has none where the entity is missing. */
  | { readonly kind: "state"; readonly entityId: string; readonly isObject: boolean; readonly isNative?: true }
  | {
      readonly kind: "trigger";
      readonly of: TriggerState | "trigger.entity_id" | "trigger.id";
      /** The value of a variable: a text that looks like a number is one. */
      readonly isNative?: true;
    }
  /** Something that the history does not record: an attribute, or the data of an event. */
  | { readonly kind: "unrecorded"; readonly entityIds: readonly string[]; readonly reason: Reason };

/** A template outside of the forms that are read, because of something in it that has a name; names that begin with "_" are those that loops are given. */
export class UnreadTemplate extends Signal {
  readonly reason: Reason;

  constructor(name?: string) {
    super(name);
    const isOfTemplate = name !== undefined && !name.startsWith("_");
    this.reason = isOfTemplate ? because("template_name", { name }) : because("template_form");
  }
}

export const ALWAYS: ConditionPlan = { kind: "and", conditions: [] };
export const NEVER: ConditionPlan = { kind: "or", conditions: [] };

export const not = (condition: ConditionPlan): ConditionPlan => ({ kind: "not", conditions: [condition] });

export const truth = (condition: ConditionPlan): Value => ({ kind: "truth", condition });

/** `met if condition else unmet` */
export function chosen(condition: ConditionPlan, met: ConditionPlan, unmet: ConditionPlan): ConditionPlan {
  const ways = [both(condition, met), both(not(condition), unmet)].filter((way) => way !== NEVER);
  const [only, ...others] = ways;
  return only === undefined || others.length > 0 ? { kind: "or", conditions: ways } : only;
}

function both(condition: ConditionPlan, other: ConditionPlan): ConditionPlan {
  if (other === ALWAYS) return condition;
  return other === NEVER ? NEVER : { kind: "and", conditions: [condition, other] };
}

export function entityIn(text: string): string {
  const id = text.trim().toLowerCase();
  if (!isEntityId(id)) throw new UnreadTemplate(text);
  return id;
}

export const stateIs = (entityId: string, states: readonly string[]): ConditionPlan =>
  isOccurrence(entityId)
    ? unrecorded(occurrence(entityId))
    : {
        kind: "state",
        entityIds: [entityId],
        states: new Set(states),
        hold: 0,
        match: "all",
        missing: "unknown",
      };

type Unrecorded = Extract<Value, { kind: "unrecorded" }>;

export const attributeOf = (entityId: string, attribute: string): Unrecorded => ({
  kind: "unrecorded",
  entityIds: [entityId],
  reason: because("attribute", { attribute, entity: entityId }),
});

/** The history has what occurred, but not the state. */
export const occurrence = (entityId: string): Unrecorded => ({
  kind: "unrecorded",
  entityIds: [entityId],
  reason: reasonOfOccurrence(entityId),
});

/** Something that depends on what is not recorded. */
export const unrecorded = ({ entityIds, reason }: Unrecorded): ConditionPlan => ({
  kind: "unrecorded",
  name: "template",
  entityIds,
  reason,
});

/** A value as a condition: only what is true or false by itself. */
export function truthOf(value: Value): ConditionPlan {
  if (value.kind === "truth") return value.condition;
  if (value.kind === "unrecorded") return unrecorded(value);
  throw new UnreadTemplate();
}

export function numberOf(value: Value): NumberTerm {
  if (value.kind === "number") return value.term;
  throw new UnreadTemplate();
}

/** `left - right` of points in time: only how long ago a change was. */
export function spanBetween(left: Value, right: Value): Value {
  if (left.kind !== "instant" || right.kind !== "instant" || left.of !== "now" || right.of === "now")
    throw new UnreadTemplate();
  if (left.isSeconds !== right.isSeconds) throw new UnreadTemplate();
  return { kind: left.isSeconds ? "number" : "span", term: { kind: "since_change", entityId: right.of.entityId } };
}

/** `left operator right`, or `left in right` as "==" with a list. */
export function compare(operator: Comparison, left: Value, right: Value): ConditionPlan {
  if (left.kind === "unrecorded") return unrecorded(left);
  if (right.kind === "unrecorded") return unrecorded(right);
  if (left.kind === "number" && right.kind === "number") return compareNumbers(operator, left.term, right.term);
  if (left.kind === "truth" && right.kind === "truth") return isSameTruth(operator, left.condition, right.condition);
  if (left.kind === "span" && right.kind === "span") return compareNumbers(operator, left.term, right.term);
  if (left.kind === "number" && right.kind === "numbers") return isOneOf(operator, left.term, right.numbers);
  if (left.kind === "text" && right.kind === "text") return sameTexts(operator, [right.text], left.text);
  if (left.kind === "text" && right.kind === "texts") return sameTexts(operator, right.texts, left.text);
  if (left.kind === "text" && right.kind !== "texts") return compare(operator, right, left);
  const texts = right.kind === "text" ? [right.text] : right.kind === "texts" ? right.texts : undefined;
  if (texts === undefined || (operator !== "==" && operator !== "!=")) throw new UnreadTemplate();
  const isEqual = isOneOfTexts(left, texts);
  return operator === "==" ? isEqual : not(isEqual);
}

function sameTexts(operator: Comparison, texts: readonly string[], text: string): ConditionPlan {
  if (operator !== "==" && operator !== "!=") throw new UnreadTemplate();
  return texts.includes(text) === (operator === "==") ? ALWAYS : NEVER;
}

/** Only `condition == true` and its like. */
function isSameTruth(operator: Comparison, left: ConditionPlan, right: ConditionPlan): ConditionPlan {
  if ((operator !== "==" && operator !== "!=") || (right !== ALWAYS && right !== NEVER)) throw new UnreadTemplate();
  return (operator === "==") === (right === ALWAYS) ? left : not(left);
}

/** Texts that a variable never has (helpers/template, parse_result). */
export const NOT_NATIVE = /^\s*[-+\d.[({'"]|^(?:True|False|None)$/;

function isOneOfTexts(value: Value, texts: readonly string[]): ConditionPlan {
  if ("isNative" in value && texts.some((text) => NOT_NATIVE.test(text))) throw new UnreadTemplate();
  if (value.kind === "trigger" && value.of === "trigger.id") return { kind: "triggered_by", ids: new Set(texts) };
  if (value.kind === "trigger" && value.of !== "trigger.id")
    return { kind: "trigger_text", of: value.of, texts: new Set(texts) };
  if (value.kind !== "state") throw new UnreadTemplate();
  if (value.isObject && texts.includes("unknown")) throw new UnreadTemplate();
  return stateIs(value.entityId, texts);
}

function isOneOf(operator: Comparison, left: NumberTerm, numbers: readonly number[]): ConditionPlan {
  const conditions = numbers.map((value) => compareNumbers("==", left, { kind: "number", value }));
  return operator === "==" ? { kind: "or", conditions } : not({ kind: "or", conditions });
}

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function compareNumbers(operator: Comparison, left: NumberTerm, right: NumberTerm): ConditionPlan {
  if (right.kind === "now" && left.kind === "number") return compareNumbers(OPPOSITE[operator], right, left);
  const comparison = { kind: "compare", operator, left, right } as const;
  return left.kind === "now" && right.kind === "number"
    ? (timeOf(operator, left.part, right.value) ?? comparison)
    : comparison;
}

const HOUR = 3_600_000;

/** A comparison of the hour or the weekday as a time condition, which is what people know it as. */
function timeOf(
  operator: Comparison,
  part: Extract<NumberTerm, { kind: "now" }>["part"],
  value: number,
): ConditionPlan | undefined {
  if (!Number.isInteger(value)) return undefined;
  if (part === "weekday" || part === "isoweekday") {
    const day = part === "weekday" ? value : value - 1;
    return operator === "==" && day >= 0 && day <= 6
      ? { kind: "time", after: null, before: null, weekdays: new Set([day]) }
      : undefined;
  }
  if (part !== "hour") return undefined;
  const hour = operator === ">" || operator === "<=" ? value + 1 : value;
  if (hour < 1 || hour > 23) return undefined;
  if (operator === ">" || operator === ">=") return { kind: "time", after: hour * HOUR, before: null, weekdays: null };
  if (operator === "<" || operator === "<=") return { kind: "time", after: null, before: hour * HOUR, weekdays: null };
  return undefined;
}
