import { toggledIn } from "../../automation/toggles.ts";
import type { HabitForm } from "../../automation/write/automation.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import { isButton, isStarted } from "../../model/domains.ts";
import type { HabitCondition, HabitTarget, HabitTrigger } from "../../model/habit.ts";
import { occurrenceOf } from "../../model/occurrence.ts";
import { domainOf } from "../../model/state-change.ts";
import type { DescriptionFacts, UsualLevel } from "../../model/suggestion.ts";
import { MINUTE } from "../../model/time.ts";
import { phrasesOf } from "./languages.ts";
import type { Names } from "./names.ts";
import type { Phrases } from "./phrases.ts";
import { eventTerm, hasOwnTerm, modeTerm, statePredicate, stateTerm } from "./terms.ts";

/** Actions and trigger in one line: "Turn on Pantry light when Pantry door opens". */
export function titleOf(
  { trigger, conditions }: HabitForm,
  targets: readonly HabitTarget[],
  names: Names,
  levels: readonly UsualLevel[] = [],
  nameOfTarget = names.nameOf,
): string {
  const phrases = phrasesOf(names.language);
  return phrases.sentence(actionsTitle(targets, names, levels, nameOfTarget), [
    triggerText(trigger, names, phrases),
    ...conditions.map((condition) => conditionText(condition, names, phrases)),
  ]);
}

/** Actions without their trigger: "Turn on Pantry light (40%) and turn off Radio". */
export function actionsTitle(
  targets: readonly HabitTarget[],
  names: Names,
  levels: readonly UsualLevel[] = [],
  nameOfTarget = names.nameOf,
): string {
  const phrases = phrasesOf(names.language);
  const byAction = Map.groupBy(withoutSecondHalves(targets), ({ entityId, state }) =>
    actionOf(entityId, state, targets),
  );
  const actions = [...byAction].map(([action, same]) => {
    const targetNames = same.map((target) => nameOfTarget(target.entityId) + levelsOf(target, levels, phrases));
    return actionText(action, list(targetNames, phrases), phrases);
  });
  const [first = "", ...rest] = actions;
  return list([first, ...(phrases.isVerbFirst ? rest.map(lowerFirst) : rest)], phrases);
}

/** Two titles as one: "Turn on Pantry light when Pantry door opens, and turn off Pantry light when Pantry door closes". */
export function titleOfBoth(first: string, second: string, { language }: Pick<Names, "language">): string {
  const phrases = phrasesOf(language);
  return phrases.both(first, phrases.isVerbFirst ? lowerFirst(second) : second);
}

/** An action without its trigger: "Turn off Pantry light". */
export function actionTitle({ entityId, state }: HabitTarget, { language, nameOf }: Names): string {
  return actionText(actionOf(entityId, state, []), nameOf(entityId), phrasesOf(language));
}

/** A toggle has two targets, on and off, and is one action. */
export function withoutSecondHalves(targets: readonly HabitTarget[]): readonly HabitTarget[] {
  const toggled = toggledIn(targets);
  return targets.filter(({ entityId, state }) => !toggled.has(entityId) || state === "on");
}

/** The evidence for a suggestion, in words. */
export function descriptionOf(facts: HabitFacts, names: Names): string {
  const { days, times, right, of, owner, off } = facts;
  const phrases = phrasesOf(names.language);
  return [
    phrases.evidence(days, times, right, of),
    ...(owner === null ? [] : [phrases.mostlyBy(names.personOf(owner))]),
    ...(off === null ? [] : [phrases.reasons.wouldBeDoneBy(names.nameOf(off))]),
  ].join(" ");
}

type HabitFacts = DescriptionFacts & { readonly kind: "habit" };

/** " (40%, 2700 K)", or empty. */
function levelsOf({ entityId, state }: HabitTarget, levels: readonly UsualLevel[], phrases: Phrases): string {
  const own = state === "off" ? [] : levels.filter((level) => level.entityId === entityId);
  return own.length === 0 ? "" : ` (${own.map((level) => levelText(level, phrases)).join(", ")})`;
}

export function levelText({ kind, median }: Pick<UsualLevel, "kind" | "median">, phrases: Phrases): string {
  switch (kind) {
    case "color_temp_kelvin":
      return `${median} K`;
    case "temperature":
    case "target_temp_low":
    case "target_temp_high":
      return `${median}°`;
    case "volume":
      return phrases.volume(median);
    case "brightness":
    case "position":
    case "tilt_position":
    case "humidity":
    case "percentage":
      return `${median}%`;
  }
}

type Action = Exclude<keyof Phrases["actions"], "mode"> | `mode ${string}`;

export function actionOf(entityId: string, state: string, all: readonly HabitTarget[]): Action {
  if (toggledIn(all).has(entityId)) return "toggle";
  switch (domainOf(entityId)) {
    case "cover":
      return state === "open" ? "open" : "close";
    case "climate":
      return state === "off" ? "off" : `mode ${state}`;
    case "media_player":
      if (state === "playing") return "play";
      if (state === "paused") return "pause";
      break;
    case "scene":
      return "activate";
    case "script":
      return "run";
  }
  return state === "on" ? "on" : "off";
}

export const isMode = (action: Action): action is `mode ${string}` => action.startsWith("mode ");

/** The mode that an action sets. */
export const modeOf = (action: `mode ${string}`): string => action.slice("mode ".length);

const actionText = (action: Action, targets: string, phrases: Phrases): string =>
  isMode(action) ? phrases.actions.mode(modeTerm(modeOf(action), phrases), targets) : phrases.actions[action](targets);

export function triggerText(trigger: HabitTrigger, names: Names, phrases: Phrases): string {
  const { nameOf } = names;
  switch (trigger.kind) {
    case "clock":
      return [phrases.at(formatTimeOfDay(trigger.timeOfDay)), ...daysOf(trigger.weekdays, phrases)].join(" ");
    case "sun":
      return phrases.sun(trigger.offset / MINUTE, trigger.event);
    case "event":
      return phrases.when(
        phrases.clause(nameOf(trigger.entityId), occurrenceWords(trigger.entityId, trigger.eventType, phrases)),
      );
    case "numeric": {
      const { above, below } = trigger;
      const crossing = above === null ? phrases.falls(below ?? 0) : phrases.rises(above);
      return phrases.when(phrases.clause(nameOf(trigger.entityId), crossing + holdText(trigger.hold, phrases)));
    }
    case "state": {
      const [entityId = "", ...others] = trigger.entityIds;
      const subject = others.length === 0 ? nameOf(entityId) : phrases.anyone;
      const event = eventText({ entityId, state: trigger.state }, names, phrases);
      return phrases.when(phrases.clause(subject, event + holdText(trigger.hold, phrases)));
    }
  }
}

const holdText = (hold: number, phrases: Phrases): string => (hold === 0 ? "" : ` ${phrases.heldFor(hold / MINUTE)}`);

export function conditionText(condition: HabitCondition, names: Names, phrases: Phrases): string {
  const { nameOf } = names;
  switch (condition.kind) {
    case "hours":
      return phrases.between(formatTimeOfDay(condition.after), formatTimeOfDay(condition.before));
    case "days":
      return daysOf(condition.weekdays, phrases).join("");
    case "sun":
      return condition.isDark ? phrases.dark : phrases.daytime;
    case "numeric": {
      const { above, below } = condition;
      const comparison = above === null ? phrases.isBelow(below ?? 0) : phrases.isAbove(above);
      return phrases.whileTrue(phrases.clause(nameOf(condition.entityId), comparison));
    }
    case "recent":
      return phrases.soonAfter(
        condition.within / MINUTE,
        phrases.clause(nameOf(condition.entityId), eventText(condition, names, phrases)),
      );
    case "state": {
      const { entityIds, state, hold, match } = condition;
      if (match === "any") return phrases.someoneAway;
      if (entityIds.length > 1) return state === "home" ? phrases.everyoneHome : phrases.everyoneAway;
      const isInState = phrases.isInState(statePredicate(state, entityIds[0] ?? "", names, phrases), hold / MINUTE);
      return phrases.whileTrue(phrases.clause(list(entityIds.map(nameOf), phrases), isInState));
    }
  }
}

/** Empty for every day of the week. */
export function daysOf(weekdays: readonly number[], phrases: Phrases): readonly string[] {
  const days = weekdays.join("");
  if (days === "0123456") return [];
  if (days === "01234") return [phrases.workdays];
  if (days === "56") return [phrases.weekends];
  return [
    phrases.on(
      list(
        weekdays.map((day) => phrases.weekdays[day] ?? ""),
        phrases,
      ),
    ),
  ];
}

/** By Home Assistant's device class of a binary sensor. */
const SENSOR_KINDS: Readonly<Record<string, keyof Phrases["sensorPhrases"]>> = {
  motion: "motion",
  occupancy: "occupancy",
  presence: "presence",
  door: "opening",
  window: "opening",
  opening: "opening",
  garage_door: "opening",
  sound: "sound",
  vibration: "vibration",
  plug: "plug",
  power: "power",
  lock: "lock",
  moisture: "moisture",
  smoke: "smoke",
  gas: "gas",
  carbon_monoxide: "gas",
};

/** The verb for an entity that turns to a state, as it follows its name. */
export function eventText(
  { entityId, state }: { readonly entityId: string; readonly state: string },
  names: Names,
  phrases: Phrases,
): string {
  const domain = domainOf(entityId);
  if (domain === "person" || domain === "device_tracker") {
    if (state === "home") return phrases.comesHome;
    return state === "not_home" ? phrases.leavesHome : phrases.arrives(state);
  }
  const deviceClass = domain === "binary_sensor" ? names.deviceClassOf(entityId) : null;
  const kind = SENSOR_KINDS[deviceClass ?? ""];
  if (kind === undefined && deviceClass !== null && hasOwnTerm(deviceClass, phrases))
    return phrases.turnsTo(stateTerm(state, entityId, names, phrases));
  const [on = "", off = ""] = phrases.sensorPhrases[kind ?? "other"];
  if (state === "on") return on;
  if (state === "off") return off;
  return phrases.turnsTo(stateTerm(state, entityId, names, phrases));
}

/** The verb for an event entity, a button or a scene, as it follows its name: `reports "press" (button "off")`. */
export function occurrenceWords(entityId: string, text: string, phrases: Phrases): string {
  if (isButton(entityId)) return phrases.isPressed;
  if (isStarted(entityId)) return phrases.isStarted;
  const { type, button } = occurrenceParts(text, phrases);
  return phrases.reports(type, button);
}

/** An occurrence in a list: "pressed twice (button "off")". */
export function listedOccurrence(entityId: string, text: string, phrases: Phrases): string {
  if (isStarted(entityId)) return phrases.listed.started;
  const { type, button } = occurrenceParts(text, phrases);
  return type + button;
}

function occurrenceParts(text: string, phrases: Phrases): { readonly type: string; readonly button: string } {
  const { type, attributes } = occurrenceOf(text);
  const details = attributes.map(([name, value]) => phrases.ofButton[name](value));
  return { type: eventTerm(type, phrases), button: details.length === 0 ? "" : ` (${details.join(", ")})` };
}

export const list = (items: readonly string[], { locale }: Phrases): string =>
  new Intl.ListFormat(locale, { type: "conjunction" }).format(items);

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
