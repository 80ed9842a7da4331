import { parseAutomation } from "../../../automation/read/automation.ts";
import type { AutomationConfig } from "../../../model/automation.ts";
import type { Entity } from "../../../model/home.ts";
import { MINUTE } from "../../../model/time.ts";
import type { ChangePlan, PlannedChange } from "../plan/change-plan.ts";
import type { Edited } from "./clause-values.ts";
import { compileCatalogue, type Grammar } from "./compiled.ts";
import { spelledEntities, wordsOfNames, type SpelledEntity } from "./find-things.ts";
import { changesOf, isHalfDayOpen } from "./plan-of-clauses.ts";
import { splitRequest } from "./split-request.ts";
import { plainTokensOf } from "./tokens.ts";
import { CATALOGUES } from "./words/languages.ts";

/** A request, read without a language model: a plan that explains every word, or the words that are not understood. */
export type ReadRequest =
  | {
      readonly kind: "plan";
      readonly plan: ChangePlan;
      /** Whether its times can also be meant twelve hours later. */
      readonly isHalfDayOpen: boolean;
      /** Words that were read as others, to be confirmed. */
      readonly doubts: readonly string[];
      /** Whether it was read in the home's language, in which no word was skipped. */
      readonly isOwnLanguage: boolean;
    }
  | {
      /** A plan for most of the words; the others seem to be of little weight. */
      readonly kind: "partial";
      readonly plan: ChangePlan;
      readonly isHalfDayOpen: boolean;
      readonly doubts: readonly string[];
      readonly unexplained: readonly string[];
    }
  | { readonly kind: "not_understood"; readonly unexplained: readonly string[] };

/**
 * Reads a request in the given language, else in any other of the panel's. In the plan, `thing` is an entity id. Words
 * that can be read in two ways, or that no change expresses, are not understood.
 */
export function planRequest(
  text: string,
  automation: AutomationConfig | null,
  { entities, language }: { readonly entities: ReadonlyMap<string, Entity>; readonly language: string },
): ReadRequest {
  const edited = editedOf(automation);
  const spelled = spelledEntities(entities.values());
  const own = languageOf(language);
  const grammar = grammarOf(own);
  const first = readIn(grammar, text, edited, spelled, { withTypos: false });
  if (first.kind === "plan") return first;
  const words = plainTokensOf(text);
  const names = wordsOfNames(spelled);
  const others = LANGUAGES.filter((other) => other !== own)
    .map(grammarOf)
    .filter((other) => isPerhapsIn(other, words, names))
    .map((other) => readIn(other, text, edited, spelled, { withTypos: false }))
    .filter((read) => read.kind === "plan");
  const plans = new Set(others.map(({ plan }) => JSON.stringify(plan)));
  const [other] = others;
  if (plans.size === 1 && other !== undefined) return { ...other, isOwnLanguage: false };
  return readIn(grammar, text, edited, spelled, { withTypos: true });
}

const LANGUAGES = Object.keys(CATALOGUES);

/** The language of the panel that is meant by a code such as "pt-BR"; English for any other. */
function languageOf(code: string): string {
  const short = code.split(/[-_]/)[0]?.toLowerCase() ?? "";
  return LANGUAGES.includes(short) ? short : "en";
}

export const grammarIn = (language: string): Grammar => grammarOf(languageOf(language));

/** Compiled when they are first needed: most homes need few. */
const compiled = new Map<string, Grammar>();

function grammarOf(language: string): Grammar {
  const grammar = compiled.get(language) ?? compileCatalogue(CATALOGUES[language] ?? CATALOGUES.en);
  compiled.set(language, grammar);
  return grammar;
}

/** Whether the language knows at least half of the words, which is cheaper to say than whether it understands them. */
function isPerhapsIn(
  { vocabulary, spellings }: Grammar,
  words: readonly string[],
  names: ReadonlySet<string>,
): boolean {
  const known = words.filter(
    (word) => vocabulary.has(word) || names.has(word) || spellings.has(word) || !/\p{L}/u.test(word),
  );
  return known.length * 2 >= words.length;
}

function readIn(
  grammar: Grammar,
  text: string,
  edited: Edited,
  entities: readonly SpelledEntity[],
  spelling: { readonly withTypos: boolean },
): ReadRequest {
  const { readings, unexplained, doubts, isMinor } = splitRequest(text, entities, grammar, spelling);
  if (unexplained.length > 0 && !isMinor) return { kind: "not_understood", unexplained };
  const plans = new Map<string, { readonly changes: readonly PlannedChange[]; readonly isOpen: boolean }>();
  for (const clauses of readings) {
    const changes = changesOf(clauses, edited);
    const key = JSON.stringify(changes);
    const isOpen = isHalfDayOpen(clauses, edited) && plans.get(key)?.isOpen !== false;
    if (changes !== undefined) plans.set(key, { changes, isOpen });
  }
  const [only, ...others] = plans.values();
  if (only === undefined || others.length > 0)
    return { kind: "not_understood", unexplained: unexplained.length > 0 ? unexplained : [text.trim()] };
  const plan = { changes: [...only.changes], not_possible: null };
  const read = { plan, isHalfDayOpen: only.isOpen, doubts };
  return unexplained.length > 0
    ? { kind: "partial", ...read, unexplained }
    : { kind: "plan", ...read, isOwnLanguage: true };
}

export function editedOf(automation: AutomationConfig | null): Edited {
  if (automation === null) return { isNew: true, days: null, at: null, isWaiting: false, isAtSun: false, effects: [] };
  const { triggers, conditions, effects } = parseAutomation(automation);
  const limits = [...triggers, ...conditions].flatMap((part) =>
    part.kind === "time" && part.weekdays !== null ? [[...part.weekdays]] : [],
  );
  const times = triggers.flatMap((trigger) => (trigger.kind === "time" ? trigger.at : []));
  const [at] = times;
  return {
    isNew: false,
    days: limits[0] ?? null,
    at: at === undefined || times.length > 1 ? null : at / MINUTE,
    isAtSun: triggers.some(({ kind }) => kind === "sun"),
    isWaiting: triggers.some((trigger) => trigger.kind === "state" && trigger.hold > 0),
    effects,
  };
}
