import { NotClosed, type Closed, type Plain } from "./closed.ts";

function textOf(value: Closed): string {
  if (value.kind === "plain" && typeof value.value === "string") return value.value;
  throw new NotClosed();
}

/** A method of a text, which filters of the same name also are. */
export function textMethod(name: string, value: Closed, [first, second]: readonly Plain[]): Closed {
  const text = textOf(value);
  if (name === "replace" && typeof first === "string" && typeof second === "string")
    return { kind: "plain", value: text.replaceAll(first, second) };
  if (name === "lower") return { kind: "plain", value: text.toLowerCase() };
  if (name === "upper") return { kind: "plain", value: text.toUpperCase() };
  if (name === "strip") return { kind: "plain", value: text.trim() };
  if (name === "startswith" && typeof first === "string") return { kind: "plain", value: text.startsWith(first) };
  if (name === "endswith" && typeof first === "string") return { kind: "plain", value: text.endsWith(first) };
  if (name === "split" && typeof first === "string" && first !== "")
    return {
      kind: "items",
      items: text.split(first).map((part) => ({ value: part, when: [] })),
      areStates: false,
    };
  throw new NotClosed();
}

/** `left operator right` of known values. */
export function combined(operator: string, left: Closed, right: Closed): Closed {
  if (left.kind === "items" && right.kind === "items" && operator === "+" && left.areStates === right.areStates)
    return { ...left, items: [...left.items, ...right.items] };
  if (
    left.kind === "plain" &&
    right.kind === "items" &&
    operator === "in" &&
    right.items.every(({ when }) => when.length === 0)
  )
    return { kind: "plain", value: right.items.some(({ value }) => value === left.value) };
  if (left.kind !== "plain" || right.kind !== "plain") throw new NotClosed();
  const [a, b] = [left.value, right.value];
  if (operator === "~") return { kind: "plain", value: `${written(a)}${written(b)}` };
  if (operator === "+" && typeof a === "string" && typeof b === "string") return { kind: "plain", value: a + b };
  if (operator === "in" && typeof a === "string" && typeof b === "string")
    return { kind: "plain", value: b.includes(a) };
  const number = typeof a === "number" && typeof b === "number" ? computed(operator, a, b) : undefined;
  if (number !== undefined) return { kind: "plain", value: number };
  if (operator === "==" || operator === "!=") return { kind: "plain", value: (a === b) === (operator === "==") };
  if (operator === "and") return { kind: "plain", value: Boolean(a) && Boolean(b) };
  if (operator === "or") return { kind: "plain", value: Boolean(a) || Boolean(b) };
  throw new NotClosed();
}

/** Undefined for other operators, and for results that Python writes otherwise. */
function computed(operator: string, a: number, b: number): number | boolean | undefined {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return undefined;
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (operator === "%" && b > 0) return ((a % b) + b) % b;
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  if (operator === ">") return a > b;
  return operator === ">=" ? a >= b : undefined;
}

/** A value as Jinja writes it into a text. */
export function written(value: Plain): string {
  if (value === true) return "True";
  if (value === false) return "False";
  return value === null ? "None" : String(value);
}
