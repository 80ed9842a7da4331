import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { guardedBy } from "../../habits/reminders/guarded.ts";
import type { Alternative, Suggestion, SuggestionDraft, SuggestionFix } from "../../model/suggestion.ts";
import { descriptionOfReminder, titleOfReminder } from "../finding/reminder-drafts.ts";
import { describeFix, wordsOf } from "../follow-up/fix-words.ts";
import { renameWords } from "../follow-up/rename-fix.ts";
import { unitWords } from "../follow-up/unit-fix.ts";
import { refusalText } from "../words/error-text.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import { titleOfConfig } from "../words/title-of-config.ts";
import { descriptionOf } from "../words/title.ts";

/** A suggestion in the reader's language, as far as its facts are stored; the rest stays in the home's language. */
export function wordedFor(suggestion: Suggestion, names: Names): Suggestion {
  const { fix } = suggestion;
  const refusal = refusalText(suggestion, names.language);
  if (fix !== undefined && fix !== null) return { ...wordedFix(suggestion, fix, names), refusal };
  return {
    ...suggestion,
    refusal,
    title: titleFor(suggestion, names),
    description: descriptionFor(suggestion, names),
    alternatives: suggestion.alternatives.map((one) => wordedAlternative(one, names)),
  };
}

/** The title of a reminder; undefined for what is none. */
export function reminderTitle(
  draft: Pick<SuggestionDraft, "automation" | "targets">,
  names: Names,
): string | undefined {
  const reminder = reminderOf(draft, names);
  return reminder === undefined ? undefined : titleOfReminder(reminder, names);
}

/** Somebody who named an automation sees the name in every language. */
function titleFor(suggestion: Suggestion, names: Names): string {
  const { title, automation } = suggestion;
  if (title === automation.alias) return title;
  return titleOfConfig(automation, names) ?? reminderTitle(suggestion, names) ?? title;
}

function descriptionFor(suggestion: Suggestion, names: Names): string {
  const { facts } = suggestion.evidence;
  if (facts === undefined) return suggestion.description;
  if (facts.kind === "habit") return descriptionOf(facts, names);
  const reminder = reminderOf(suggestion, names);
  return reminder === undefined ? suggestion.description : descriptionOfReminder(reminder, facts, names.language);
}

const wordedAlternative = (one: Alternative, names: Names): Alternative => ({
  ...one,
  title: titleOfConfig(one.automation, names) ?? one.title,
});

function wordedFix(suggestion: Suggestion, fix: SuggestionFix, names: Names): Suggestion {
  const phrases = phrasesOf(names.language);
  const { facts, configBefore, renames, units } = fix;
  if (renames !== undefined) {
    const ids = renames.map(({ to }) => to);
    return { ...suggestion, ...renameWords(ids, configBefore.alias, names) };
  }
  if (units !== undefined) {
    const { before, after, ...words } = unitWords(units, configBefore.alias, names);
    return { ...suggestion, ...words, fix: { ...fix, before, after } };
  }
  if (facts === undefined) return suggestion;
  const words = wordsOf(facts.change, configBefore, names, phrases);
  return {
    ...suggestion,
    title: `${configBefore.alias}: ${words.after}`,
    description: describeFix(facts, words, phrases),
    fix: { ...fix, ...words },
  };
}

function reminderOf({ automation, targets }: Pick<SuggestionDraft, "automation" | "targets">, names: Names) {
  const { triggers, isReminder } = parseAutomation(automation);
  const trigger = habitTriggerOf(triggers[0]);
  const [entityId] = targets.map((target) => target.entityId);
  if (!isReminder || entityId === undefined || (trigger?.kind !== "clock" && trigger?.kind !== "state"))
    return undefined;
  const guarded = guardedBy(entityId, names.deviceClassOf(entityId));
  return guarded === undefined ? undefined : { entityId, guarded, trigger };
}
