import { formatTimeOfDay } from "../../model/clock.ts";
import { isOccurrence } from "../../model/domains.ts";
import type { SelfActing } from "../../model/self-acting.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import type { ReportedSelfActing } from "../miner.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import type { Phrases } from "../words/phrases.ts";
import { actionTitle, eventText, occurrenceWords } from "../words/title.ts";

/** Describes a machine in a title, and in a sentence with when, how often and under whose account it acts. */
export function reportSelfActing(one: SelfActing, names: Names): ReportedSelfActing {
  const { selfActing } = phrasesOf(names.language);
  const name = one.actsAs === null ? null : names.personOf(one.actsAs);
  return {
    ...one,
    title: actionTitle(one.target, names),
    text: selfActing.text(whenOf(one, names), one.count, name),
  };
}

function whenOf({ target, cause }: SelfActing, names: Names): string {
  const phrases = phrasesOf(names.language);
  if (cause.kind === "clock") return phrases.selfActing.atTime(formatTimeOfDay(cause.timeOfDay));
  if (cause.kind === "sun")
    return phrases.selfActing.bySun(phrases.sun(Math.round(cause.offset / MINUTE), cause.event));
  const entityId = cause.kind === "own" ? target.entityId : cause.entityId;
  const clause = clauseOf({ entityId, state: cause.state }, names);
  if (cause.lag < SECOND) return phrases.selfActing.atOnce(clause);
  return phrases.selfActing.after(durationText(cause.lag, phrases), clause);
}

function clauseOf({ entityId, state }: { readonly entityId: string; readonly state: string }, names: Names): string {
  const phrases = phrasesOf(names.language);
  const event = isOccurrence(entityId)
    ? occurrenceWords(entityId, state, phrases)
    : eventText({ entityId, state }, names, phrases);
  return phrases.clause(names.nameOf(entityId), event);
}

/** A timer of five minutes is polled some seconds late. */
const LATE = 3 * SECOND;

function durationText(lag: number, { locale }: Phrases): string {
  const isWhole = lag >= MINUTE - LATE && Math.abs(lag - Math.round(lag / MINUTE) * MINUTE) <= LATE;
  const minutes = isWhole ? Math.round(lag / MINUTE) : Math.floor(lag / MINUTE);
  const seconds = isWhole ? 0 : Math.round((lag - minutes * MINUTE) / SECOND);
  const say = (count: number, unit: "minute" | "second"): readonly string[] =>
    count === 0 ? [] : [new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count)];
  return new Intl.ListFormat(locale, { type: "unit", style: "short" }).format([
    ...say(minutes, "minute"),
    ...say(seconds, "second"),
  ]);
}
