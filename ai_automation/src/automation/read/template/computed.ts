import { because } from "../../../model/reason.ts";
import type { ConditionPlan } from "../../plan.ts";
import { isEntityId } from "../../values.ts";
import type { Arguments, Ast } from "./ast.ts";
import { COLLECTED, isItemName } from "./loops.ts";
import { unrecorded } from "./value.ts";

/**
 * A comparison or test of what Home Assistant's own functions and filters compute from known entities: it is understood
 * what it depends on, but replay does not compute it. Undefined if it depends on a name or function that is not known, or
 * is no comparison.
 */
export function computedCondition(ast: Ast): ConditionPlan | undefined {
  if (!isTruth(ast)) return undefined;
  const entityIds = new Set<string>();
  return isKnown(ast, entityIds)
    ? unrecorded({ kind: "unrecorded", entityIds: [...entityIds], reason: because("template_computed") })
    : undefined;
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<=", ">=", "<", ">", "in"]);

/** Filters that are true or false. */
const TRUTHS: ReadonlySet<string> = new Set([
  "bool",
  "contains",
  "has_value",
  "is_number",
  "is_state",
  "regex_match",
  "regex_search",
]);

function isTruth(ast: Ast): boolean {
  if (ast.kind === "binary") return COMPARISONS.has(ast.operator);
  if (ast.kind === "filter") return TRUTHS.has(ast.name);
  if (ast.kind === "if") return isTruth(ast.met) && ast.unmet !== null && isTruth(ast.unmet);
  if (ast.kind === "literal") return typeof ast.value === "boolean";
  if (ast.kind !== "call" || ast.of.kind !== "name") return ast.kind === "test";
  const [first] = ast.given.values;
  return ast.of.name === "native"
    ? first !== undefined && isTruth(first)
    : /^(?:is_|has_value$|bool$)/.test(ast.of.name);
}

/** Adds the entities that it reads to `entityIds`. */
function isKnown(ast: Ast, entityIds: Set<string>): boolean {
  const known = (one: Ast): boolean => isKnown(one, entityIds);
  switch (ast.kind) {
    case "literal":
      return true;
    case "list":
      addLiteral(ast, entityIds);
      return ast.items.every(known);
    case "dict":
      return ast.entries.flat().every(known);
    case "name":
      return ROOTS.has(ast.name) || isItemName(ast.name);
    case "member":
      addState(ast, entityIds);
      return known(ast.of) && known(ast.key) && !isItem(ast);
    case "slice":
      return known(ast.of) && ast.bounds.every((bound) => bound === null || known(bound));
    case "call":
      if (ast.of.kind !== "name") return known(ast.of) && areKnown(ast.given, known);
      for (const one of ast.given.values) addLiteral(one, entityIds);
      return FUNCTIONS.has(ast.of.name) && areKnown(ast.given, known);
    case "filter":
      if (OF_ENTITY.has(ast.name)) addLiteral(ast.of, entityIds);
      return FILTERS.has(ast.name) && known(ast.of) && areKnown(ast.given, known);
    case "test":
      return TESTS.has(ast.name) && known(ast.of) && areKnown(ast.given, known);
    case "binary":
      return known(ast.left) && known(ast.right);
    case "unary":
      return known(ast.of);
    case "if":
      return known(ast.test) && known(ast.met) && (ast.unmet === null || known(ast.unmet));
  }
}

const areKnown = ({ values, named }: Arguments, known: (ast: Ast) => boolean): boolean =>
  values.every(known) && Object.values(named).every(known);

/** The items of a loop are not known here. */
const isItem = (ast: Extract<Ast, { kind: "member" }>): boolean =>
  ast.of.kind === "name" && ast.of.name === "repeat" && ast.key.kind === "literal" && ast.key.value === "item";

function addLiteral(ast: Ast, entityIds: Set<string>): void {
  if (ast.kind === "list") for (const item of ast.items) addLiteral(item, entityIds);
  if (ast.kind !== "literal" || typeof ast.value !== "string") return;
  const id = ast.value.trim().toLowerCase();
  if (isEntityId(id)) entityIds.add(id);
}

/** `states.light.hall`, `states['light.hall']` */
function addState(ast: Extract<Ast, { kind: "member" }>, entityIds: Set<string>): void {
  const { of, key } = ast;
  if (key.kind !== "literal") return;
  if (of.kind === "name" && of.name === "states" && !ast.isDotted) return addLiteral(key, entityIds);
  if (of.kind !== "member" || of.of.kind !== "name" || of.of.name !== "states" || of.key.kind !== "literal") return;
  addLiteral({ kind: "literal", value: `${String(of.key.value)}.${String(key.value)}` }, entityIds);
}

/** Variables that the run itself provides. */
const ROOTS: ReadonlySet<string> = new Set(["states", "trigger", "this", "wait", "repeat", "context", "user"]);

/** Functions of Home Assistant 2026.11 and Jinja without side effects (homeassistant/helpers/template). */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "states",
  "state_attr",
  "is_state",
  "is_state_attr",
  "has_value",
  "state_translated",
  "now",
  "utcnow",
  "today_at",
  "as_datetime",
  "as_timestamp",
  "as_local",
  "as_timedelta",
  "timedelta",
  "strptime",
  "time_since",
  "time_until",
  "relative_time",
  "timestamp_custom",
  "float",
  "int",
  "bool",
  "is_number",
  "iif",
  "native",
  "min",
  "max",
  "average",
  "median",
  "range",
  "distance",
  "closest",
  "expand",
  COLLECTED,
  "area_id",
  "area_name",
  "area_entities",
  "area_devices",
  "device_id",
  "device_attr",
  "is_device_attr",
  "device_entities",
  "label_entities",
  "floor_id",
  "floor_areas",
  "floor_entities",
  "integration_entities",
  "is_hidden_entity",
]);

const OF_ENTITY: ReadonlySet<string> = new Set(["states", "state_attr", "is_state", "has_value", "expand"]);

const FILTERS: ReadonlySet<string> = new Set([
  ...FUNCTIONS,
  "abs",
  "capitalize",
  "contains",
  "count",
  "default",
  "d",
  "first",
  "from_json",
  "items",
  "join",
  "last",
  "length",
  "list",
  "lower",
  "map",
  "ordinal",
  "regex_findall",
  "regex_findall_index",
  "regex_match",
  "regex_replace",
  "regex_search",
  "reject",
  "rejectattr",
  "replace",
  "reverse",
  "round",
  "select",
  "selectattr",
  "slugify",
  "sort",
  "string",
  "sum",
  "timestamp_local",
  "timestamp_utc",
  "title",
  "trim",
  "unique",
  "upper",
  "add",
  "bitwise_and",
  "flatten",
  "multiply",
]);

const TESTS: ReadonlySet<string> = new Set([
  "defined",
  "undefined",
  "none",
  "string",
  "number",
  "is_number",
  "integer",
  "float",
  "boolean",
  "true",
  "false",
  "mapping",
  "sequence",
  "iterable",
  "list",
  "in",
  "eq",
  "equalto",
  "ne",
  "lt",
  "gt",
  "ge",
  "le",
  "even",
  "odd",
  "divisibleby",
  "contains",
  "match",
  "search",
  "is_state",
  "has_value",
  "datetime",
]);
