import { isOccurrence } from "../../../model/domains.ts";
import { because } from "../../../model/reason.ts";
import type { NumberTerm } from "../../forms.ts";
import type { ConditionPlan } from "../../plan.ts";
import {
  ALWAYS,
  attributeOf,
  chosen,
  entityIn,
  NEVER,
  not,
  NOT_NATIVE,
  occurrence,
  stateIs,
  truth,
  truthOf,
  UnreadTemplate,
  unrecorded,
  type Value,
} from "./value.ts";

const AWAY = ["unavailable", "unknown"] as const;

/** A function of Home Assistant's templates. */
export function call(name: string, values: readonly Value[]): Value {
  const dependent = values.find((value) => value.kind === "unrecorded");
  if (dependent !== undefined) return dependent;
  const [first, second, third, ...more] = values;
  if (name === "float" || name === "int")
    return first === undefined ? unread(name) : filtered(first, name, values.slice(1));
  if (name === "as_timestamp") return first === undefined ? unread(name) : filtered(first, name, values.slice(1));
  if (name === "native" && first !== undefined) return asVariable(first);
  if (name === "iif") return choice(first, second, third);
  if (first?.kind !== "text" || more.length > 0) return unread(name);
  const entityId = entityIn(first.text);
  if (name === "states" && second === undefined) return stateOf(entityId, false);
  if (name === "has_value" && second === undefined) return truth(not(stateIs(entityId, AWAY)));
  if (name === "is_state" && third === undefined) {
    if (second?.kind === "text") return truth(stateIs(entityId, [second.text]));
    if (second?.kind === "texts") return truth(stateIs(entityId, second.texts));
  }
  if (name === "state_attr" && second?.kind === "text" && third === undefined)
    return attributeOf(entityId, second.text);
  if (name === "is_state_attr" && second?.kind === "text" && third !== undefined)
    return truth(unrecorded(attributeOf(entityId, second.text)));
  return unread(name);
}

/** A value as a variable holds it. */
function asVariable(value: Value): Value {
  if (value.kind === "state" || value.kind === "trigger") return { ...value, isNative: true };
  return value.kind === "text" && NOT_NATIVE.test(value.text) ? unread() : value;
}

/** `iif(condition, a, b)`, in which a and b are truth values. */
function choice(asked: Value | undefined, met: Value | undefined, unmet: Value | undefined): Value {
  if (asked === undefined) return unread("iif");
  const condition = truthOf(asked);
  return truth(
    chosen(condition, met === undefined ? ALWAYS : truthOf(met), unmet === undefined ? NEVER : truthOf(unmet)),
  );
}

const stateOf = (entityId: string, isObject: boolean): Value =>
  isOccurrence(entityId) ? occurrence(entityId) : { kind: "state", entityId, isObject };

/** `states.light.hall.state`, `trigger.id` and their like. */
export function memberOf(path: readonly string[]): Value {
  const [first, domain, id, member, attribute, ...more] = path;
  const text = path.join(".");
  if (first === "states" && domain !== undefined && id !== undefined && more.length === 0) {
    const entityId = entityIn(`${domain}.${id}`);
    if (member === "state" && attribute === undefined) return stateOf(entityId, true);
    if (member === "last_changed" && attribute === undefined && !isOccurrence(entityId))
      return { kind: "instant", of: { entityId }, isSeconds: false };
    if (member === "attributes" && attribute !== undefined) return attributeOf(entityId, attribute);
  }
  if (text === "trigger.id" || text === "trigger.entity_id") return { kind: "trigger", of: text };
  if (text === "trigger.to_state" || text === "trigger.from_state")
    return { kind: "unrecorded", entityIds: [], reason: because("trigger_new") };
  if (text === "trigger.to_state.state") return { kind: "trigger", of: "trigger.to_state" };
  if (text === "trigger.from_state.state") return { kind: "trigger", of: "trigger.from_state" };
  if (first === "trigger" && OF_OCCASIONS.some((part) => text.startsWith(`trigger.${part}`)))
    return { kind: "unrecorded", entityIds: [], reason: because("trigger_data") };
  return unread(text);
}

/** Properties of triggers besides states; the history does not record them. */
const OF_OCCASIONS = [
  "event.",
  "payload",
  "json.",
  "topic",
  "calendar_event.",
  "to_state.attributes.",
  "from_state.attributes.",
] as const;

/** `value | filter(arguments)`: only those that make a number, or leave what it is. */
export function filtered(value: Value, filter: string, values: readonly Value[]): Value {
  if (value.kind === "unrecorded") return value;
  if (value.kind === "text") return filteredText(value.text, filter, values);
  if (filter === "default" && value.kind === "truth" && values.length <= 1) return value;
  if (filter === "bool" && value.kind === "truth") return value;
  if (filter === "as_timestamp" && value.kind === "instant") return { ...value, isSeconds: true };
  if (filter !== "float" && filter !== "int") return unread(filter);
  const [fallback, ...more] = values.map(constantIn);
  if (more.length > 0) return unread(filter);
  const isWhole = filter === "int";
  if (value.kind === "number" && !isWhole) return value;
  if (value.kind === "number" && value.term.kind === "now") return value;
  if (value.kind === "state")
    return number({ kind: "state", entityId: value.entityId, fallback: fallback ?? null, isWhole });
  if (value.kind === "trigger" && (value.of === "trigger.to_state" || value.of === "trigger.from_state"))
    return number({ kind: "state", entityId: value.of, fallback: fallback ?? null, isWhole });
  return unread();
}

/** A filter of a text that is known. */
function filteredText(text: string, filter: string, [first, ...more]: readonly Value[]): Value {
  if (filter === "default" && (text !== "" || first === undefined)) return { kind: "text", text };
  if (first !== undefined || more.length > 0) return unread(filter);
  if (filter === "lower") return { kind: "text", text: text.toLowerCase() };
  if (filter === "upper") return { kind: "text", text: text.toUpperCase() };
  if (filter === "trim") return { kind: "text", text: text.trim() };
  if (filter === "string") return { kind: "text", text };
  if (filter === "length" || filter === "count") return number({ kind: "number", value: Array.from(text).length });
  return unread(filter);
}

/** `value is test`, for values that are known. */
export function tested(value: Value, test: string): ConditionPlan {
  if (value.kind === "unrecorded") return unrecorded(value);
  if (value.kind === "trigger" || value.kind === "state" || value.kind === "instant") throw new UnreadTemplate(test);
  if (test === "defined") return ALWAYS;
  if (test === "undefined" || test === "none") return NEVER;
  if (test === "string") return value.kind === "text" ? ALWAYS : NEVER;
  throw new UnreadTemplate(test);
}

function constantIn(value: Value): number {
  if (value.kind === "number" && value.term.kind === "number") return value.term.value;
  throw new UnreadTemplate();
}

function unread(name?: string): never {
  throw new UnreadTemplate(name);
}

const number = (term: NumberTerm): Value => ({ kind: "number", term });
