import type { AutomationConfig } from "../../../model/automation.ts";
import type { Entity } from "../../../model/home.ts";
import type { PlannedChange } from "../plan/change-plan.ts";
import type { Grammar } from "./compiled.ts";
import { spelledEntities, thingFinder, wordsOfNames, type SpelledEntity } from "./find-things.ts";
import { changesOf } from "./plan-of-clauses.ts";
import { editedOf, grammarIn } from "./plan-request.ts";
import { valueReader } from "./read-values.ts";
import { respelled } from "./respelled.ts";
import { splitRequest, type Clause } from "./split-request.ts";
import { matchTemplate } from "./template.ts";
import { tokensOf, type Token } from "./tokens.ts";
import type { Value } from "./value.ts";

/** A request of which only a part is understood. */
export interface OpenRequest {
  /** The changes that its understood words ask for. */
  readonly sure: readonly PlannedChange[];
  /** The numbers, times and names in its other words. */
  readonly values: readonly OpenValue[];
}

export interface OpenValue {
  readonly value: Value;
  readonly isPercentage: boolean;
}

/** Undefined if the understood words have more than one meaning, or cannot be meant together. */
export function openRequest(
  text: string,
  automation: AutomationConfig | null,
  { entities, language }: { readonly entities: ReadonlyMap<string, Entity>; readonly language: string },
): OpenRequest | undefined {
  const grammar = grammarIn(language);
  const spelled = spelledEntities(entities.values());
  const { readings, unexplained } = splitRequest(text, spelled, grammar, { withTypos: true });
  const edited = editedOf(automation);
  const plans = readings
    .map((clauses) => clauses.filter((clause) => !isBareNumber(clause)))
    .map((clauses) => (clauses.length === 0 ? [] : changesOf(clauses, edited)));
  const [only, ...others] = new Map(
    plans.flatMap((plan) => (plan === undefined ? [] : [[JSON.stringify(plan), plan] as const])),
  ).values();
  if (only === undefined || others.length > 0) return undefined;
  return { sure: only, values: unexplained.flatMap((part) => valuesIn(part, spelled, grammar)) };
}

/** In a text that is not understood, "three" or "a" alone is hardly a time. */
const isBareNumber = ({ name, length }: Clause): boolean => name === "at" && length === 1;

interface Found extends OpenValue {
  readonly at: number;
  readonly end: number;
}

/** From the longest on; of two that overlap, the first counts. */
function valuesIn(part: string, spelled: readonly SpelledEntity[], grammar: Grammar): readonly OpenValue[] {
  const { tokens } = respelled(tokensOf(part), spelled, grammar, { withTypos: false });
  const read = valueReader(part, tokens, grammar, thingFinder(spelled, grammar));
  const names = wordsOfNames(spelled);
  const afterPercent = (end: number): number =>
    matchTemplate(grammar.percent, tokens, end, () => []).find((match) => match.end > end)?.end ?? end;
  const found = tokens.flatMap((_, at) =>
    SLOTS.flatMap((slot) =>
      read(slot, at).flatMap(({ end, values: [value, ...others] }): readonly Found[] => {
        if (value === undefined || others.length > 0 || isAccidental(value, tokens.slice(at, end), grammar, names))
          return [];
        const last = value.kind === "number" ? afterPercent(end) : end;
        return [{ at, end: last, value, isPercentage: last > end }];
      }),
    ),
  );
  const chosen: Found[] = [];
  for (const one of found.toSorted((a, b) => b.end - b.at - (a.end - a.at)))
    if (!chosen.some((other) => one.at < other.end && other.at < one.end)) chosen.push(one);
  return chosen.toSorted((a, b) => a.at - b.at);
}

/** In the order in which they count. */
const SLOTS = ["days", "duration", "number", "time", "thing", "target"] as const;

/** A word such as "a" for one, a bare number for an hour, or a verb that begins like a name. */
function isAccidental(value: Value, words: readonly Token[], grammar: Grammar, names: ReadonlySet<string>): boolean {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) return false;
  const isWord = /^\p{L}+$/u.test(word.text);
  if (value.kind === "number") return isWord && value.number <= 1;
  if (value.kind === "time") return isWord && grammar.numbers.has(word.text);
  return (
    value.kind === "things" && (word.text.length <= 2 || (grammar.vocabulary.has(word.text) && !names.has(word.text)))
  );
}
