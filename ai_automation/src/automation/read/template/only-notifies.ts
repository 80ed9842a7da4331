import { sourceOfAst } from "./ast-source.ts";
import type { Ast } from "./ast.ts";
import { expressionOf } from "./expression-of.ts";

/**
 * Whether each service that a template may choose notifies somebody, as of `{{ phones.get(person, 'notify.all') }}`. It
 * may also choose none, or be an error.
 */
export function onlyNotifies(template: string): boolean {
  if (!template.includes(NOTIFY)) return false;
  const ast = expressionOf(template);
  return ast !== undefined && begins(ast, NOTIFY);
}

const NOTIFY = "notify.";

function begins(ast: Ast, start: string): boolean {
  switch (ast.kind) {
    case "literal":
      return typeof ast.value === "string" && ast.value.toLowerCase().startsWith(start);
    case "if":
      return (
        (isTestOfStart(ast.test, ast.met, start) || begins(ast.met, start)) &&
        (ast.unmet === null || begins(ast.unmet, start))
      );
    case "binary":
      return (ast.operator === "~" || ast.operator === "+") && begins(ast.left, start);
    case "filter":
      if (ast.name === "default" || ast.name === "d")
        return begins(ast.of, start) && ast.given.values.slice(0, 1).every((other) => begins(other, start));
      return UNCHANGED.has(ast.name) && begins(ast.of, start);
    case "call":
    case "member": {
      const results = resultsOf(ast);
      return results !== undefined && results.length > 0 && results.every((one) => begins(one, start));
    }
    case "list":
    case "dict":
    case "name":
    case "slice":
    case "test":
    case "unary":
      return false;
  }
}

/** Filters that keep the start of a text in lower case. */
const UNCHANGED: ReadonlySet<string> = new Set(["lower", "string", "trim"]);

/** `name if name.startswith('notify.') else ...` */
function isTestOfStart(test: Ast, met: Ast, start: string): boolean {
  if (test.kind !== "call" || test.of.kind !== "member" || test.of.key.kind !== "literal") return false;
  const [text] = test.given.values;
  const isStart = test.of.key.value === "startswith" && text?.kind === "literal" && text.value === start;
  return isStart && sourceOfAst(test.of.of) === sourceOfAst(met);
}

/** The expressions that a lookup may come to; undefined if they are not in the template. */
function resultsOf(ast: Ast): readonly Ast[] | undefined {
  if (ast.kind === "member") return valuesAt(ast.of, ast.key);
  if (ast.kind !== "call") return [ast];
  const [first, second] = ast.given.values;
  if (ast.of.kind === "name" && ast.of.name === "native" && first !== undefined) return resultsOf(first);
  if (ast.of.kind !== "member" || ast.of.key.kind !== "literal" || ast.of.key.value !== "get") return undefined;
  const values = first === undefined ? undefined : valuesAt(ast.of.of, first);
  return values === undefined || second === undefined ? values : [...values, second];
}

function valuesAt(of: Ast, key: Ast): readonly Ast[] | undefined {
  const results = of.kind === "dict" ? [of] : resultsOf(of);
  const found = results?.map((one) => (one.kind === "dict" ? one.entries : undefined));
  if (found === undefined || found.some((entries) => entries === undefined)) return undefined;
  return found
    .flatMap((entries) => entries ?? [])
    .filter(([name]) => key.kind !== "literal" || name.kind !== "literal" || name.value === key.value)
    .map(([, value]) => value);
}
