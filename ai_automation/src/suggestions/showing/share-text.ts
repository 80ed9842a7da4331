import { guardedBy } from "../../habits/reminders/guarded.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HabitCondition, HabitTarget, HabitTrigger } from "../../model/habit.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { ReplayResult, SuggestionDraft } from "../../model/suggestion.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { type HabitOfConfig, habitOfConfig } from "../words/title-of-config.ts";
import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import { titleOfReminder } from "../finding/reminder-drafts.ts";
import { actedOn } from "../follow-up/current-targets.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import { type ShareWords, shareWordsOf } from "../words/share-words.ts";
import { titleOf } from "../words/title.ts";
import { kindOf } from "./kind-of.ts";

/** A suggestion for people who do not know the home: kinds of things in place of names, and how it did. */
export function shareText(suggestion: SuggestionDraft, { info, entities }: HomeSnapshot): string {
  const { locale } = phrasesOf(info.language);
  const words = shareWordsOf(locale);
  const deviceClassOf = (entityId: string): string | null => entities.get(entityId)?.deviceClass ?? null;
  const kindNameOf = (entityId: string): string => words.kinds[kindOf(entityId, deviceClassOf(entityId))][0];
  const names: Names = { language: info.language, nameOf: kindNameOf, deviceClassOf, personOf: () => "" };
  const sentence =
    sayHabit(suggestion.automation, names, words) ??
    sayReminder(suggestion, names) ??
    sayKinds(suggestion, names, words);
  return [`${upperFirst(sentence)}.`, ...howItDid(suggestion.replay, words, locale), words.proposed].join("\n");
}

function sayHabit(automation: AutomationConfig, names: Names, words: ShareWords): string | undefined {
  const habit = habitOfConfig(automation);
  if (habit === undefined) return undefined;
  const { form, targets, levels, several } = withoutRepeats(withoutOwnWords(habit), names);
  const nameOfTarget = (entityId: string): string =>
    several.has(entityId) ? words.kinds[kindOf(entityId, names.deviceClassOf(entityId))][1] : names.nameOf(entityId);
  const nameOf = (entityId: string): string => {
    const kind = names.nameOf(entityId);
    if (habit.targets.some((target) => target.entityId === entityId)) return words.same(kind);
    return targets.some((target) => names.nameOf(target.entityId) === kind) ? words.other(kind) : kind;
  };
  return titleOf(form, targets, { ...names, nameOf }, levels, nameOfTarget);
}

/** Of the things of one kind that get the same state, the first stands for all. */
function withoutRepeats(habit: HabitOfConfig, names: Names): HabitOfConfig & { readonly several: ReadonlySet<string> } {
  const alike = Map.groupBy(habit.targets, ({ entityId, state }) => `${names.nameOf(entityId)} ${state}`);
  const targets = [...alike.values()].flatMap(([first]) => first ?? []);
  const several = new Set(
    [...alike.values()].filter(({ length }) => length > 1).flatMap((same) => same.map(({ entityId }) => entityId)),
  );
  return { ...habit, targets, levels: habit.levels.filter(({ entityId }) => !several.has(entityId)), several };
}

/** States and events that a home can name itself, such as places and options, are left out. */
function withoutOwnWords(habit: HabitOfConfig): HabitOfConfig {
  const { trigger, conditions } = habit.form;
  return {
    ...habit,
    form: { trigger: commonTrigger(trigger), conditions: conditions.map(commonCondition) },
    targets: habit.targets.map((target): HabitTarget => ({ ...target, state: common(target.state) })),
  };
}

const commonTrigger = (trigger: HabitTrigger): HabitTrigger => {
  if (trigger.kind === "state") return { ...trigger, state: common(trigger.state) };
  return trigger.kind === "event" ? { ...trigger, eventType: common(trigger.eventType) } : trigger;
};

const commonCondition = (condition: HabitCondition): HabitCondition =>
  condition.kind === "state" ? { ...condition, state: common(condition.state) } : condition;

const common = (state: string): string => (COMMON_WORDS.has(state) ? state : "…");

const COMMON_STATES = "on off open closed locked unlocked home not_home playing paused idle standby";
const COMMON_MODES = "heat cool heat_cool auto dry fan_only";
const COMMON_EVENTS =
  "press double_press long_press single double triple single_push double_push long_push initial_press ring motion";
const COMMON_WORDS: ReadonlySet<string> = new Set(`${COMMON_STATES} ${COMMON_MODES} ${COMMON_EVENTS}`.split(" "));

function sayReminder({ automation, targets }: SuggestionDraft, names: Names): string | undefined {
  const { triggers, isReminder } = parseAutomation(automation);
  const trigger = habitTriggerOf(triggers[0]);
  const [entityId] = targets.map((target) => target.entityId);
  if (!isReminder || entityId === undefined || (trigger?.kind !== "clock" && trigger?.kind !== "state"))
    return undefined;
  const guarded = guardedBy(entityId, names.deviceClassOf(entityId));
  return guarded === undefined ? undefined : titleOfReminder({ entityId, guarded, trigger }, names);
}

function sayKinds(suggestion: SuggestionDraft, { nameOf }: Names, { unsaid }: ShareWords): string {
  const kinds = [...new Set(actedOn(suggestion).map(({ entityId }) => nameOf(entityId)))];
  return kinds.length === 0 ? unsaid : `${unsaid} (${kinds.join(", ")})`;
}

function howItDid(replay: ReplayResult, words: ShareWords, locale: string): readonly string[] {
  const { tp, fp, savedPerWeek, alertsPerWeek } = replay;
  const number = new Intl.NumberFormat(locale);
  if (alertsPerWeek !== undefined) {
    const alerts = tenths(alertsPerWeek);
    return [words.tells(number.format(alerts), alerts)];
  }
  const saved = tenths(savedPerWeek);
  return tp + fp === 0 ? [] : [`${words.saves(number.format(saved), saved)} ${words.right(tp, tp + fp)}`];
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
