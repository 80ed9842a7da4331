import { isRecord } from "../../values.ts";
import { UNDEFINED } from "./folded.ts";
import { literalIn, literalText, sourceOf } from "./literal.ts";

export type Names = Readonly<Record<string, unknown>>;

/** The value of a name that nothing sets. */
export const UNSET = Symbol("unset");

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

/** Methods of dictionaries and texts, which a value may have without a key of that name. */
const METHODS: ReadonlySet<string> = new Set(
  "get items keys values split startswith endswith replace lower upper strip".split(" "),
);

function replacedIn(block: string, template: string, names: Names): string {
  return block.replaceAll(PATH, (found: string, start: number) => {
    if (!/^[A-Za-z_]/.test(found) || /^is\s/.test(found) || isGiven(block, start + found.length)) return found;
    const [first = "", ...members] = found.split(/[.[\]'"\s]+/).filter((part) => part !== "");
    if (!Object.hasOwn(names, first) || isOwn(first, template)) return found;
    let value = names[first];
    if (value === UNSET) return members.length === 0 ? UNDEFINED : found;
    for (const [index, member] of members.entries()) {
      if (isRecord(value) && Object.hasOwn(value, member)) {
        value = value[member];
        continue;
      }
      const isMethod = index === members.length - 1 && found.endsWith(`.${member}`) && METHODS.has(member);
      const source = isMethod ? sourceOf(value) : undefined;
      return source === undefined ? found : `(${source}).${member}`;
    }
    return sourceOf(value) ?? found;
  });
}

/** Whether a name is a keyword argument's, or the target of `set`. */
const isGiven = (block: string, end: number): boolean => /^\s*=(?!=)/.test(block.slice(end, end + 20));

/** The names of variables that a template reads. */
export function namesReadIn(template: string): readonly string[] {
  if (!template.includes("{")) return [];
  return [...template.matchAll(BLOCK)].flatMap(([block]) =>
    [...block.matchAll(PATH)].flatMap(({ 0: found, index }) => {
      const name = /^[A-Za-z_]\w*/.exec(found)?.[0];
      const isCall = found === name && /^\s*\(/.test(block.slice(index + found.length));
      const isNone = name === undefined || /^is\s/.test(found) || isCall || isGiven(block, index + found.length);
      return isNone || RESERVED.has(name) || isOwn(name, template) ? [] : [name];
    }),
  );
}

/** Words of Jinja, and what templates of Home Assistant have without variables (helpers/template, helpers/script.py). */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "and or not in is if elif else endif for endfor set endset true false none True False None recursive loop macro " +
    "endmacro call endcall filter endfilter import from include as with without endwith do block endblock raw endraw " +
    "ignore missing break continue states trigger this wait repeat context user pi e tau inf namespace undefined"
  ).split(" "),
);

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
