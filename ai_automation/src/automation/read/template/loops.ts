import { sourceOfAst } from "./ast-source.ts";
import type { Ast } from "./ast.ts";
import { folded } from "./folded.ts";

type Dict = Extract<Ast, { kind: "dict" }>;

/**
 * The function that stands for a loop over a list that is not known yet: `_collected(list, 'item', made, condition)` has
 * what `made` lists for each item for which the condition holds.
 */
export const COLLECTED = "_collected";

/** The names that stand for the item of such a loop, and for a value of a namespace before it. */
export const itemName = (name: string, depth: number): string => `_item${depth}_${name}`;
const valueName = (name: string, key: string): string => `_value_${name}_${key}`;

export const isItemName = (name: string): boolean => name.startsWith("_item");

/** `namespace(found=[])` as a dictionary; undefined for anything else. */
export function namespaceIn(ast: Ast): Dict | undefined {
  if (ast.kind !== "call" || ast.of.kind !== "name" || ast.of.name !== "namespace") return undefined;
  if (ast.given.values.length > 0) return undefined;
  return { kind: "dict", entries: Object.entries(ast.given.named).map(([key, value]) => [text(key), value] as const) };
}

const text = (value: string): Ast => ({ kind: "literal", value });

/** A namespace with one value set. */
export function withValue(namespace: Ast | undefined, key: string, value: Ast): Dict | undefined {
  if (namespace?.kind !== "dict") return undefined;
  const others = namespace.entries.filter(([name]) => name.kind !== "literal" || name.value !== key);
  return { kind: "dict", entries: [...others, [text(key), value]] };
}

/** A namespace whose values are open, because an earlier round of a loop may have set them. */
export const openNamespace = (name: string, namespace: Dict): Dict => ({
  kind: "dict",
  entries: namespace.entries.map(([key]) => [key, { kind: "name", name: valueName(name, keyOf(key)) }] as const),
});

const keyOf = (key: Ast): string => (key.kind === "literal" ? String(key.value) : "");

/** Something that a round adds, and under which conditions. */
interface Addition {
  readonly made: Ast;
  readonly tests: readonly Ast[];
}

export interface Loop {
  readonly of: Ast;
  readonly item: string;
  /** The condition of the loop itself. */
  readonly test: Ast | null;
}

/** A namespace after a loop, from what one round makes of its open values; undefined if that is more than adding. */
export function afterLoop(loop: Loop, name: string, before: Dict, round: Ast | undefined): Dict | undefined {
  if (round?.kind !== "dict") return undefined;
  const entries: [Ast, Ast][] = [];
  for (const [key, after] of round.entries) {
    const earlier = before.entries.find(([one]) => keyOf(one) === keyOf(key))?.[1];
    const open = valueName(name, keyOf(key));
    const value = earlier === undefined ? undefined : summedUp(loop, earlier, folded(after), open);
    if (value === undefined) return undefined;
    entries.push([key, value]);
  }
  return { kind: "dict", entries };
}

function summedUp(loop: Loop, before: Ast, after: Ast, open: string): Ast | undefined {
  const flag = flagIn(after, open);
  if (flag !== undefined) return flagged(loop, before, flag);
  const additions = additionsIn(after, open);
  if (additions === undefined || additions.some(({ made, tests }) => [made, ...tests].some(isOfValue)))
    return undefined;
  return additions.reduce((sum: Ast, addition): Ast => {
    const isNumber = addition.made.kind === "literal";
    const made: Ast = isNumber ? { kind: "list", items: [addition.made] } : addition.made;
    const right = collected(loop, { ...addition, made });
    return { kind: "binary", operator: "+", left: sum, right: isNumber ? filter(right, "sum") : right };
  }, before);
}

/** Whether a tree reads what an earlier round may have set. */
const isOfValue = (ast: Ast): boolean => sourceOfAst(ast).includes("_value_");

function additionsIn(after: Ast, open: string): readonly Addition[] | undefined {
  if (after.kind === "name" && after.name === open) return [];
  if (after.kind === "binary" && after.operator === "+") {
    const earlier = additionsIn(after.left, open);
    return earlier === undefined ? undefined : [...earlier, { made: after.right, tests: [] }];
  }
  if (after.kind !== "if" || after.unmet === null) return undefined;
  const met = additionsIn(after.met, open);
  const unmet = additionsIn(after.unmet, open);
  if (met === undefined || unmet === undefined) return undefined;
  const under = (test: Ast, additions: readonly Addition[]): readonly Addition[] =>
    additions.map(({ made, tests }) => ({ made, tests: [test, ...tests] }));
  return [...under(after.test, met), ...under({ kind: "unary", operator: "not", of: after.test }, unmet)];
}

/** `if ...` sets a fixed value, which stays. */
function flagIn(after: Ast, open: string): Addition | undefined {
  if (after.kind !== "if" || after.met.kind !== "literal" || after.unmet?.kind !== "name") return undefined;
  return after.unmet.name === open && !isOfValue(after.test) ? { made: after.met, tests: [after.test] } : undefined;
}

function flagged(loop: Loop, before: Ast, { made, tests }: Addition): Ast {
  const found = filter(collected(loop, { made: { kind: "list", items: [made] }, tests }), "length");
  const test: Ast = { kind: "binary", operator: ">", left: found, right: { kind: "literal", value: 0 } };
  return { kind: "if", test, met: made, unmet: before };
}

const filter = (of: Ast, name: string, ...values: readonly Ast[]): Ast => ({
  kind: "filter",
  name,
  of,
  given: { values, named: {} },
});

function collected({ of, item, test }: Loop, { made, tests }: Addition): Ast {
  const all = test === null ? tests : [test, ...tests];
  const when = all.reduce<Ast | null>(
    (left, right) => (left === null ? right : { kind: "binary", operator: "and", left, right }),
    null,
  );
  const values = [of, text(item), made, ...(when === null ? [] : [when])];
  return { kind: "call", of: { kind: "name", name: COLLECTED }, given: { values, named: {} } };
}

/** The text of a loop that writes each item with commas between them; undefined for any other text. */
export function listedText(loop: Loop, written: readonly Ast[]): Ast | undefined {
  const parts = written.filter((part) => !isComma(part) && !isBlank(part));
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0 || !written.some(isComma) || isOfValue(only)) return undefined;
  const isChosen = only.kind === "if" && (only.unmet === null || isBlank(only.unmet));
  const [made, tests] = isChosen ? [only.met, [only.test]] : [only, []];
  return filter(collected(loop, { made: { kind: "list", items: [made] }, tests }), "join", text(", "));
}

const isBlank = (ast: Ast): boolean =>
  ast.kind === "literal" && typeof ast.value === "string" && ast.value.trim() === "";

/** `{% if not loop.last %}, {% endif %}` */
const isComma = (ast: Ast): boolean =>
  ast.kind === "if" &&
  sourceOfAst(ast.test) === "not loop.last" &&
  ast.met.kind === "literal" &&
  String(ast.met.value).trim() === ",";

/** `loop` in a round of a loop over known items. */
export function loopVariable(index: number, length: number): Ast {
  const values = {
    index: index + 1,
    index0: index,
    revindex: length - index,
    revindex0: length - index - 1,
    first: index === 0,
    last: index === length - 1,
    length,
  };
  return {
    kind: "dict",
    entries: Object.entries(values).map(([key, value]) => [text(key), { kind: "literal", value }] as const),
  };
}
