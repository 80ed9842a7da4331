import { domainOf, objectIdOf } from "../../../model/state-change.ts";
import { sourceOfAst } from "./ast-source.ts";
import type { Ast } from "./ast.ts";
import type { Evaluate } from "./closed-items.ts";
import { isTrue, NotClosed, type Closed, type ClosedItem, type ClosedWorld, type Plain } from "./closed.ts";
import { folded } from "./folded.ts";
import { inlined } from "./inlined.ts";

/** More would only slow down what follows. */
const MAX_ITEMS = 100;

/** What a loop collects from the items of a known list (loops.ts). */
export function collectedIn(of: Closed, given: readonly Ast[], evaluate: Evaluate): Closed {
  const [, name, made, test] = given;
  if (of.kind !== "items" || of.items.length > MAX_ITEMS || name?.kind !== "literal" || made === undefined)
    throw new NotClosed();
  const items = of.items.flatMap((item): readonly ClosedItem[] => {
    const names = new Map([[String(name.value), itemOf(item.value, of.areStates)]]);
    const when = test === undefined ? [] : conditionsOf(folded(inlined(test, names)), evaluate);
    if (when === undefined) return [];
    return evaluate(folded(inlined(made, names))).flatMap(({ when: chosen, value }) => {
      if (value.kind !== "items" || value.areStates) throw new NotClosed();
      return value.items.map((one) => ({ value: one.value, when: [...item.when, ...when, ...chosen, ...one.when] }));
    });
  });
  return { kind: "items", items, areStates: false };
}

const itemOf = (value: Plain, isState: boolean): Ast =>
  isState
    ? { kind: "member", of: { kind: "name", name: "states" }, key: { kind: "literal", value }, isDotted: false }
    : { kind: "literal", value };

/** Undefined if the condition never holds. */
function conditionsOf(test: Ast, evaluate: Evaluate): readonly string[] | undefined {
  if (test.kind === "binary" && test.operator === "and") {
    const left = conditionsOf(test.left, evaluate);
    const right = left === undefined ? undefined : conditionsOf(test.right, evaluate);
    return left === undefined || right === undefined ? undefined : [...left, ...right];
  }
  // An item of a list exists, so that its id is known.
  const open = [sourceOfAst(test).replaceAll(/states\['([\w.]+)'\]\.entity_id/g, "'$1'")];
  try {
    const [only, ...others] = evaluate(test);
    if (only === undefined || others.length + only.when.length > 0) return open;
    return isTrue(only.value) ? [] : undefined;
  } catch (error) {
    if (error instanceof NotClosed) return open;
    throw error;
  }
}

/** `states['light.a'].entity_id` and its like. */
export function ofState({ of, key }: Extract<Ast, { kind: "member" }>): Plain | undefined {
  if (of.kind !== "member" || of.isDotted || of.of.kind !== "name" || of.of.name !== "states") return undefined;
  if (of.key.kind !== "literal" || key.kind !== "literal") return undefined;
  const id = String(of.key.value);
  if (key.value === "entity_id") return id;
  if (key.value === "domain") return domainOf(id);
  return key.value === "object_id" ? objectIdOf(id) : undefined;
}

/** `states.light`: all entities of a domain, if the home's are known. */
export function ofDomain(
  { of, key }: Extract<Ast, { kind: "member" }>,
  { entityIds = [] }: ClosedWorld,
): readonly string[] | undefined {
  if (of.kind !== "name" || of.name !== "states" || key.kind !== "literal") return undefined;
  const found = entityIds.filter((id) => domainOf(id) === key.value);
  return found.length === 0 || found.length > MAX_ITEMS ? undefined : found;
}
