import type { Arguments, Ast } from "./ast.ts";

/** A literal as Jinja reads it. */
export function literal(value: string | number | boolean | null): string {
  if (value === null) return "none";
  if (typeof value !== "string") return String(value);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  return `${quote}${value.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replaceAll("\n", "\\n")}${quote}`;
}

/** A tree as a Jinja expression. Brackets of dictionaries are apart, so that none ends a template. */
export function sourceOfAst(ast: Ast): string {
  switch (ast.kind) {
    case "literal":
      return literal(ast.value);
    case "list":
      return `[${ast.items.map(sourceOfAst).join(", ")}]`;
    case "dict":
      return `{ ${ast.entries.map(([key, value]) => `${sourceOfAst(key)}: ${sourceOfAst(value)}`).join(", ")} }`;
    case "name":
      return ast.name;
    case "member":
      return ast.isDotted && ast.key.kind === "literal"
        ? `${bracketed(ast.of)}.${String(ast.key.value)}`
        : `${bracketed(ast.of)}[${sourceOfAst(ast.key)}]`;
    case "slice":
      return `${bracketed(ast.of)}[${ast.bounds.map((bound) => (bound === null ? "" : sourceOfAst(bound))).join(":")}]`;
    case "call":
      return `${bracketed(ast.of)}(${given(ast.given)})`;
    case "filter":
      return `${bracketed(ast.of)} | ${ast.name}${isEmpty(ast.given) ? "" : `(${given(ast.given)})`}`;
    case "test":
      return `${bracketed(ast.of)} is ${ast.isOpposite ? "not " : ""}${ast.name}${isEmpty(ast.given) ? "" : `(${given(ast.given)})`}`;
    case "binary":
      return `${bracketed(ast.left)} ${ast.operator} ${bracketed(ast.right)}`;
    case "unary":
      return ast.operator === "not" ? `not ${bracketed(ast.of)}` : `${ast.operator}${bracketed(ast.of)}`;
    case "if": {
      const otherwise = ast.unmet === null ? "" : ` else ${bracketed(ast.unmet)}`;
      return `${bracketed(ast.met)} if ${bracketed(ast.test)}${otherwise}`;
    }
  }
}

const SIMPLE: ReadonlySet<Ast["kind"]> = new Set(["literal", "list", "dict", "name", "member", "slice", "call"]);

const bracketed = (ast: Ast): string => (SIMPLE.has(ast.kind) ? sourceOfAst(ast) : `(${sourceOfAst(ast)})`);

const isEmpty = ({ values, named }: Arguments): boolean => values.length === 0 && Object.keys(named).length === 0;

const given = ({ values, named }: Arguments): string =>
  [...values.map(sourceOfAst), ...Object.entries(named).map(([name, value]) => `${name}=${sourceOfAst(value)}`)].join(
    ", ",
  );
