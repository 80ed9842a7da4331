import { domainOf, objectIdOf } from "../../../model/state-change.ts";
import { isEntityId } from "../../values.ts";
import { literal, sourceOfAst } from "./ast-source.ts";
import type { Arguments, Ast } from "./ast.ts";
import { textMethod, written } from "./closed-texts.ts";
import { NotClosed, onlyPlain, type Alternative, type Closed, type ClosedItem, type Plain } from "./closed.ts";

export type Evaluate = (ast: Ast) => readonly Alternative[];

type Items = Extract<Closed, { kind: "items" }>;

const SAME: ReadonlySet<string> = new Set(["list", "unique", "sort"]);
/** A filter of a list. `evaluate` returns the values that an expression may have. */
export function ofItems(value: Items, name: string, { values: asts, named }: Arguments, evaluate: Evaluate): Closed {
  if (SAME.has(name)) return value;
  if (name === "map" && named.attribute?.kind === "literal" && named.attribute.value === "entity_id" && value.areStates)
    return { ...value, areStates: false };
  const isRejected = name === "reject" || name === "rejectattr";
  if (name === "selectattr" || name === "rejectattr") {
    if (!value.areStates) throw new NotClosed();
    const [attribute, test, wanted] = asts.map((one, index) => (index < 2 ? onlyPlain(evaluate(one)) : one));
    if (typeof wanted !== "object" || wanted === null) throw new NotClosed();
    return {
      ...value,
      items: value.items.flatMap((item) =>
        selected(item, attribute ?? null, test ?? null, wanted, isRejected, evaluate),
      ),
    };
  }
  const isStateTest =
    (name === "select" || name === "reject") && asts[0]?.kind === "literal" && asts[0].value === "is_state";
  if (isStateTest && asts[1] !== undefined && !value.areStates) {
    const wanted = asts[1];
    return {
      ...value,
      items: value.items.map((item) =>
        conditional(item, `is_state(${literal(item.value)}, ${sourceOfAst(wanted)})`, isRejected),
      ),
    };
  }
  if (value.areStates) throw new NotClosed();
  if (name === "map") return { ...value, items: value.items.map((item) => mapped(item, asts, evaluate)) };
  if (name === "select" || name === "reject") return ofTexts(value, asts, name === "reject", evaluate);
  if (name === "join" && value.items.some(({ when }) => when.length > 0)) return listOfJoined(value, asts, evaluate);
  if (value.items.some(({ when }) => when.length > 0)) throw new NotClosed();
  const [first] = asts.map((one) => onlyPlain(evaluate(one)));
  if (name === "join")
    return { kind: "plain", value: value.items.map((item) => String(item.value)).join(String(first ?? "")) };
  if (name === "length" || name === "count") return { kind: "plain", value: value.items.length };
  if (name !== "first" && name !== "last") throw new NotClosed();
  const item = value.items.at(name === "first" ? 0 : -1);
  return item === undefined ? { kind: "undefined" } : { kind: "plain", value: item.value };
}

const METHODS: Readonly<Record<string, string>> = { trim: "strip", lower: "lower", upper: "upper", replace: "replace" };

/** `map('trim')` and its like. */
function mapped(item: ClosedItem, [filter, ...given]: readonly Ast[], evaluate: Evaluate): ClosedItem {
  const name = filter?.kind === "literal" ? String(filter.value) : "";
  if (name === "string") return { ...item, value: written(item.value) };
  const method = METHODS[name];
  if (method === undefined) throw new NotClosed();
  const texts = given.map((one) => onlyPlain(evaluate(one)));
  const made = textMethod(method, { kind: "plain", value: item.value }, texts);
  if (made.kind !== "plain") throw new NotClosed();
  return { ...item, value: made.value };
}

/** `select('match', '^light')`, `reject('eq', '')` and their like. */
function ofTexts(value: Items, [test, wanted]: readonly Ast[], isRejected: boolean, evaluate: Evaluate): Items {
  if (test?.kind !== "literal" || wanted === undefined) throw new NotClosed();
  return {
    ...value,
    items: value.items.filter(({ value: own }) => {
      if (typeof own !== "string") throw new NotClosed();
      return passes(own, test.value, wanted, evaluate) !== isRejected;
    }),
  };
}

/** Ids with commas between them are a list, too (config_validation.py, entity_ids). */
function listOfJoined(value: Items, [separator]: readonly Ast[], evaluate: Evaluate): Items {
  const text = separator === undefined ? "" : onlyPlain(evaluate(separator));
  if (typeof text !== "string" || text.trim() !== "," || !value.items.every(isId)) throw new NotClosed();
  return value;
}

const isId = ({ value }: ClosedItem): boolean => typeof value === "string" && isEntityId(value);

const conditional = ({ value, when }: ClosedItem, condition: string, isRejected: boolean): ClosedItem => ({
  value,
  when: [...when, isRejected ? `not (${condition})` : condition],
});

/** `selectattr('state', 'eq', 'on')` and its like on the states of entities. */
function selected(
  item: ClosedItem,
  attribute: Plain | Ast,
  test: Plain | Ast,
  wanted: Ast,
  isRejected: boolean,
  evaluate: Evaluate,
): readonly ClosedItem[] {
  const id = String(item.value);
  if (attribute === "state") {
    const source = `states(${literal(id)})`;
    const sign =
      test === "eq" || test === "==" || test === "equalto"
        ? "=="
        : test === "ne" || test === "!="
          ? "!="
          : test === "in"
            ? "in"
            : undefined;
    if (sign === undefined) throw new NotClosed();
    return [conditional(item, `${source} ${sign} ${sourceOfAst(wanted)}`, isRejected)];
  }
  const own =
    attribute === "entity_id"
      ? id
      : attribute === "domain"
        ? domainOf(id)
        : attribute === "object_id"
          ? objectIdOf(id)
          : undefined;
  if (own === undefined) throw new NotClosed();
  return passes(own, test, wanted, evaluate) === isRejected ? [] : [item];
}

function passes(own: string, test: Plain | Ast, wanted: Ast, evaluate: Evaluate): boolean {
  if (test === "in") {
    const [only, ...others] = evaluate(wanted);
    if (only?.value.kind !== "items" || only.when.length + others.length > 0) throw new NotClosed();
    return only.value.items.some(({ value }) => value === own);
  }
  const text = onlyPlain(evaluate(wanted));
  if (test === "eq" || test === "==" || test === "equalto") return own === text;
  if (test === "ne" || test === "!=") return own !== text;
  if ((test === "match" || test === "search") && typeof text === "string" && /^\^?[\w. ]*$/.test(text))
    return test === "match" || text.startsWith("^") ? matchesStart(own, text.replace("^", "")) : matches(own, text);
  throw new NotClosed();
}

/** A dot stands for any sign. */
const matchesStart = (own: string, text: string): boolean =>
  own.length >= text.length && Array.from(text).every((sign, index) => sign === "." || own[index] === sign);

const matches = (own: string, text: string): boolean =>
  Array.from(own).some((_, index) => matchesStart(own.slice(index), text));
