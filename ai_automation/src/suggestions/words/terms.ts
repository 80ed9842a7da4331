import { domainOf } from "../../model/state-change.ts";
import type { Names } from "./names.ts";
import type { Phrases } from "./phrases.ts";
import cs from "./terms/cs.json" with { type: "json" };
import de from "./terms/de.json" with { type: "json" };
import en from "./terms/en.json" with { type: "json" };
import es from "./terms/es.json" with { type: "json" };
import fr from "./terms/fr.json" with { type: "json" };
import it from "./terms/it.json" with { type: "json" };
import nl from "./terms/nl.json" with { type: "json" };
import pl from "./terms/pl.json" with { type: "json" };
import pt from "./terms/pt-BR.json" with { type: "json" };
import sv from "./terms/sv.json" with { type: "json" };

/** Home Assistant's own words, as scripts/terms.py prints them; "_" stands for all other device classes. */
interface Terms {
  readonly states: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly events: Readonly<Record<string, string>>;
}

/** By language code without a region. */
export const TERMS: Readonly<Record<string, Terms>> = { cs, de, en, es, fr, it, nl, pl, pt, sv };

/** A state as Home Assistant shows it, for use after "to"; other states without underscores. */
export function stateTerm(state: string, entityId: string, names: StateNames, phrases: Phrases): string {
  const term = termOf(state, entityId, names, phrases);
  return term === undefined ? plain(state) : phrases.term(term);
}

/** A state in the form that follows "is". */
export function statePredicate(state: string, entityId: string, names: StateNames, phrases: Phrases): string {
  const term = termOf(state, entityId, names, phrases);
  if (term === undefined) return plain(state);
  const asPredicate =
    MODES.has(domainOf(entityId)) && state !== "off" ? phrases.modeAsPredicate : phrases.termAsPredicate;
  return phrases.predicates[term] ?? asPredicate(term);
}

/** Domains whose states are modes: a thermostat is not "heat", but set to it. */
const MODES: ReadonlySet<string> = new Set(["climate", "water_heater"]);

/** A state in a list: "open", "in Wiedergabe", "21.5". */
export function listedState(state: string, entityId: string, names: StateNames, phrases: Phrases): string {
  if (state === "unavailable" || state === "unknown") return phrases.listed[state];
  const term = termOf(state, entityId, names, phrases);
  return term === undefined ? plain(state) : (phrases.predicates[term] ?? phrases.term(term));
}

/** The mode of a thermostat. */
export const modeTerm = (mode: string, phrases: Phrases): string =>
  stateTerm(mode, "climate.", { deviceClassOf: () => null }, phrases);

/** Whether a binary sensor of this device class has other words than on and off. */
export const hasOwnTerm = (deviceClass: string, phrases: Phrases): boolean =>
  termsIn(phrases).states.binary_sensor?.[deviceClass] !== undefined;

/** The type of an event as most integrations show it. */
export function eventTerm(type: string, phrases: Phrases): string {
  const term = termsIn(phrases).events[type];
  return term === undefined ? type : phrases.term(term);
}

type StateNames = Pick<Names, "deviceClassOf">;

function termOf(state: string, entityId: string, { deviceClassOf }: StateNames, phrases: Phrases): string | undefined {
  const kinds = termsIn(phrases).states[domainOf(entityId)];
  return kinds?.[deviceClassOf(entityId) ?? "_"]?.[state] ?? kinds?._?.[state];
}

const termsIn = ({ locale }: Phrases): Terms => TERMS[locale.slice(0, 2)] ?? { states: {}, events: {} };

const plain = (state: string): string => state.replaceAll("_", " ");

/** "Fan only" as part of a sentence; abbreviations stay. */
export const lowerTerm = (term: string): string =>
  /^\p{Lu}\p{Ll}/u.test(term) ? term.charAt(0).toLowerCase() + term.slice(1) : term;
