import { isRecord } from "../../values.ts";
import { literalIn, literalText, sourceOf } from "./literal.ts";

export type Names = Readonly<Record<string, unknown>>;

/**
 * A value with what names stand for in its templates. `{{ 'light.' }}` and other outputs of literals become text. A name
 * that stands for a template is replaced by its expression; Home Assistant turns its result into a number, a truth value
 * or a list where it looks like one (helpers/template, parse_result), so `native(...)` marks it.
 */
export function withNames(value: unknown, names: Names, key = ""): unknown {
  if (Object.keys(names).length === 0) return value;
  if (Array.isArray(value)) return value.map((one) => withNames(one, names, key));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, withNames(one, inside(name, names), name)]),
    );
  if (typeof value !== "string" || !value.includes("{")) return value;
  return withLiterals(
    value.replaceAll(BLOCK, (block) => replacedIn(block, value, names)),
    key,
  );
}

/** A loop in a loop has an item of its own. */
function inside(key: string, names: Names): Names {
  if (key !== "repeat" || !Object.hasOwn(names, "repeat")) return names;
  const { repeat: _, ...others } = names;
  return others;
}

const BLOCK = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** Texts, and names with their members; not the names of arguments, filters and tests. */
const PATH =
  /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[|.]\s*\w+|\bis\s+(?:not\s+)?\w+|\w+(?=\s*=(?!=))|[A-Za-z_]\w*(?:\.\w+|\[\s*(?:'\w+'|"\w+")\s*\])*/g;

function replacedIn(block: string, template: string, names: Names): string {
  return block.replaceAll(PATH, (found) => {
    if (!/^[A-Za-z_]/.test(found) || /^is\s/.test(found)) return found;
    const [first = "", ...members] = found.split(/[.[\]'"\s]+/).filter((part) => part !== "");
    if (!Object.hasOwn(names, first) || isOwn(first, template)) return found;
    let value = names[first];
    for (const member of members) {
      if (!isRecord(value) || !Object.hasOwn(value, member)) return found;
      value = value[member];
    }
    return sourceOf(value) ?? found;
  });
}

/** Whether the template itself gives the name a value. */
const isOwn = (name: string, template: string): boolean =>
  new RegExp(`(?:set|for|macro|import|as)\\s[^%]*\\b${name}\\b`).test(template);

const OUTPUT = /\{\{-?\s*([^{}]*?)\s*-?\}\}/g;

/** Conditions stay templates. */
function withLiterals(template: string, key: string): unknown {
  if (template.includes("{%")) return template;
  const [whole] = /^\s*\{\{-?\s*([^{}]*?)\s*-?\}\}\s*$/.exec(template)?.slice(1) ?? [];
  const literal = whole === undefined ? undefined : literalIn(whole);
  if (literal !== undefined) return typeof literal === "boolean" && key !== "enabled" ? template : literal;
  return whole === undefined
    ? template.replaceAll(OUTPUT, (output, expression: string) => literalText(expression) ?? output)
    : template;
}
