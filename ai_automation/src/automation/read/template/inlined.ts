import type { Arguments, Ast } from "./ast.ts";

export type AstNames = ReadonlyMap<string, Ast>;

/** A tree with what names stand for in their place. */
export function inlined(ast: Ast, names: AstNames): Ast {
  if (names.size === 0) return ast;
  const own = (one: Ast): Ast => inlined(one, names);
  const given = ({ values, named }: Arguments): Arguments => ({
    values: values.map(own),
    named: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, own(value)])),
  });
  switch (ast.kind) {
    case "literal":
      return ast;
    case "name":
      return names.get(ast.name) ?? ast;
    case "list":
      return { ...ast, items: ast.items.map(own) };
    case "dict":
      return { ...ast, entries: ast.entries.map(([key, value]) => [own(key), own(value)] as const) };
    case "member":
      return { ...ast, of: own(ast.of), key: own(ast.key) };
    case "slice":
      return { ...ast, of: own(ast.of), bounds: ast.bounds.map((bound) => (bound === null ? null : own(bound))) };
    case "call":
    case "filter":
    case "test":
      return { ...ast, of: own(ast.of), given: given(ast.given) };
    case "binary":
      return { ...ast, left: own(ast.left), right: own(ast.right) };
    case "unary":
      return { ...ast, of: own(ast.of) };
    case "if":
      return { ...ast, test: own(ast.test), met: own(ast.met), unmet: ast.unmet === null ? null : own(ast.unmet) };
  }
}

/** Names that stand for others several times each make trees that are too large to read. */
const MAX_NODES = 3_000;

export function isLarge(ast: Ast): boolean {
  const left = [ast];
  for (let count = 0; count <= MAX_NODES; count += 1) {
    const next = left.pop();
    if (next === undefined) return false;
    left.push(...partsOf(next));
  }
  return true;
}

function partsOf(ast: Ast): readonly Ast[] {
  switch (ast.kind) {
    case "literal":
    case "name":
      return [];
    case "list":
      return ast.items;
    case "dict":
      return ast.entries.flat();
    case "member":
      return [ast.of, ast.key];
    case "slice":
      return [ast.of, ...ast.bounds.filter((bound) => bound !== null)];
    case "call":
    case "filter":
    case "test":
      return [ast.of, ...ast.given.values, ...Object.values(ast.given.named)];
    case "binary":
      return [ast.left, ast.right];
    case "unary":
      return [ast.of];
    case "if":
      return [ast.test, ast.met, ...(ast.unmet === null ? [] : [ast.unmet])];
  }
}
