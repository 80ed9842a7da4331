import { parseAst, type Ast } from "./ast.ts";
import { folded } from "./folded.ts";
import { inlined, isLarge, type AstNames } from "./inlined.ts";
import { partsOfTemplate, type TemplatePart } from "./statements.ts";

/**
 * A template as one expression: `set` is put in its place, `if` becomes `a if b else c`, and text beside outputs is
 * joined to them. Undefined for templates with loops, macros and imports.
 */
export function expressionOf(template: string): Ast | undefined {
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

class OtherStatement extends Error {}

interface Block {
  readonly written: readonly Ast[];
  readonly names: AstNames;
}

/** Nobody writes longer templates to choose something. */
const MAX_PARTS = 200;

class StatementReader {
  readonly #parts: readonly TemplatePart[];
  #next = 0;

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
      if (part.kind === "statement" && /^(?:elif\b|else\b|endif\b)/.test(part.text)) break;
      this.#next += 1;
      if (part.kind === "text") written.push({ kind: "literal", value: part.text });
      else if (part.kind === "output") written.push(this.#expression(part.text, names));
      else {
        const set = /^set\s+(\w+)\s*=(?!=)([\s\S]*)$/.exec(part.text);
        const condition = /^if\b([\s\S]*)$/.exec(part.text)?.[1];
        if (set?.[1] !== undefined) names = new Map([...names, [set[1], this.#expression(set[2] ?? "", names)]]);
        else if (condition === undefined) throw new OtherStatement();
        else {
          const chosen = this.#branches(condition, names);
          written.push(...chosen.written);
          names = chosen.names;
        }
      }
    }
    return { written, names };
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
      names: mergedNames(test, met.names, unmet.names),
    };
  }

  #expression(text: string, names: AstNames): Ast {
    const ast = parseAst(text);
    if (ast === undefined) throw new OtherStatement();
    const whole = inlined(ast, names);
    if (isLarge(whole)) throw new OtherStatement();
    return whole;
  }
}

const EMPTY: Ast = { kind: "literal", value: "" };

const isBlank = (ast: Ast): boolean =>
  ast.kind === "literal" && typeof ast.value === "string" && ast.value.trim() === "";

/** Names that either branch sets. */
function mergedNames(test: Ast, met: AstNames, unmet: AstNames): AstNames {
  return new Map(
    [...new Set([...met.keys(), ...unmet.keys()])].map((name): readonly [string, Ast] => {
      const open: Ast = { kind: "name", name };
      const [a, b] = [met.get(name) ?? open, unmet.get(name) ?? open];
      return [name, a === b ? a : { kind: "if", test, met: a, unmet: b }];
    }),
  );
}

/** Outer white space is cut off (helpers/template). A single output keeps its type; a text alone is what it looks like. */
function joined(written: readonly Ast[]): Ast | undefined {
  const parts = written.filter((one) => !isBlank(one));
  const [first, ...others] = parts.map((part, index) => trimmed(part, index === 0, index === parts.length - 1));
  if (first === undefined) return undefined;
  if (others.length === 0)
    return first.kind === "literal" && typeof first.value === "string" ? native(first.value) : first;
  return others.reduce((left, right): Ast => ({ kind: "binary", operator: "~", left, right }), first);
}

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
