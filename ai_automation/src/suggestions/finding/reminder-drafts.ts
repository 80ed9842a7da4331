import { triggerOf } from "../../automation/write/automation.ts";
import type { Mined, MiningOptions } from "../../habits/mine.ts";
import type { Guarded } from "../../habits/reminders/guarded.ts";
import { confidenceOfReminder, mineReminders } from "../../habits/reminders/reminders.ts";
import type { Reminder } from "../../habits/reminders/watched.ts";
import { knownDays } from "../../history/frame/known-days.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import type { ReplayCounts } from "../../model/habit.ts";
import { domainOf } from "../../model/state-change.ts";
import type { DescriptionFacts, SuggestionDraft } from "../../model/suggestion.ts";
import { HOUR, MINUTE } from "../../model/time.ts";
import type { World } from "../../replay/world.ts";
import type { AnalysisInput } from "../miner.ts";
import { aliasOfReminder } from "../words/alias.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import type { Phrases } from "../words/phrases.ts";
import { statePredicate } from "../words/terms.ts";
import { replayOne } from "./replay-one.ts";

/** Reminders that the history justifies. A home with sensors only gets none from them. */
export function draftReminders(
  mined: Pick<Mined, "learn" | "heldOut" | "obstacle" | "isDerived">,
  world: World,
  names: Names,
  options: Pick<MiningOptions, "existing" | "isMinable" | "deviceClassOf"> & Pick<AnalysisInput, "phones" | "persons">,
): readonly SuggestionDraft[] {
  const isMinable = (entityId: string): boolean =>
    options.isMinable(entityId) &&
    !mined.isDerived(entityId) &&
    !(mined.obstacle?.kind === "no_actuators" && domainOf(entityId) === "binary_sensor");
  return mineReminders(world, mined, { ...options, isMinable }).map((reminder) =>
    draftOf(reminder, mined, world, names, options),
  );
}

/** The phones that are asked, and the residents who may answer. */
type Asked = Pick<AnalysisInput, "phones" | "persons">;

function draftOf(
  reminder: Reminder,
  { learn, heldOut }: Pick<Mined, "learn" | "heldOut">,
  world: World,
  names: Names,
  asked: Asked,
): SuggestionDraft {
  const { entityId, guarded, trigger, learned } = reminder;
  const title = titleOfReminder(reminder, names);
  const facts = {
    kind: "reminder",
    days: knownDays(world.frame, { from: learn.from, to: heldOut.to }),
    normal: learned.normal + reminder.heldOut.normal,
    all: learned.all + reminder.heldOut.all,
    testedNormal: reminder.heldOut.normal,
    testedAll: reminder.heldOut.all,
  } as const;
  const description = descriptionOfReminder(reminder, facts, names.language);
  const alias = aliasOfReminder(names.nameOf(entityId), whatOf(reminder, names), names.language);
  const automation = reminderAutomationOf(reminder, names, asked, { alias, description });
  return {
    patternType: "anomaly",
    trigger,
    targets: [{ entityId, state: guarded.rest }],
    title,
    description,
    automation,
    confidence: confidenceOfReminder(reminder),
    evidence: {
      actions: [],
      levels: [],
      people: [],
      facts,
      learned: { ...NO_COUNTS, tp: learned.normal, fp: learned.all - learned.normal },
    },
    replay: replayOne(automation, world, heldOut),
    alternatives: [],
  };
}

const NO_COUNTS: ReplayCounts = { tp: 0, fp: 0, noop: 0, duplicates: 0, saved: 0, days: 0 };

/** A notification, with a button if there are phones: locks, doors and gates are never moved without asking. */
function reminderAutomationOf(
  reminder: Reminder,
  names: Names,
  asked: Asked,
  words: { readonly alias: string; readonly description: string },
): AutomationConfig {
  const { entityId, guarded, kind, trigger } = reminder;
  const phrases = phrasesOf(names.language);
  const heading = phrases.reminder.heading(names.nameOf(entityId), stateNames(reminder, phrases).away);
  const [usual, ...others] = guarded.away;
  const state = others.length === 0 ? usual : guarded.away;
  return {
    ...words,
    triggers: [triggerOf(trigger)],
    conditions: kind === "late" ? [{ condition: "state", entity_id: entityId, state }] : [],
    actions: notifyActions(reminder, names, asked, { title: heading, message: messageOf(reminder, names) }),
    mode: "single",
  };
}

/** How long the button works. */
const BUTTON_TIMEOUT = "00:30:00";

/** The action that closes or locks it; none for a sensor. */
const REST_ACTIONS: Readonly<Record<string, string>> = {
  cover: "cover.close_cover",
  lock: "lock.lock",
  valve: "valve.close_valve",
};

function notifyActions(
  { entityId }: Reminder,
  names: Names,
  { phones, persons }: Asked,
  notice: { readonly title: string; readonly message: string },
): AutomationConfig["actions"] {
  const domain = domainOf(entityId);
  const rest = REST_ACTIONS[domain];
  if (phones.length === 0 || rest === undefined) return [{ action: "persistent_notification.create", data: notice }];
  const phrases = phrasesOf(names.language);
  const name = names.nameOf(entityId);
  const title = domain === "lock" ? phrases.reminder.lock(name) : phrases.actions.close(name);
  // Home Assistant sends each button press to every automation: the run's context tells yesterday's notification apart.
  const button = `rest_${entityId.replace(".", "_")}_{{ context.id }}`;
  const pressed = {
    trigger: "event",
    event_type: "mobile_app_notification_action",
    event_data: { action: button },
    ...(persons.length === 0 ? {} : { context: { user_id: persons.map(({ userId }) => userId) } }),
  };
  return [
    ...phones.map((action) => ({ action, data: { ...notice, data: { actions: [{ action: button, title }] } } })),
    { wait_for_trigger: [pressed], timeout: BUTTON_TIMEOUT, continue_on_timeout: false },
    { action: rest, target: { entity_id: entityId } },
  ];
}

const stateNames = (
  { guarded }: Pick<Reminder, "guarded">,
  phrases: Phrases,
): { readonly away: string; readonly rest: string } => ({
  away: predicateOf(guarded.words.away, phrases),
  rest: predicateOf(guarded.words.rest, phrases),
});

const predicateOf = (state: Guarded["words"]["away" | "rest"], phrases: Phrases): string => {
  const entityId = state === "locked" || state === "unlocked" ? "lock." : "cover.";
  return statePredicate(state, entityId, { deviceClassOf: () => null }, phrases);
};

export function titleOfReminder(reminder: Pick<Reminder, "entityId" | "guarded" | "trigger">, names: Names): string {
  const { entityId, trigger } = reminder;
  const phrases = phrasesOf(names.language);
  const name = names.nameOf(entityId);
  const { away } = stateNames(reminder, phrases);
  return trigger.kind === "clock"
    ? phrases.reminder.stillTitle(name, away, formatTimeOfDay(trigger.timeOfDay))
    : phrases.reminder.longTitle(name, away, durationText(trigger.hold, phrases));
}

function whatOf(reminder: Reminder, { language }: Names): string {
  const { trigger } = reminder;
  const phrases = phrasesOf(language);
  const { away } = stateNames(reminder, phrases);
  return trigger.kind === "clock"
    ? phrases.short.still(away, formatTimeOfDay(trigger.timeOfDay))
    : phrases.short.long(away, durationText(trigger.hold, phrases));
}

export function descriptionOfReminder(
  reminder: Pick<Reminder, "guarded" | "trigger">,
  { days, normal, all, testedNormal, testedAll }: DescriptionFacts & { readonly kind: "reminder" },
  language: string,
): string {
  const phrases = phrasesOf(language);
  const { away, rest } = stateNames(reminder, phrases);
  const evidence =
    reminder.trigger.kind === "clock"
      ? phrases.reminder.stillEvidence(normal, all, rest)
      : phrases.reminder.longEvidence(normal, all, away, days);
  return `${evidence}; ${phrases.reminder.heldOutEvidence(testedAll, testedNormal)}.`;
}

function messageOf(reminder: Reminder, names: Names): string {
  const { entityId, trigger } = reminder;
  const phrases = phrasesOf(names.language);
  const name = names.nameOf(entityId);
  const { away, rest } = stateNames(reminder, phrases);
  return trigger.kind === "clock"
    ? phrases.reminder.stillMessage(formatTimeOfDay(trigger.timeOfDay), name, away, rest)
    : phrases.reminder.longMessage(name, away, durationText(trigger.hold, phrases));
}

function durationText(duration: number, { locale }: Phrases): string {
  const [value, unit] = duration < HOUR ? [duration / MINUTE, "minute"] : [duration / HOUR, "hour"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
}
