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
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    const items = value.map(sourceOf);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (typeof value !== "string") return undefined;
  if (value.includes("{{") || value.includes("{%")) {
    const expression = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/.exec(value)?.[1]?.trim();
    return expression === undefined ? undefined : `native(${expression})`;
  }
  if (/[\\{}\n]/.test(value)) return undefined;
  if (!value.includes("'")) return `'${value}'`;
  return value.includes('"') ? undefined : `"${value}"`;
}
