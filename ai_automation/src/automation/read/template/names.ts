import { isOccurrence } from "../../../model/domains.ts";
import type { NumberTerm } from "../../forms.ts";
import {
  attributeOf,
  entityIn,
  not,
  occurrence,
  stateIs,
  UnreadTemplate,
  unrecorded,
  WORDS,
  type Value,
} from "./value.ts";

const AWAY = ["unavailable", "unknown"] as const;

/** A function of Home Assistant's templates. */
export function call(name: string, values: readonly Value[]): Value {
  const [first, second, third, ...more] = values;
  if (name === "float" || name === "int")
    return first === undefined ? unread(name) : filtered(first, name, values.slice(1));
  if (name === "as_timestamp") return first === undefined ? unread(name) : filtered(first, name, values.slice(1));
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
  if (text === "trigger.to_state.state") return { kind: "trigger", of: "trigger.to_state" };
  if (text === "trigger.from_state.state") return { kind: "trigger", of: "trigger.from_state" };
  if (first === "trigger" && OF_OCCASIONS.some((part) => text.startsWith(`trigger.${part}`)))
    return { kind: "unrecorded", entityIds: [], reason: "the data of the trigger" };
  return unread(text);
}

/** What triggers give besides states, which the history does not record. */
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
  if (filter === "as_timestamp" && value.kind === "instant") return { ...value, isSeconds: true };
  if (filter === "as_timestamp" && value.kind === "unrecorded") return value;
  if (filter !== "float" && filter !== "int") return unread(`the filter ${filter}`);
  if (value.kind === "unrecorded") return value;
  const [fallback, ...more] = values.map(constantIn);
  if (more.length > 0) return unread(`the filter ${filter}`);
  const isWhole = filter === "int";
  if (value.kind === "number" && !isWhole) return value;
  if (value.kind === "number" && value.term.kind === "now") return value;
  if (value.kind === "state")
    return number({ kind: "state", entityId: value.entityId, fallback: fallback ?? null, isWhole });
  if (value.kind === "trigger" && (value.of === "trigger.to_state" || value.of === "trigger.from_state"))
    return number({ kind: "state", entityId: value.of, fallback: fallback ?? null, isWhole });
  return unread(`${WORDS[value.kind]} as a number`);
}

function constantIn(value: Value): number {
  if (value.kind === "number" && value.term.kind === "number") return value.term.value;
  throw new UnreadTemplate("a computed default");
}

function unread(what: string): never {
  throw new UnreadTemplate(what);
}

const truth = (condition: Extract<Value, { kind: "truth" }>["condition"]): Value => ({ kind: "truth", condition });

const number = (term: NumberTerm): Value => ({ kind: "number", term });
