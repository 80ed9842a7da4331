import { parseAutomation } from "../../../automation/read/automation.ts";
import type { AutomationConfig } from "../../../model/automation.ts";
import type { Entity } from "../../../model/home.ts";
import type { ChangePlan, PlannedChange } from "../change-plan.ts";
import { compileCatalogue, type Grammar } from "./compiled.ts";
import { spelledEntities, type SpelledEntity } from "./find-things.ts";
import { changesOf, type Edited } from "./plan-of-clauses.ts";
import { splitRequest } from "./split-request.ts";
import { CATALOGUES } from "./words/languages.ts";

/** A request, read without a language model: a plan that explains every word, or the words that are not understood. */
export type ReadRequest =
  | { readonly kind: "plan"; readonly plan: ChangePlan }
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
  const own = language.split(/[-_]/)[0]?.toLowerCase() ?? "";
  const first = readIn(GRAMMARS[own] ?? GRAMMARS.en, text, edited, spelled);
  if (first.kind === "plan") return first;
  const others = Object.entries(GRAMMARS)
    .filter(([name]) => name !== own)
    .map(([, grammar]) => readIn(grammar, text, edited, spelled))
    .filter((read) => read.kind === "plan");
  const plans = new Set(others.map(({ plan }) => JSON.stringify(plan)));
  return plans.size === 1 ? (others[0] ?? first) : first;
}

const GRAMMARS: Readonly<Record<string, Grammar>> & { readonly en: Grammar } = {
  en: compileCatalogue(CATALOGUES.en),
  de: compileCatalogue(CATALOGUES.de),
  fr: compileCatalogue(CATALOGUES.fr),
  es: compileCatalogue(CATALOGUES.es),
  nl: compileCatalogue(CATALOGUES.nl),
};

function readIn(grammar: Grammar, text: string, edited: Edited, entities: readonly SpelledEntity[]): ReadRequest {
  const { readings, unexplained } = splitRequest(text, entities, grammar);
  if (unexplained.length > 0) return { kind: "not_understood", unexplained };
  const plans = new Map<string, readonly PlannedChange[]>();
  for (const clauses of readings) {
    const changes = changesOf(clauses, edited);
    if (changes !== undefined) plans.set(JSON.stringify(changes), changes);
  }
  const [changes, ...others] = plans.values();
  if (changes === undefined || others.length > 0) return { kind: "not_understood", unexplained: [text.trim()] };
  return { kind: "plan", plan: { changes: [...changes], not_possible: null } };
}

function editedOf(automation: AutomationConfig | null): Edited {
  if (automation === null) return { isNew: true, days: null, effects: [] };
  const { triggers, conditions, effects } = parseAutomation(automation);
  const limits = [...triggers, ...conditions].flatMap((part) =>
    part.kind === "time" && part.weekdays !== null ? [[...part.weekdays]] : [],
  );
  return { isNew: false, days: limits[0] ?? null, effects };
}
