import type { Grammar } from "./compiled.ts";
import { thingFinder, wordsOfNames, type SpelledEntity } from "./find-things.ts";
import { valueReader } from "./read-values.ts";
import { respelled } from "./respelled.ts";
import { matchTemplate } from "./template.ts";
import { tokensOf, type Token } from "./tokens.ts";
import { keyOf, type Value } from "./value.ts";
import type { ClauseName } from "./words/catalogue.ts";

/** A part of a request with one meaning. */
export interface Clause {
  readonly name: ClauseName;
  readonly values: readonly Value[];
  /** How many words it has; null if it stands inside another. */
  readonly length: number | null;
}

export interface SplitRequest {
  /** The readings that explain the most words with the fewest clauses; more than one if the words are ambiguous. */
  readonly readings: readonly (readonly Clause[])[];
  /** The parts of the text that no clause explains. */
  readonly unexplained: readonly string[];
  /** Words that were read as others: "kitchn → kitchen". */
  readonly doubts: readonly string[];
  /** Whether the unexplained words are few, and no numbers, names or words that mean something elsewhere. */
  readonly isMinor: boolean;
}

/** Splits a request into clauses that together explain every word. */
export function splitRequest(
  text: string,
  entities: readonly SpelledEntity[],
  grammar: Grammar,
  spelling: { readonly withTypos: boolean },
): SplitRequest {
  const written = tokensOf(text);
  if (written.length > MAX_TOKENS) return { readings: [], unexplained: [text], doubts: [], isMinor: false };
  const { tokens, doubts } = respelled(written, entities, grammar, spelling);
  const read = valueReader(text, tokens, grammar, thingFinder(entities, grammar));
  const best: (Best | undefined)[] = [{ cost: 0, readings: [{ clauses: [], skipped: [] }] }];
  const offer = (end: number, cost: number, readings: readonly Reading[]): void => {
    const known = best[end];
    if (known === undefined || cost < known.cost) best[end] = { cost, readings };
    else if (cost === known.cost) best[end] = { cost, readings: distinct([...known.readings, ...readings]) };
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const here = best[at];
    if (here === undefined) continue;
    const { cost, readings } = here;
    offer(
      at + 1,
      cost + SKIPPED,
      readings.map(({ clauses, skipped }) => ({ clauses, skipped: [...skipped, at] })),
    );
    for (const { end } of matchTemplate(grammar.filler, tokens, at, () => [])) offer(end, cost + (end - at), readings);
    for (const [name, templates] of grammar.clauses)
      for (const template of templates)
        for (const { end, values } of matchTemplate(template, tokens, at, read))
          if (end > at)
            offer(
              end,
              cost + CLAUSE + wordsOfText(values),
              readings.map(({ clauses, skipped }) => ({
                clauses: [...clauses, ...clausesOf(name, values, end - at)],
                skipped,
              })),
            );
  }
  const readings = best[tokens.length]?.readings ?? [];
  const skipped = readings[0]?.skipped ?? [];
  return {
    readings: readings.map(({ clauses }) => clauses),
    unexplained: unexplainedIn(text, tokens, skipped),
    doubts: doubts.map(({ written: one, meant }) => `${one} → ${meant}`),
    isMinor: isMinor(tokens, skipped, entities, grammar),
  };
}

/** The clause, after those that stand inside it. */
const clausesOf = (name: ClauseName, values: readonly Value[], length: number): readonly Clause[] => [
  ...values.flatMap((value) =>
    value.kind === "aside" ? [{ name: value.clause, values: value.values, length: null }] : [],
  ),
  { name, values: values.filter(({ kind }) => kind !== "aside"), length },
];

interface Reading {
  readonly clauses: readonly Clause[];
  readonly skipped: readonly number[];
}

interface Best {
  readonly cost: number;
  readonly readings: readonly Reading[];
}

const MAX_TOKENS = 80;
const SKIPPED = 10_000;
/** More than the filler of a whole request. */
const CLAUSE = 100;
/** Readings beyond these are not compared: two that differ are already ambiguous. */
const MAX_READINGS = 16;

const distinct = (readings: readonly Reading[]): readonly Reading[] =>
  [
    ...new Map(
      readings.map((reading) => [
        JSON.stringify([reading.clauses.map(({ name, values }) => [name, values.map(keyOf)]), reading.skipped]),
        reading,
      ]),
    ).values(),
  ].slice(0, MAX_READINGS);

/** "Call this automation Morning": the shorter text is the name. */
const wordsOfText = (values: readonly Value[]): number =>
  values.reduce((sum, value) => sum + (value.kind === "text" ? value.text.split(/\s+/).length : 0), 0);

function isMinor(
  tokens: readonly Token[],
  skipped: readonly number[],
  entities: readonly SpelledEntity[],
  { vocabulary }: Grammar,
): boolean {
  const names = wordsOfNames(entities);
  const isWeighty = (word: string): boolean => /\d/.test(word) || vocabulary.has(word) || names.has(word);
  return skipped.length * 3 <= tokens.length && !skipped.some((index) => isWeighty(tokens[index]?.text ?? ""));
}

/** Neighboring words as they were written. */
function unexplainedIn(text: string, tokens: readonly Token[], skipped: readonly number[]): readonly string[] {
  const starts = skipped.filter((index) => !skipped.includes(index - 1));
  return starts.map((start) => {
    const after = skipped.filter((index) => index >= start);
    const last = after.findLast((index, place) => index === start + place) ?? start;
    return text.normalize("NFC").slice(tokens[start]?.from, tokens[last]?.to);
  });
}
