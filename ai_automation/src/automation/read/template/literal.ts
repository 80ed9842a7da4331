import { isRecord } from "../../values.ts";
import { literal, sourceOfAst } from "./ast-source.ts";
import { expressionOf } from "./expression-of.ts";

export type Literal = string | number | boolean | readonly Literal[];

/** A literal of a Jinja expression: a text, a number, a truth value, or a list of these. Undefined for anything else. */
export function literalIn(expression: string): Literal | undefined {
  const text = unwrapped(expression.trim());
  const [, single, double] = /^(?:'([^'\\]*)'|"([^"\\]*)")$/.exec(text) ?? [];
  if (single !== undefined || double !== undefined) return single ?? double;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  const list = /^\[([\s\S]*)\]$/.exec(text)?.[1];
  if (list === undefined || /[[\](){}]/.test(list)) return undefined;
  const items = list.trim() === "" ? [] : itemsOf(list).map((item) => literalIn(item));
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}

/** A text or a number as text. */
export function literalText(expression: string): string | undefined {
  const literal = literalIn(expression);
  return literal === undefined || typeof literal === "object" ? undefined : String(literal);
}

const unwrapped = (text: string): string => /^\(([^()]*)\)$/.exec(text)?.[1]?.trim() ?? text;

/** Without the comma that may end a list. */
const itemsOf = (list: string): readonly string[] =>
  [...list.replace(/,\s*$/, "").matchAll(/(?:'[^']*'|"[^"]*"|[^,'"])+/g)].map(([item]) => item);

/** A value as a Jinja expression: a literal, or the expression of a template. Undefined if it has no such form. */
export function sourceOf(value: unknown): string | undefined {
  const source = anySourceOf(value);
  return source === undefined || source.length > MAX_LENGTH ? undefined : source;
}

/** Longer values would only slow down later steps. */
const MAX_LENGTH = 4_000;

function anySourceOf(value: unknown): string | undefined {
  if (value === null) return "none";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    const items = value.map(sourceOf);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, one]) => [keyOf(key), sourceOf(one)] as const);
    if (entries.some(([, source]) => source === undefined)) return undefined;
    return `{ ${entries.map(([key, source]) => `${key}: ${source ?? ""}`).join(", ")} }`;
  }
  if (typeof value !== "string") return undefined;
  if (value.includes("{{") || value.includes("{%")) {
    const expression = expressionOf(value);
    return expression === undefined ? undefined : `native(${sourceOfAst(expression)})`;
  }
  return /[{}]/.test(value) ? undefined : literal(value);
}

/** YAML reads a key that looks like a number as one. */
const keyOf = (key: string): string => (/^\d+$/.test(key) ? key : literal(key));
