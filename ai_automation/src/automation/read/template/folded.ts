import type { Arguments, Ast } from "./ast.ts";

/** The name that stands for a variable without a value. Jinja itself has no such variable, so the meaning is the same. */
export const UNDEFINED = "undefined";

/**
 * An expression with the parts computed that depend on nothing: comparisons, tests and choices of literals, and
 * `default` of variables without a value.
 */
export function folded(ast: Ast): Ast {
  switch (ast.kind) {
    case "literal":
    case "name":
      return ast;
    case "list":
      return { ...ast, items: ast.items.map(folded) };
    case "dict":
      return { ...ast, entries: ast.entries.map(([key, value]) => [folded(key), folded(value)] as const) };
    case "member":
      return memberOf({ ...ast, of: folded(ast.of), key: folded(ast.key) });
    case "slice":
      return { ...ast, of: folded(ast.of), bounds: ast.bounds.map((bound) => (bound === null ? null : folded(bound))) };
    case "call":
      return callOf(folded(ast.of), argumentsOf(ast.given));
    case "filter":
      return filterOf(folded(ast.of), ast.name, argumentsOf(ast.given));
    case "test":
      return testOf({ ...ast, of: folded(ast.of), given: argumentsOf(ast.given) });
    case "binary":
      return binaryOf(ast.operator, folded(ast.left), folded(ast.right));
    case "unary":
      return unaryOf(ast.operator, folded(ast.of));
    case "if":
      return chosen(folded(ast.test), ast);
  }
}

/** A lookup in a dictionary by a known key, if it has it. */
function memberOf(ast: Extract<Ast, { kind: "member" }>): Ast {
  if (ast.of.kind !== "dict" || ast.key.kind !== "literal") return ast;
  const { value } = ast.key;
  return ast.of.entries.findLast(([key]) => key.kind === "literal" && key.value === value)?.[1] ?? ast;
}

const NOTHING: Ast = { kind: "name", name: UNDEFINED };

const truth = (value: boolean): Ast => ({ kind: "literal", value });

const argumentsOf = ({ values, named }: Arguments): Arguments => ({
  values: values.map(folded),
  named: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, folded(value)])),
});

const isUndefined = (ast: Ast): boolean => ast.kind === "name" && ast.name === UNDEFINED;

/** Whether Jinja takes the value as true; undefined if that is open. */
function truthIn(ast: Ast): boolean | undefined {
  if (isUndefined(ast)) return false;
  if (ast.kind === "literal") return Boolean(ast.value);
  if (ast.kind === "list") return ast.items.length > 0;
  return ast.kind === "dict" ? ast.entries.length > 0 : undefined;
}

function chosen(test: Ast, { met, unmet }: Extract<Ast, { kind: "if" }>): Ast {
  const known = truthIn(test);
  if (known === undefined) return { kind: "if", test, met: folded(met), unmet: unmet === null ? null : folded(unmet) };
  if (known) return folded(met);
  return unmet === null ? NOTHING : folded(unmet);
}

/** A variable with a template that makes nothing is an empty text, and a text stays one unless it looks like more. */
function callOf(of: Ast, given: Arguments): Ast {
  const [only, ...others] = given.values;
  if (of.kind === "name" && of.name === "native" && only !== undefined && others.length === 0) {
    if (isUndefined(only)) return { kind: "literal", value: "" };
    const isPlain =
      only.kind === "literal" &&
      (typeof only.value !== "string" || /^(?!true$|false$|none$)[a-z]\w*(?:[. ]\w+)*$/i.test(only.value));
    if (isPlain) return only;
  }
  return { kind: "call", of, given };
}

function filterOf(of: Ast, name: string, given: Arguments): Ast {
  if (name === "default" || name === "d") {
    const [fallback = given.named.default_value ?? { kind: "literal", value: "" }, ofFalse = given.named.boolean] =
      given.values;
    const alsoFalse = ofFalse === undefined ? false : truthIn(ofFalse);
    const isFalse = truthIn(of) === false;
    if (isUndefined(of) || (isFalse && alsoFalse === true)) return fallback;
    if (truthIn(of) === true || (isFalse && alsoFalse === false)) return of;
  }
  if ((name === "length" || name === "count") && of.kind === "literal" && typeof of.value === "string")
    return { kind: "literal", value: of.value.length };
  return { kind: "filter", of, name, given };
}

const TYPES: Readonly<Record<string, (ast: Ast) => boolean>> = {
  string: (ast) => ast.kind === "literal" && typeof ast.value === "string",
  number: (ast) => ast.kind === "literal" && typeof ast.value === "number",
  boolean: (ast) => ast.kind === "literal" && typeof ast.value === "boolean",
  none: (ast) => ast.kind === "literal" && ast.value === null,
  mapping: (ast) => ast.kind === "dict",
};

function testOf(ast: Extract<Ast, { kind: "test" }>): Ast {
  const holds = testHolds(ast);
  return holds === undefined ? ast : truth(holds !== ast.isOpposite);
}

function testHolds({ of, name }: Extract<Ast, { kind: "test" }>): boolean | undefined {
  const isNothing = isUndefined(of);
  const isKnown = isNothing || truthIn(of) !== undefined;
  if (!isKnown) return undefined;
  if (name === "defined") return !isNothing;
  if (name === "undefined") return isNothing;
  return TYPES[name]?.(of);
}

function binaryOf(operator: string, left: Ast, right: Ast): Ast {
  const open: Ast = { kind: "binary", operator, left, right };
  if (operator === "and" || operator === "or") {
    const known = truthIn(left);
    if (known === undefined) return open;
    return known === (operator === "and") ? right : left;
  }
  if (operator === "+" && left.kind === "list" && right.kind === "list")
    return { kind: "list", items: [...left.items, ...right.items] };
  if (operator !== "==" && operator !== "!=") return open;
  const isEqual = areEqual(left, right);
  return isEqual === undefined ? open : truth(isEqual === (operator === "=="));
}

/** Undefined if that is open, or a number is compared with a truth value, which may be equal in Python. */
function areEqual(left: Ast, right: Ast): boolean | undefined {
  const [a, b] = [left, right].map((ast) => (isUndefined(ast) ? UNDEFINED : ast.kind === "literal" ? ast : undefined));
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === "string" || typeof b === "string") return a === b;
  const isMixed = typeof a.value !== typeof b.value && typeof a.value !== "string" && typeof b.value !== "string";
  return isMixed ? undefined : a.value === b.value;
}

function unaryOf(operator: "not" | "-" | "+", of: Ast): Ast {
  const known = truthIn(of);
  return operator === "not" && known !== undefined ? truth(!known) : { kind: "unary", operator, of };
}
