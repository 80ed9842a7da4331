import { plainTokensOf, type Token } from "./tokens.ts";

/**
 * A compiled sentence template: words, `(a|b)` alternatives, `[optional]`, `{slot}`, and `<rule>` for a text that is
 * defined once, in the form of Home Assistant's sentence templates. Skipped words stand in no text.
 */
export type Template =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "slot"; readonly name: string }
  | { readonly kind: "sequence"; readonly parts: readonly Template[]; readonly starts: Starts }
  | { readonly kind: "choice"; readonly options: readonly Template[]; readonly starts: Starts };

/** The words with which a match can begin; null if it can begin with a slot or be empty. */
type Starts = ReadonlySet<string> | null;

export interface Match<Value> {
  /** The index of the first token that is not part of it. */
  readonly end: number;
  readonly values: readonly Value[];
}

/** Finds everything that a slot can stand for, from a token on. */
export type SlotReader<Value> = (name: string, at: number) => readonly Match<Value>[];

/** @throws Error if brackets do not match or a rule is missing: a fault of the catalogue */
export function compileTemplate(
  text: string,
  rules: Readonly<Record<string, string>> = {},
  skipped: ReadonlySet<string> = new Set(),
): Template {
  const expanded = expand(text, rules);
  const pieces = expanded.match(/[()[\]|]|\{\w+\}|[^()[\]|{}]+/g) ?? [];
  const { template, next } = readChoice(pieces, 0, skipped);
  if (next !== pieces.length) throw new Error(`"${text}" has an unmatched bracket`);
  return template;
}

/** Every way in which the template matches the tokens from `at` on. */
export function matchTemplate<Value>(
  template: Template,
  tokens: readonly Token[],
  at: number,
  slots: SlotReader<Value>,
): readonly Match<Value>[] {
  if ("starts" in template && template.starts !== null && !template.starts.has(tokens[at]?.text ?? "")) return [];
  switch (template.kind) {
    case "word":
      return tokens[at]?.text === template.word ? [{ end: at + 1, values: [] }] : [];
    case "slot":
      return slots(template.name, at);
    case "choice":
      return template.options.flatMap((option) => matchTemplate(option, tokens, at, slots));
    case "sequence":
      return template.parts.reduce<readonly Match<Value>[]>(
        (matches, part) =>
          matches.flatMap(({ end, values }) =>
            matchTemplate(part, tokens, end, slots).map((next) => ({
              end: next.end,
              values: [...values, ...next.values],
            })),
          ),
        [{ end: at, values: [] }],
      );
  }
}

/** Rules can use rules, to a depth that no sensible catalogue reaches. */
function expand(text: string, rules: Readonly<Record<string, string>>, depth = 0): string {
  return text.replaceAll(/<(\w+)>/g, (_, name: string) => {
    const rule = rules[name];
    if (rule === undefined || depth > 5) throw new Error(`The rule <${name}> is missing or contains itself`);
    return `(${expand(rule, rules, depth + 1)})`;
  });
}

interface Read {
  readonly template: Template;
  readonly next: number;
}

function readChoice(pieces: readonly string[], from: number, skipped: ReadonlySet<string>): Read {
  const options: Template[] = [];
  let parts: Template[] = [];
  let at = from;
  const close = (): void => {
    options.push(sequenceOf(parts));
    parts = [];
  };
  for (; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? "";
    if (piece === ")" || piece === "]") break;
    if (piece === "|") close();
    else if (piece === "(" || piece === "[") {
      const { template, next } = readChoice(pieces, at + 1, skipped);
      if (pieces[next] !== (piece === "(" ? ")" : "]"))
        throw new Error(`"${pieces.join("")}" has an unmatched bracket`);
      parts.push(piece === "(" ? template : choiceOf([template, sequenceOf([])]));
      at = next;
    } else if (piece.startsWith("{")) parts.push({ kind: "slot", name: piece.slice(1, -1) });
    else {
      const words = plainTokensOf(piece).filter((word) => !skipped.has(word));
      parts.push(...words.map((word): Template => ({ kind: "word", word })));
    }
  }
  close();
  const [only] = options;
  return {
    template: options.length === 1 && only !== undefined ? only : choiceOf(options),
    next: at,
  };
}

const sequenceOf = (parts: readonly Template[]): Template => ({
  kind: "sequence",
  parts,
  starts: startsOf(beginningOfParts(parts)),
});

const choiceOf = (options: readonly Template[]): Template => ({
  kind: "choice",
  options,
  starts: startsOf(beginningOfOptions(options)),
});

/** How matches of a template begin: with these words, with a slot, or with nothing as they are empty. */
interface Beginning {
  readonly words: readonly string[];
  readonly isSlot: boolean;
  readonly isEmpty: boolean;
}

const startsOf = ({ words, isSlot, isEmpty }: Beginning): Starts => (isSlot || isEmpty ? null : new Set(words));

function beginningOf(template: Template): Beginning {
  switch (template.kind) {
    case "word":
      return { words: [template.word], isSlot: false, isEmpty: false };
    case "slot":
      return { words: [], isSlot: true, isEmpty: false };
    case "choice":
      return beginningOfOptions(template.options);
    case "sequence":
      return beginningOfParts(template.parts);
  }
}

function beginningOfOptions(options: readonly Template[]): Beginning {
  const beginnings = options.map(beginningOf);
  return {
    words: beginnings.flatMap(({ words }) => words),
    isSlot: beginnings.some(({ isSlot }) => isSlot),
    isEmpty: beginnings.some(({ isEmpty }) => isEmpty),
  };
}

function beginningOfParts([first, ...rest]: readonly Template[]): Beginning {
  if (first === undefined) return { words: [], isSlot: false, isEmpty: true };
  const beginning = beginningOf(first);
  if (!beginning.isEmpty) return beginning;
  const next = beginningOfParts(rest);
  return {
    words: [...beginning.words, ...next.words],
    isSlot: beginning.isSlot || next.isSlot,
    isEmpty: next.isEmpty,
  };
}
