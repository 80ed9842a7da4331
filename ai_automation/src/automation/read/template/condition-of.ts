import type { Comparison, NumberTerm } from "../../forms.ts";
import type { ConditionPlan } from "../../plan.ts";
import type { Arguments, Ast } from "./ast.ts";
import { computedCondition } from "./computed.ts";
import { call, filtered, memberOf, tested } from "./names.ts";
import {
  ALWAYS,
  chosen,
  compare,
  NEVER,
  not,
  numberOf,
  spanBetween,
  truth,
  truthOf,
  UnreadTemplate,
  type Value,
} from "./value.ts";

/** Reads a Jinja expression of the closed forms as a condition. @throws UnreadTemplate for any other. */
export function conditionOf(ast: Ast): ConditionPlan {
  if (ast.kind === "if")
    return chosen(conditionOf(ast.test), conditionOf(ast.met), ast.unmet === null ? NEVER : conditionOf(ast.unmet));
  if (ast.kind === "unary" && ast.operator === "not") return not(conditionOf(ast.of));
  if (ast.kind === "binary" && (ast.operator === "and" || ast.operator === "or"))
    return { kind: ast.operator, conditions: operandsOf(ast, ast.operator).map(conditionOf) };
  try {
    return truthOf(valueOf(ast));
  } catch (error) {
    const computed = error instanceof UnreadTemplate ? computedCondition(ast) : undefined;
    if (computed === undefined) throw error;
    return computed;
  }
}

/** The operands of `a or b or c`. */
const operandsOf = (ast: Ast, operator: string): readonly Ast[] =>
  ast.kind === "binary" && ast.operator === operator ? [...operandsOf(ast.left, operator), ast.right] : [ast];

function valueOf(ast: Ast): Value {
  switch (ast.kind) {
    case "literal":
      return literalValue(ast.value);
    case "list":
      return listOf(ast.items.map(valueOf));
    case "name":
    case "member":
      return memberValue(ast);
    case "call":
      return callValue(ast.of, ast.given);
    case "filter":
      return filtered(valueOf(ast.of), ast.name, valuesOf(ast.given));
    case "test": {
      const holds = tested(valueOf(ast.of), ast.name);
      return truth(ast.isOpposite ? not(holds) : holds);
    }
    case "binary":
      return binaryValue(ast);
    case "unary":
      return ast.operator === "not" ? truth(conditionOf(ast)) : negative(valueOf(ast.of), ast.operator);
    case "if":
      return truth(conditionOf(ast));
    case "dict":
    case "slice":
      throw new UnreadTemplate();
  }
}

function literalValue(value: string | number | boolean | null): Value {
  if (value === null) throw new UnreadTemplate();
  if (typeof value === "boolean") return truth(value ? ALWAYS : NEVER);
  return typeof value === "string" ? { kind: "text", text: value } : number({ kind: "number", value });
}

function negative(value: Value, operator: "-" | "+"): Value {
  const term = numberOf(value);
  if (term.kind !== "number") throw new UnreadTemplate();
  return number({ kind: "number", value: operator === "-" ? -term.value : term.value });
}

/** The arguments of a call; `default=` is the only one that may be named. */
function valuesOf({ values, named }: Arguments): readonly Value[] {
  const { default: fallback, ...others } = named;
  if (Object.keys(others).length > 0) throw new UnreadTemplate(Object.keys(others)[0]);
  return [...values, ...(fallback === undefined ? [] : [fallback])].map(valueOf);
}

function memberValue(ast: Ast): Value {
  const path = pathOf(ast);
  if (path !== undefined) return memberOf(path);
  if (ast.kind !== "member" || !isNow(ast.of) || ast.key.kind !== "literal") throw new UnreadTemplate();
  const part = ast.key.value;
  if (part === "hour" || part === "minute" || part === "day" || part === "month") return number({ kind: "now", part });
  throw new UnreadTemplate(`now().${String(part)}`);
}

/** `states.light.hall.state`; `trigger.event.data['command']` is `trigger.event.data.command`. */
function pathOf(ast: Ast): readonly string[] | undefined {
  if (ast.kind === "name") return [ast.name];
  if (ast.kind !== "member" || ast.key.kind !== "literal") return undefined;
  const before = pathOf(ast.of);
  const key = String(ast.key.value);
  if (before === undefined) return undefined;
  return before.join() === "states" && !ast.isDotted ? [...before, ...key.split(".")] : [...before, key];
}

const isNow = (ast: Ast): boolean => ast.kind === "call" && ast.of.kind === "name" && ast.of.name === "now";

function callValue(of: Ast, given: Arguments): Value {
  if (of.kind === "name") {
    if (of.name === "timedelta") return lengthOf(given);
    const values = valuesOf(given);
    return of.name === "now" ? { kind: "instant", of: "now", isSeconds: false } : call(of.name, values);
  }
  if (of.kind !== "member" || of.key.kind !== "literal") throw new UnreadTemplate();
  const name = String(of.key.value);
  if (isNow(of.of) && (name === "weekday" || name === "isoweekday")) return number({ kind: "now", part: name });
  const value = valueOf(of.of);
  if (value.kind === "span" && name === "total_seconds") return number(value.term);
  if (value.kind !== "unrecorded") throw new UnreadTemplate(`${name}()`);
  return value;
}

const UNITS: Readonly<Record<string, number>> = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 };

/** `timedelta(hours=1, minutes=30)` */
function lengthOf({ values, named }: Arguments): Value {
  const lengths = Object.entries(named).map(([name, ast]) => {
    const unit = UNITS[name];
    const term = numberOf(valueOf(ast));
    return unit === undefined || term.kind !== "number" ? NaN : unit * term.value;
  });
  const seconds = lengths.reduce((sum, length) => sum + length, 0);
  if (values.length > 0 || Number.isNaN(seconds)) throw new UnreadTemplate();
  return { kind: "span", term: { kind: "number", value: seconds } };
}

const COMPARISONS: readonly Comparison[] = ["==", "!=", "<=", ">=", "<", ">"];

function binaryValue(ast: Extract<Ast, { kind: "binary" }>): Value {
  if (ast.operator === "and" || ast.operator === "or") return truth(conditionOf(ast));
  const [left, right] = [valueOf(ast.left), valueOf(ast.right)];
  if (ast.operator === "in") return truth(isIn(left, right));
  const comparison = COMPARISONS.find((sign) => sign === ast.operator);
  if (comparison !== undefined) {
    if (right.kind === "texts" || right.kind === "numbers") throw new UnreadTemplate();
    return truth(compare(comparison, left, right));
  }
  if (left.kind === "unrecorded") return left;
  if (right.kind === "unrecorded") return right;
  if (ast.operator === "~" && left.kind === "text" && right.kind === "text")
    return { kind: "text", text: left.text + right.text };
  if (ast.operator === "-" && left.kind === "instant") return spanBetween(left, right);
  const operator = (["+", "-", "*", "/"] as const).find((sign) => sign === ast.operator);
  if (operator === undefined) throw new UnreadTemplate(ast.operator);
  return number({ kind: "sum", operator, terms: [numberOf(left), numberOf(right)] });
}

/** `in` a text looks for a part of it. */
function isIn(left: Value, right: Value): ConditionPlan {
  if (right.kind === "unrecorded") return compare("==", left, right);
  if (right.kind === "text" && left.kind === "text") return right.text.includes(left.text) ? ALWAYS : NEVER;
  if (right.kind === "texts" || right.kind === "numbers") return compare("==", left, right);
  throw new UnreadTemplate();
}

function listOf(items: readonly Value[]): Value {
  const texts = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  if (texts.length === items.length) return { kind: "texts", texts };
  const numbers = items.flatMap((item) =>
    item.kind === "number" && item.term.kind === "number" ? [item.term.value] : [],
  );
  if (numbers.length === items.length) return { kind: "numbers", numbers };
  throw new UnreadTemplate();
}

const number = (term: NumberTerm): Value => ({ kind: "number", term });
