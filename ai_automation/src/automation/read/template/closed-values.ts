import { domainOf, objectIdOf } from "../../../model/state-change.ts";
import { literal, sourceOfAst } from "./ast-source.ts";
import type { Arguments, Ast } from "./ast.ts";
import { ofItems } from "./closed-items.ts";
import { collectedIn, ofDomain, ofState } from "./closed-loops.ts";
import { combined, textMethod } from "./closed-texts.ts";
import {
  isTrue,
  MAX_ALTERNATIVES,
  NotClosed,
  onlyPlain,
  type Alternative,
  type Closed,
  type ClosedWorld,
  type Plain,
} from "./closed.ts";
import { UNDEFINED } from "./folded.ts";
import { COLLECTED } from "./loops.ts";

/** The values that an expression of literals, choices and lookups may have. @throws NotClosed for any other. */
export function closedValues(ast: Ast, world: ClosedWorld): readonly Alternative[] {
  const found = values(ast, world);
  if (found.length > MAX_ALTERNATIVES) throw new NotClosed();
  return found;
}

function values(ast: Ast, world: ClosedWorld): readonly Alternative[] {
  switch (ast.kind) {
    case "literal":
      return [plain(ast.value)];
    case "list":
      return listed(ast.items, world);
    case "dict":
      return [
        { when: [], value: { kind: "dict", entries: ast.entries.map(([key, of]) => [plainIn(key, world), of]) } },
      ];
    case "member":
      return ofTrigger(ast, world) ?? ofStates(ast, world) ?? memberOf(ast.of, ast.key, world);
    case "call":
      return called(ast.of, ast.given, world);
    case "filter":
      return each(ast.of, world, (value) => filtered(value, ast.name, ast.given, world));
    case "binary":
      return each(ast.left, world, (left) =>
        each(ast.right, world, (right) => [{ when: [], value: combined(ast.operator, left, right) }]),
      );
    case "if":
      return chosen(ast, world);
    case "unary":
      if (ast.operator !== "not") throw new NotClosed();
      return each(ast.of, world, (value) => [plain(!isTrue(value))]);
    case "name":
      if (ast.name !== UNDEFINED) throw new NotClosed();
      return [{ when: [], value: { kind: "undefined" } }];
    case "slice":
    case "test":
      throw new NotClosed();
  }
}

const plain = (value: Plain): Alternative => ({ when: [], value: { kind: "plain", value } });

const itemsOf = (all: readonly string[], areStates = false): Alternative => ({
  when: [],
  value: { kind: "items", items: all.map((value) => ({ value, when: [] })), areStates },
});

function each(ast: Ast, world: ClosedWorld, then: (value: Closed) => readonly Alternative[]): readonly Alternative[] {
  return closedValues(ast, world).flatMap(({ when, value }) =>
    then(value).map((next) => ({ when: [...when, ...next.when], value: next.value })),
  );
}

function listed(asts: readonly Ast[], world: ClosedWorld): readonly Alternative[] {
  let lists: readonly Alternative[] = [itemsOf([])];
  for (const ast of asts) {
    const own = closedValues(ast, world);
    lists = lists.flatMap(({ when, value }) =>
      own.map((item): Alternative => {
        if (value.kind !== "items" || item.value.kind !== "plain") throw new NotClosed();
        const items = [...value.items, { value: item.value.value, when: [] }];
        return { when: [...when, ...item.when], value: { ...value, items } };
      }),
    );
    if (lists.length > MAX_ALTERNATIVES) throw new NotClosed();
  }
  return lists;
}

function chosen({ test, met, unmet }: Extract<Ast, { kind: "if" }>, world: ClosedWorld): readonly Alternative[] {
  const otherwise: readonly Alternative[] =
    unmet === null ? [{ when: [], value: { kind: "undefined" } }] : closedValues(unmet, world);
  const known = truthIn(test, world);
  if (known !== undefined) return known ? closedValues(met, world) : otherwise;
  const source = sourceOfAst(test);
  return [...under(source, closedValues(met, world)), ...under(`not (${source})`, otherwise)];
}

const under = (condition: string, alternatives: readonly Alternative[]): readonly Alternative[] =>
  alternatives.map(({ when, value }) => ({ when: [condition, ...when], value }));

/** A condition that does not depend on anything open. */
function truthIn(test: Ast, world: ClosedWorld): boolean | undefined {
  try {
    const [only, ...others] = closedValues(test, world);
    return only === undefined || others.length > 0 || only.when.length > 0 ? undefined : isTrue(only.value);
  } catch (error) {
    if (error instanceof NotClosed) return undefined;
    throw error;
  }
}

const plainIn = (ast: Ast, world: ClosedWorld): Plain => onlyPlain(closedValues(ast, world));

/** `trigger.entity_id`, `trigger.to_state.object_id`, `trigger.id` and their like. */
function ofTrigger(ast: Ast, { trigger }: ClosedWorld): readonly Alternative[] | undefined {
  const text = sourceOfAst(ast);
  const part = /^trigger\.(?:(?:to_state|from_state)\.)?(entity_id|object_id|id|domain)$/.exec(text)?.[1];
  if (part === undefined) return undefined;
  if (text === "trigger.id") return choicesOf(trigger?.ids ?? null, text);
  if (part === "id") return undefined;
  return choicesOf(trigger?.entityIds ?? null, "trigger.entity_id").map(({ when, value }) => {
    const id = value.kind === "plain" ? String(value.value) : "";
    const own = part === "entity_id" ? id : part === "domain" ? domainOf(id) : objectIdOf(id);
    return { when, value: { kind: "plain", value: own } };
  });
}

function choicesOf(all: readonly string[] | null, name: string): readonly Alternative[] {
  if (all === null || all.length === 0) throw new NotClosed();
  const when = (one: string): readonly string[] => (all.length === 1 ? [] : [`${name} == ${literal(one)}`]);
  return all.map((one) => ({ when: when(one), value: { kind: "plain", value: one } }));
}

function ofStates(ast: Extract<Ast, { kind: "member" }>, world: ClosedWorld): readonly Alternative[] | undefined {
  const value = ofState(ast);
  if (value !== undefined) return [plain(value)];
  const all = ofDomain(ast, world);
  return all === undefined ? undefined : [itemsOf(all, true)];
}

function memberOf(of: Ast, key: Ast, world: ClosedWorld): readonly Alternative[] {
  return each(of, world, (value) => {
    if (value.kind === "dict") return lookedUp(value.entries, key, world, undefined);
    if (value.kind !== "items" || value.areStates || value.items.some(({ when }) => when.length > 0))
      throw new NotClosed();
    const index = plainIn(key, world);
    const item = typeof index === "number" ? value.items.at(index) : undefined;
    return [item === undefined ? { when: [], value: { kind: "undefined" } } : plain(item.value)];
  });
}

/** A lookup by something open is a choice between all keys. */
function lookedUp(
  entries: Extract<Closed, { kind: "dict" }>["entries"],
  key: Ast,
  world: ClosedWorld,
  fallback: Ast | undefined,
): readonly Alternative[] {
  const missing = (): readonly Alternative[] =>
    fallback === undefined ? [{ when: [], value: { kind: "undefined" } }] : closedValues(fallback, world);
  const known = attempt(() => closedValues(key, world));
  if (known !== undefined)
    return known.flatMap(({ when, value }) => {
      if (value.kind !== "plain") throw new NotClosed();
      const found = entries.find(([name]) => name === value.value);
      const own = found === undefined ? missing() : closedValues(found[1], world);
      return own.map((one) => ({ when: [...when, ...one.when], value: one.value }));
    });
  const source = sourceOfAst(key);
  const isKey = ([name]: readonly [Plain, Ast]): string => `(${source}) == ${literal(name)}`;
  return [
    ...entries.flatMap((entry) => under(isKey(entry), closedValues(entry[1], world))),
    ...missing().map(({ when, value }) => ({
      when: [...entries.map((entry) => `not (${isKey(entry)})`), ...when],
      value,
    })),
  ];
}

function attempt<Result>(compute: () => Result): Result | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NotClosed) return undefined;
    throw error;
  }
}

function called(of: Ast, { values: given, named }: Arguments, world: ClosedWorld): readonly Alternative[] {
  if (Object.keys(named).length > 0) throw new NotClosed();
  const [first, second, third] = given;
  if (of.kind === "member" && of.key.kind === "literal") {
    const method = String(of.key.value);
    if (method === "get" && first !== undefined)
      return each(of.of, world, (value) => {
        if (value.kind !== "dict") throw new NotClosed();
        return lookedUp(value.entries, first, world, second);
      });
    const texts = given.map((one) => plainIn(one, world));
    return each(of.of, world, (value) => [{ when: [], value: textMethod(method, value, texts) }]);
  }
  if (of.kind !== "name" || first === undefined) throw new NotClosed();
  if (of.name === "native") return values(first, world);
  if (of.name === COLLECTED)
    return each(first, world, (value) => [
      { when: [], value: collectedIn(value, given, (ast) => closedValues(ast, world)) },
    ]);
  if (of.name === "iif")
    return chosen(
      {
        kind: "if",
        test: first,
        met: second ?? { kind: "literal", value: true },
        unmet: third ?? { kind: "literal", value: false },
      },
      world,
    );
  return [entitiesIn(of.name, given, world)];
}

/** `expand(a, b)`, `area_entities('kitchen')` and their like, where what they return is known. */
function entitiesIn(name: string, given: readonly Ast[], world: ClosedWorld): Alternative {
  if (!/^(?:expand|(?:area|device|label|floor)_entities)$/.test(name)) throw new NotClosed();
  const ids = given.flatMap((one) => {
    const [only, ...others] = closedValues(one, world);
    if (only === undefined || only.when.length + others.length > 0) throw new NotClosed();
    if (only.value.kind === "plain") return [String(only.value.value)];
    if (only.value.kind !== "items" || only.value.items.some(({ when }) => when.length > 0)) throw new NotClosed();
    return only.value.items.map(({ value }) => String(value));
  });
  const found = ids.map((id) => world.entitiesOf?.(name, id));
  const known = found.filter((all) => all !== undefined);
  if (known.length < found.length) throw new NotClosed();
  return itemsOf([...new Set(known.flat())], name === "expand");
}

const OF_TEXT: Readonly<Record<string, string>> = { lower: "lower", upper: "upper", trim: "strip", replace: "replace" };

function filtered(value: Closed, name: string, given: Arguments, world: ClosedWorld): readonly Alternative[] {
  const { values: asts } = given;
  if (name === "default" && asts[0] !== undefined)
    return value.kind === "undefined" ? closedValues(asts[0], world) : [{ when: [], value }];
  if (value.kind === "items")
    return [{ when: [], value: ofItems(value, name, given, (ast) => closedValues(ast, world)) }];
  if (name === "string" && value.kind === "plain")
    return [plain(typeof value.value === "string" ? value.value : String(value.value))];
  const method = OF_TEXT[name];
  if (method === undefined) throw new NotClosed();
  return [
    {
      when: [],
      value: textMethod(
        method,
        value,
        asts.map((one) => plainIn(one, world)),
      ),
    },
  ];
}
