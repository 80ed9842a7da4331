import { halvesOf } from "../../automation/pair.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { isStandardButton, STANDARD_EVENT_TYPES } from "../../model/event-types.ts";
import type { HabitCondition, HabitTarget, HabitTrigger } from "../../model/habit.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { occurrenceOf, occurrenceText } from "../../model/occurrence.ts";
import type { ReplayResult, SuggestionDraft } from "../../model/suggestion.ts";
import { actedOn } from "../current-targets.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import { shareWordsOf, type ShareWords } from "../words/share-words.ts";
import { habitOfConfig, type HabitOfConfig } from "../words/title-of-config.ts";
import { titleOf, titleOfBoth } from "../words/title.ts";
import { kindOf } from "./kind-of.ts";
import { STANDARD_STATES } from "./standard-states.ts";
import { reminderTitle } from "./worded.ts";

/** A suggestion for people outside the home: kinds of devices instead of names, and its replay results. */
export function shareText(suggestion: SuggestionDraft, { info, entities }: HomeSnapshot): string {
  const { locale } = phrasesOf(info.language);
  const words = shareWordsOf(info.language);
  const sentence = sharedSentence(suggestion, info.language, (entityId) => entities.get(entityId)?.deviceClass ?? null);
  return [sentence, ...resultLines(suggestion.replay, words, locale), words.credit].join("\n");
}

/** The suggestion in one sentence with kinds of devices instead of names. */
export function sharedSentence(
  suggestion: SuggestionDraft,
  language: string,
  deviceClassOf: (entityId: string) => string | null,
): string {
  const words = shareWordsOf(language);
  const kindNameOf = (entityId: string): string => words.one(kindOf(entityId, deviceClassOf(entityId)));
  const names: Names = { language, nameOf: kindNameOf, deviceClassOf, areaOf: () => null, personOf: () => "" };
  const sentence =
    habitText(suggestion.automation, names, words) ??
    reminderTitle(suggestion, names) ??
    kindsText(suggestion, names, words);
  return `${upperFirst(sentence)}.`;
}

function habitText(automation: AutomationConfig, names: Names, words: ShareWords): string | undefined {
  const halves = halvesOf(automation);
  if (halves !== undefined) {
    const [first, second] = halves.map((half) => habitText(half, names, words));
    return first === undefined || second === undefined ? undefined : titleOfBoth(first, second, names);
  }
  const habit = habitOfConfig(automation);
  if (habit === undefined) return undefined;
  const { form, targets, levels, merged } = mergeAlike(withoutHomeWords(habit), names);
  const nameOfTarget = (entityId: string): string =>
    merged.has(entityId) ? words.many(kindOf(entityId, names.deviceClassOf(entityId))) : names.nameOf(entityId);
  const nameOf = (entityId: string): string => {
    const kind = names.nameOf(entityId);
    if (habit.targets.some((target) => target.entityId === entityId)) return words.same(kind);
    return targets.some((target) => names.nameOf(target.entityId) === kind) ? words.other(kind) : kind;
  };
  return titleOf(form, targets, { ...names, nameOf }, levels, nameOfTarget);
}

/** Replaces targets of one kind that get the same state with the first of them. */
function mergeAlike(habit: HabitOfConfig, names: Names): HabitOfConfig & { readonly merged: ReadonlySet<string> } {
  const alike = Map.groupBy(habit.targets, ({ entityId, state }) => `${names.nameOf(entityId)} ${state}`);
  const targets = [...alike.values()].flatMap(([first]) => first ?? []);
  const merged = new Set(
    [...alike.values()].filter(({ length }) => length > 1).flatMap((same) => same.map(({ entityId }) => entityId)),
  );
  return { ...habit, targets, levels: habit.levels.filter(({ entityId }) => !merged.has(entityId)), merged };
}

/** Hides states and events that the home named itself, such as zones and options. */
function withoutHomeWords(habit: HabitOfConfig): HabitOfConfig {
  const { trigger, conditions } = habit.form;
  return {
    ...habit,
    form: { trigger: standardTrigger(trigger), conditions: conditions.map(standardCondition) },
    targets: habit.targets.map((target): HabitTarget => ({ ...target, state: standardOrHidden(target.state) })),
  };
}

const standardTrigger = (trigger: HabitTrigger): HabitTrigger => {
  if (trigger.kind === "state") return { ...trigger, state: standardOrHidden(trigger.state) };
  if (trigger.kind !== "event") return trigger;
  const { type, attributes } = occurrenceOf(trigger.eventType);
  const hidden = standardOrHidden(type);
  const values = attributes.map(([name, value]) => [name, isStandardButton(value) ? value : "…"] as const);
  return { ...trigger, eventType: occurrenceText(hidden, Object.fromEntries(values)) ?? hidden };
};

const standardCondition = (condition: HabitCondition): HabitCondition =>
  condition.kind === "state" || condition.kind === "recent"
    ? { ...condition, state: standardOrHidden(condition.state) }
    : condition;

const standardOrHidden = (state: string): string =>
  STANDARD_STATES.has(state) || STANDARD_EVENT_TYPES.has(state) ? state : "…";

function kindsText(suggestion: SuggestionDraft, { nameOf }: Names, { fallback }: ShareWords): string {
  const kinds = [...new Set(actedOn(suggestion).map(({ entityId }) => nameOf(entityId)))];
  return kinds.length === 0 ? fallback : `${fallback} (${kinds.join(", ")})`;
}

function resultLines(replay: ReplayResult, words: ShareWords, locale: string): readonly string[] {
  const { tp, fp, savedPerWeek, alertsPerWeek } = replay;
  const number = new Intl.NumberFormat(locale);
  if (alertsPerWeek !== undefined) {
    const alerts = roughly(alertsPerWeek);
    return [words.alerts(number.format(alerts), alerts)];
  }
  const saved = roughly(savedPerWeek);
  return tp + fp === 0 ? [] : [`${words.saves(number.format(saved), saved)} ${words.right(tp, tp + fp)}`];
}

/** "About 60", but "about 0.4". */
const roughly = (value: number): number => (value < 1 ? Math.round(value * 10) / 10 : Math.round(value));

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
