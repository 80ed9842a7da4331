import type { Comparison, NumberTerm } from "../../forms.ts";
import type { ConditionPlan } from "../../plan.ts";
import { call, filtered, memberOf, tested } from "./names.ts";
import type { Token } from "./tokens.ts";
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

export type Variables = ReadonlyMap<string, Value>;

/** Reads a Jinja expression of the closed forms. @throws UnreadTemplate for any other. */
export function parseExpression(tokens: readonly Token[], variables: Variables): Value {
  const reader = new Reader(tokens, variables);
  const value = readTernary(reader);
  if (!reader.isAtEnd()) throw new UnreadTemplate("more than one expression");
  return value;
}

class Reader {
  readonly variables: Variables;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[], variables: Variables) {
    this.#tokens = tokens;
    this.variables = variables;
  }

  isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  /** Takes the next token if it is this name or sign. */
  take(text: string): boolean {
    const token = this.#tokens[this.#next];
    if (token === undefined || token.kind === "number" || token.kind === "text" || token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw new UnreadTemplate(`no ${text} where one belongs`);
  }

  next(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new UnreadTemplate("an end in the middle");
    this.#next += 1;
    return token;
  }

  name(): string {
    const token = this.next();
    if (token.kind !== "name") throw new UnreadTemplate("no name where one belongs");
    return token.text;
  }
}

/** `a if condition else b`, in which a and b are truth values. */
function readTernary(reader: Reader): Value {
  const first = readOr(reader);
  if (!reader.take("if")) return first;
  const condition = truthOf(readOr(reader));
  reader.expect("else");
  return truth(chosen(condition, truthOf(first), truthOf(readTernary(reader))));
}

/** The precedence of Jinja: `or`, `and`, `not`, comparisons, sums, products, filters (jinja2/parser.py). */
function readOr(reader: Reader): Value {
  const first = readAnd(reader);
  const conditions: ConditionPlan[] = [];
  while (reader.take("or")) conditions.push(truthOf(readAnd(reader)));
  return conditions.length === 0 ? first : truth({ kind: "or", conditions: [truthOf(first), ...conditions] });
}

function readAnd(reader: Reader): Value {
  const first = readNot(reader);
  const conditions: ConditionPlan[] = [];
  while (reader.take("and")) conditions.push(truthOf(readNot(reader)));
  return conditions.length === 0 ? first : truth({ kind: "and", conditions: [truthOf(first), ...conditions] });
}

function readNot(reader: Reader): Value {
  return reader.take("not") ? truth(not(truthOf(readNot(reader)))) : readComparison(reader);
}

const COMPARISONS: readonly Comparison[] = ["==", "!=", "<=", ">=", "<", ">"];

function readComparison(reader: Reader): Value {
  const left = readSum(reader);
  if (reader.take("is")) return readTest(reader, left);
  if (reader.take("in")) return truth(isIn(left, readSum(reader)));
  if (reader.take("not")) {
    reader.expect("in");
    return truth(not(isIn(left, readSum(reader))));
  }
  const operator = COMPARISONS.find((sign) => reader.take(sign));
  if (operator === undefined) return left;
  const right = readSum(reader);
  if (right.kind === "texts" || right.kind === "numbers") throw new UnreadTemplate("a comparison with a list");
  if (COMPARISONS.some((sign) => reader.take(sign))) throw new UnreadTemplate("a chain of comparisons");
  return truth(compare(operator, left, right));
}

/** `in` a text looks for a part of it. */
function isIn(left: Value, right: Value): ConditionPlan {
  if (right.kind === "unrecorded") return compare("==", left, right);
  if (right.kind === "text" && left.kind === "text") return right.text.includes(left.text) ? ALWAYS : NEVER;
  if (right.kind === "texts" || right.kind === "numbers") return compare("==", left, right);
  throw new UnreadTemplate("a part of a text");
}

/** `value is defined`, `value is not none`, `value is search('...')` */
function readTest(reader: Reader, value: Value): Value {
  const isOpposite = reader.take("not");
  const test = reader.name();
  if (reader.take("(")) readArguments(reader);
  const holds = tested(value, test);
  return truth(isOpposite ? not(holds) : holds);
}

function readSum(reader: Reader): Value {
  let value = readProduct(reader);
  for (;;) {
    const operator = (["+", "-"] as const).find((sign) => reader.take(sign));
    if (operator === undefined) return value;
    value = sum(operator, value, readProduct(reader));
  }
}

function readProduct(reader: Reader): Value {
  let value = readSigned(reader);
  for (;;) {
    const operator = (["*", "/"] as const).find((sign) => reader.take(sign));
    if (operator === undefined) return value;
    value = sum(operator, value, readSigned(reader));
  }
}

function sum(operator: "+" | "-" | "*" | "/", left: Value, right: Value): Value {
  if (left.kind === "unrecorded") return left;
  if (right.kind === "unrecorded") return right;
  if (operator === "-" && left.kind === "instant") return spanBetween(left, right);
  return { kind: "number", term: { kind: "sum", operator, terms: [numberOf(left), numberOf(right)] } };
}

function readSigned(reader: Reader): Value {
  if (!reader.take("-")) return readFiltered(reader);
  const value = readFiltered(reader);
  const term = numberOf(value);
  if (term.kind !== "number") throw new UnreadTemplate("a negated value");
  return number({ kind: "number", value: -term.value });
}

function readFiltered(reader: Reader): Value {
  let value = readPrimary(reader);
  while (reader.take("|")) value = filtered(value, reader.name(), reader.take("(") ? readArguments(reader) : []);
  return value;
}

/** The arguments of a call up to its bracket; `default=` is the only one that may be named. */
function readArguments(reader: Reader): readonly Value[] {
  const values: Value[] = [];
  while (!reader.take(")")) {
    if (values.length > 0) reader.expect(",");
    if (reader.take("default")) reader.expect("=");
    values.push(readTernary(reader));
  }
  return values;
}

function readPrimary(reader: Reader): Value {
  if (reader.take("(")) return readBracket(reader, ")");
  if (reader.take("[")) return listOf(readItems(reader, "]"));
  const token = reader.next();
  if (token.kind === "number") return number({ kind: "number", value: token.value });
  if (token.kind === "text") return { kind: "text", text: token.text };
  if (token.kind === "sign") throw new UnreadTemplate(`${token.text} where a value belongs`);
  if (/^true$/i.test(token.text)) return truth(ALWAYS);
  if (/^false$/i.test(token.text)) return truth(NEVER);
  if (reader.take("(")) return readCall(reader, token.text);
  const variable = reader.variables.get(token.text);
  if (variable !== undefined) return variable;
  const path = [token.text];
  while (reader.take(".")) path.push(reader.name());
  while (reader.take("[")) path.push(keyIn(readItems(reader, "]")));
  if (!reader.take("(")) return memberOf(path);
  readArguments(reader);
  const value = memberOf(path.slice(0, -1));
  if (value.kind !== "unrecorded") throw new UnreadTemplate(`${path.join(".")}()`);
  return value;
}

/** `trigger.event.data['command']` is `trigger.event.data.command`. */
function keyIn([key, ...more]: readonly Value[]): string {
  if (key?.kind === "text" && more.length === 0) return key.text;
  throw new UnreadTemplate("a computed key");
}

function readCall(reader: Reader, name: string): Value {
  if (name === "timedelta") return readLength(reader);
  const values = readArguments(reader);
  if (name !== "now") return call(name, values);
  if (!reader.take(".")) return { kind: "instant", of: "now", isSeconds: false };
  const part = reader.name();
  if (part === "weekday" || part === "isoweekday") {
    reader.expect("(");
    reader.expect(")");
    return number({ kind: "now", part });
  }
  if (part === "hour" || part === "minute" || part === "day" || part === "month") return number({ kind: "now", part });
  throw new UnreadTemplate(`now().${part}`);
}

const UNITS: Readonly<Record<string, number>> = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 };

/** `timedelta(hours=1, minutes=30)` */
function readLength(reader: Reader): Value {
  let seconds = 0;
  do {
    const unit = UNITS[reader.name()];
    reader.expect("=");
    const term = numberOf(readSum(reader));
    if (unit === undefined || term.kind !== "number") throw new UnreadTemplate("a computed length of time");
    seconds += unit * term.value;
  } while (reader.take(","));
  reader.expect(")");
  return { kind: "span", term: { kind: "number", value: seconds } };
}

/** A value in brackets, or a tuple. */
function readBracket(reader: Reader, end: string): Value {
  const first = readTernary(reader);
  if (reader.take(end)) return first.kind === "span" && reader.take(".") ? readSeconds(reader, first) : first;
  reader.expect(",");
  return listOf([first, ...readItems(reader, end)]);
}

function readSeconds(reader: Reader, { term }: Extract<Value, { kind: "span" }>): Value {
  for (const part of ["total_seconds", "(", ")"]) reader.expect(part);
  return number(term);
}

function readItems(reader: Reader, end: string): readonly Value[] {
  const items: Value[] = [];
  while (!reader.take(end)) {
    items.push(readOr(reader));
    if (!reader.take(",")) {
      reader.expect(end);
      return items;
    }
  }
  return items;
}

function listOf(items: readonly Value[]): Value {
  const texts = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  if (texts.length === items.length) return { kind: "texts", texts };
  const numbers = items.flatMap((item) =>
    item.kind === "number" && item.term.kind === "number" ? [item.term.value] : [],
  );
  if (numbers.length === items.length) return { kind: "numbers", numbers };
  throw new UnreadTemplate("a list of different things");
}

const number = (term: NumberTerm): Value => ({ kind: "number", term });
