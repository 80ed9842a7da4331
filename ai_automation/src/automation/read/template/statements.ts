/** A part of a template: text, `{{ expression }}` or `{% statement %}`. */
export interface TemplatePart {
  readonly kind: "text" | "output" | "statement";
  readonly text: string;
}

/** The parts of a template without comments, or undefined if a part has no end. */
export function partsOfTemplate(template: string): readonly TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  let rest = template;
  for (;;) {
    const start = rest.search(/\{[{%#]/);
    if (start < 0) return withText(parts, rest);
    const sign = rest[start + 1] ?? "";
    const length = lengthOfPart(rest.slice(start + 2), sign === "{" ? "}}" : `${sign}}`, sign === "#");
    if (length === undefined) return undefined;
    const inner = rest.slice(start + 2, start + 2 + length).replaceAll(/^[-+]|-$/g, "");
    const before = rest.slice(0, start);
    rest = rest.slice(start + 4 + length);
    if (before !== "") parts.push({ kind: "text", text: before });
    if (sign !== "#") parts.push({ kind: sign === "{" ? "output" : "statement", text: inner.trim() });
  }
}

const withText = (parts: readonly TemplatePart[], text: string): readonly TemplatePart[] =>
  text === "" ? parts : [...parts, { kind: "text", text }];

/** Up to the sign that ends a part, outside of texts and brackets (jinja2/lexer.py). */
function lengthOfPart(text: string, end: string, isComment: boolean): number | undefined {
  let quote = "";
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? "";
    if (!isComment && quote !== "") {
      if (sign === "\\") index += 1;
      else if (sign === quote) quote = "";
      continue;
    }
    if (depth <= 0 && text.startsWith(end, index)) return index;
    if (isComment) continue;
    if (sign === "'" || sign === '"') quote = sign;
    if (sign === "{") depth += 1;
    if (sign === "}") depth -= 1;
  }
  return undefined;
}
