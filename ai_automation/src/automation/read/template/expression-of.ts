import { parseAst, type Ast } from "./ast.ts";
import { folded } from "./folded.ts";
import { inlined, isLarge, type AstNames } from "./inlined.ts";
import {
  afterLoop,
  itemName,
  listedText,
  loopVariable,
  namespaceIn,
  openNamespace,
  withValue,
  type Loop,
} from "./loops.ts";
import { mergedNames } from "./merged-names.ts";
import { Signal } from "./signal.ts";
import { partsOfTemplate, type TemplatePart } from "./statements.ts";

/**
 * A template as one expression: `set` is put in its place, `if` becomes `a if b else c`, loops are written out or become
 * a call of `_collected`, and text beside outputs is joined to them. Undefined for templates with macros and imports.
 */
export function expressionOf(template: string): Ast | undefined {
  if (KNOWN.has(template)) return KNOWN.get(template);
  const ast = readExpression(template);
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  KNOWN.set(template, ast);
  return ast;
}

/** An automation's templates are read several times: as text, as a choice, and once for each way past a condition. */
const KNOWN = new Map<string, Ast | undefined>();
const MAX_KNOWN = 500;

function readExpression(template: string): Ast | undefined {
  const parts = partsOfTemplate(template);
  if (parts === undefined || parts.length === 0 || parts.length > MAX_PARTS) return undefined;
  const reader = new StatementReader(parts);
  try {
    const { written } = reader.block(new Map());
    const whole = reader.isAtEnd() ? joined(written) : undefined;
    return whole === undefined ? undefined : folded(whole);
  } catch (error) {
    if (error instanceof OtherStatement) return undefined;
    throw error;
  }
}

class OtherStatement extends Signal {}

interface Block {
  readonly written: readonly Ast[];
  readonly names: AstNames;
}

/** Nobody writes longer templates to choose something. */
const MAX_PARTS = 200;
/** Rounds of a loop that are written out. */
const MAX_ROUNDS = 24;

class StatementReader {
  readonly #parts: readonly TemplatePart[];
  readonly #namespaces = new Set<string>();
  #next = 0;
  #depth = 0;
  #rounds = 0;

  constructor(parts: readonly TemplatePart[]) {
    this.#parts = parts;
  }

  isAtEnd(): boolean {
    return this.#next === this.#parts.length;
  }

  /** Up to the statement that ends the block. */
  block(before: AstNames): Block {
    const written: Ast[] = [];
    let names = before;
    for (let part = this.#parts[this.#next]; part !== undefined; part = this.#parts[this.#next]) {
      if (part.kind === "statement" && /^(?:elif|else|endif|endfor)\b/.test(part.text)) break;
      this.#next += 1;
      if (part.kind === "text") written.push({ kind: "literal", value: part.text });
      else if (part.kind === "output") written.push(this.#expression(part.text, names));
      else {
        const read = this.#statement(part.text, names);
        written.push(...read.written);
        names = read.names;
      }
    }
    return { written, names };
  }

  #statement(text: string, names: AstNames): Block {
    const condition = /^if\b([\s\S]*)$/.exec(text)?.[1];
    if (condition !== undefined) return this.#branches(condition, names);
    const [, item, list] = /^for\s+(\w+)\s+in\b([\s\S]*)$/.exec(text) ?? [];
    if (item !== undefined && list !== undefined) return this.#loop(item, list, names);
    const [, name, key, value] = /^set\s+(\w+)(?:\.(\w+))?\s*=(?!=)([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new OtherStatement();
    return { written: [], names: new Map([...names, [name, this.#valueSet(name, key, value, names)]]) };
  }

  #valueSet(name: string, key: string | undefined, text: string, names: AstNames): Ast {
    const value = this.#expression(text, names);
    const namespace = key === undefined ? namespaceIn(value) : withValue(names.get(name), key, value);
    if (namespace !== undefined && key === undefined) this.#namespaces.add(name);
    if (namespace === undefined && key !== undefined) throw new OtherStatement();
    return namespace ?? value;
  }

  /** A loop over a known list is written out, with its conditions on what is known already computed. */
  #loop(item: string, text: string, names: AstNames): Block {
    const whole = parsed(text);
    const hasTest = whole.kind === "if" && whole.unmet === null;
    const of = folded(inlined(hasTest ? whole.met : whole, names));
    const test = hasTest ? whole.test : null;
    this.#depth += 1;
    const read =
      of.kind === "list" ? this.#writtenOut(item, of.items, test, names) : this.#anyRound(item, of, test, names);
    this.#depth -= 1;
    if (!/^endfor\b/.test(this.#parts[this.#next]?.text ?? "")) throw new OtherStatement();
    this.#next += 1;
    return read;
  }

  #writtenOut(item: string, items: readonly Ast[], test: Ast | null, before: AstNames): Block {
    this.#rounds += items.length;
    if (this.#rounds > MAX_ROUNDS) throw new OtherStatement();
    const start = this.#next;
    const own = (value: Ast, names: AstNames): AstNames => new Map([...names, [item, value]]);
    const tests = items.map((value) => (test === null ? null : folded(inlined(test, own(value, before)))));
    const isOpen = tests.some((one) => one !== null && one.kind !== "literal");
    const rounds = items.flatMap((value, index) => {
      const one = tests[index] ?? null;
      return one?.kind === "literal" && !one.value ? [] : [{ value, test: one }];
    });
    const written: Ast[] = [];
    let names = before;
    for (const [index, { value, test: condition }] of rounds.entries()) {
      this.#next = start;
      const inRound = own(value, names);
      const body = this.block(isOpen ? inRound : new Map([...inRound, ["loop", loopVariable(index, rounds.length)]]));
      const isAlways = condition === null || condition.kind === "literal";
      const text = joined(body.written);
      if (isAlways) written.push(...body.written);
      else if (text !== undefined) written.push({ kind: "if", test: condition, met: text, unmet: null });
      const after = isAlways ? body.names : mergedNames(condition, body.names, names, this.#namespaces);
      names = new Map(
        [...names].map(([name, old]) => [name, this.#isNamespace(name) ? (after.get(name) ?? old) : old]),
      );
    }
    if (rounds.length === 0) this.block(own({ kind: "literal", value: null }, before));
    return { written, names };
  }

  #anyRound(item: string, of: Ast, condition: Ast | null, names: AstNames): Block {
    const own: Ast = { kind: "name", name: itemName(item, this.#depth) };
    const inRound = new Map([...names].filter(([name]) => name !== "loop"));
    for (const [name, value] of names)
      if (this.#isNamespace(name) && value.kind === "dict") inRound.set(name, openNamespace(name, value));
    inRound.set(item, own);
    const test = condition === null ? null : inlined(condition, inRound);
    const loop: Loop = { of, item: own.name, test };
    const body = this.block(inRound);
    const after = new Map(names);
    for (const [name, value] of names) {
      if (!this.#isNamespace(name) || value.kind !== "dict") continue;
      const summed = afterLoop(loop, name, value, body.names.get(name));
      if (summed === undefined) throw new OtherStatement();
      after.set(name, summed);
    }
    if (body.written.every(isBlank)) return { written: [], names: after };
    const text = listedText(loop, body.written);
    if (text === undefined) throw new OtherStatement();
    return { written: [text], names: after };
  }

  #isNamespace(name: string): boolean {
    return this.#namespaces.has(name);
  }

  #branches(condition: string, names: AstNames): Block {
    const test = this.#expression(condition, names);
    const met = this.block(names);
    const end = this.#parts[this.#next]?.text ?? "";
    this.#next += 1;
    const elif = /^elif\b([\s\S]*)$/.exec(end)?.[1];
    const unmet: Block =
      elif !== undefined
        ? this.#branches(elif, names)
        : /^else\b/.test(end)
          ? this.block(names)
          : { written: [], names };
    if (elif === undefined && /^else\b/.test(end)) {
      if (!/^endif\b/.test(this.#parts[this.#next]?.text ?? "")) throw new OtherStatement();
      this.#next += 1;
    } else if (elif === undefined && !/^endif\b/.test(end)) throw new OtherStatement();
    const hasText = [...met.written, ...unmet.written].some((one) => !isBlank(one));
    return {
      written: hasText
        ? [{ kind: "if", test, met: joined(met.written) ?? EMPTY, unmet: joined(unmet.written) ?? null }]
        : [],
      names: mergedNames(test, met.names, unmet.names, this.#namespaces),
    };
  }

  #expression(text: string, names: AstNames): Ast {
    const whole = inlined(parsed(text), names);
    if (isLarge(whole)) throw new OtherStatement();
    return whole;
  }
}

function parsed(text: string): Ast {
  const ast = parseAst(text);
  if (ast === undefined) throw new OtherStatement();
  return ast;
}

const EMPTY: Ast = { kind: "literal", value: "" };

const isBlank = (ast: Ast): boolean =>
  ast.kind === "literal" && typeof ast.value === "string" && ast.value.trim() === "";

/** Outer white space is cut off (helpers/template). A single output keeps its type; a text alone is what it looks like. */
function joined(written: readonly Ast[]): Ast | undefined {
  const parts = written.filter((one) => !isBlank(one));
  const [first, ...others] = parts.map((part, index) => trimmed(part, index === 0, index === parts.length - 1));
  if (first === undefined) return undefined;
  if (others.length === 0)
    return first.kind === "literal" && typeof first.value === "string" ? native(first.value) : first;
  const texts = others.map(asText);
  return texts.reduce((left, right): Ast => ({ kind: "binary", operator: "~", left, right }), asText(first));
}

/** A choice beside a text writes nothing where it has no other branch. */
const asText = (ast: Ast): Ast => (ast.kind === "if" && ast.unmet === null ? { ...ast, unmet: EMPTY } : ast);

function trimmed(ast: Ast, isFirst: boolean, isLast: boolean): Ast {
  if (ast.kind !== "literal" || typeof ast.value !== "string") return ast;
  const start = isFirst ? ast.value.trimStart() : ast.value;
  return { ...ast, value: isLast ? start.trimEnd() : start };
}

function native(text: string): Ast {
  const value = /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : text;
  if (value === text && /^-?\d+(?:\.\d+)?$/.test(text)) return { kind: "literal", value: Number(text) };
  return { kind: "literal", value };
}
