import { parseAutomation } from "../../automation/read/automation.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { Change } from "../../model/change.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import type { FixFacts } from "../../model/suggestion.ts";
import { MINUTE } from "../../model/time.ts";
import type { Names } from "../words/names.ts";
import type { Phrases } from "../words/phrases.ts";
import { statePredicate } from "../words/terms.ts";
import { daysOf, levelText } from "../words/title.ts";

export interface ChangeWords {
  readonly before: string;
  readonly after: string;
}

/** The automation before and after a change, in words. */
export function wordsOf(
  change: Change,
  config: AutomationConfig,
  names: Pick<Names, "nameOf" | "deviceClassOf">,
  phrases: Phrases,
): ChangeWords {
  const { fix } = phrases;
  const { nameOf } = names;
  switch (change.kind) {
    case "days":
      return { before: fix.allDays, after: fix.onlyDays(daysOf(change.weekdays, phrases).join("")) };
    case "hours":
      return {
        before: fix.allHours,
        after: fix.notBetween(formatTimeOfDay(change.before), formatTimeOfDay(change.after)),
      };
    case "sun":
      return { before: fix.darkAndLight, after: change.isDark ? fix.onlyDark : fix.onlyByDay };
    case "for":
      return { before: waitText(change.before, phrases), after: waitText(change.after, phrases) };
    case "time":
      return timeWords(config, change.by, phrases);
    case "state": {
      const isInState = phrases.isInState(statePredicate(change.state, change.entityId, names, phrases), 0);
      return { before: fix.always, after: fix.onlyWhile(phrases.clause(nameOf(change.entityId), isInState)) };
    }
    case "level": {
      const levelOf = (value: number): string => levelText({ kind: change.level, median: value }, phrases);
      return {
        before: change.before === null ? fix.levelNotSet : levelOf(change.before),
        after: `${nameOf(change.entityId)}: ${levelOf(change.after)}`,
      };
    }
    case "number": {
      const { above, below } = change;
      const comparison = above === null ? phrases.isBelow(below ?? 0) : phrases.isAbove(above);
      return { before: fix.anyValue, after: fix.onlyWhile(phrases.clause(nameOf(change.entityId), comparison)) };
    }
  }
}

/** The evidence for a fix, in words. */
export function describeFix(
  { change, undone, runs, repaired, kept }: FixFacts,
  words: ChangeWords,
  { fix }: Phrases,
): string {
  if (change.kind === "level") return fix.levelEvidence(undone, runs, repaired, words.after);
  return fix.evidence({ undone, runs, ...words, repaired, kept, others: runs - undone });
}

const waitText = (hold: number, { fix }: Phrases): string => (hold === 0 ? fix.immediately : fix.after(hold / MINUTE));

function timeWords(config: AutomationConfig, by: number, { fix, at }: Phrases): ChangeWords {
  const [trigger] = parseAutomation(config).triggers;
  const minutes = Math.abs(by) / MINUTE;
  if (trigger?.kind !== "time")
    return { before: fix.usualTime, after: by > 0 ? fix.later(minutes) : fix.earlier(minutes) };
  const time = trigger.at[0] ?? 0;
  return { before: at(formatTimeOfDay(time)), after: at(formatTimeOfDay(time + by)) };
}
