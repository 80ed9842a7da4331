import { formatTimeOfDay } from "../../model/clock.ts";
import type { HabitCondition, HabitTarget, HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import { domainOf } from "../../model/state-change.ts";
import type { UsualLevel } from "../../model/suggestion.ts";
import { MINUTE } from "../../model/time.ts";
import type { HabitForm } from "../../automation/write/automation.ts";
import type { Names } from "./names.ts";
import { phrasesOf } from "./languages.ts";
import type { Phrases } from "./phrases.ts";

/** What a habit does and when, as one line: "Turn on Pantry light when Pantry door opens". */
export function titleOf(
  { trigger, conditions }: HabitForm,
  targets: readonly HabitTarget[],
  names: Names,
  levels: readonly UsualLevel[] = [],
  nameOfTarget = names.nameOf,
): string {
  const phrases = phrasesOf(names.language);
  const byDeed = Map.groupBy(targets, ({ entityId, state }) => deedOf(entityId, state));
  const deeds = [...byDeed].map(([deed, same]) => {
    const things = same.map((target) => nameOfTarget(target.entityId) + levelsOf(target, levels, phrases));
    return sayDeed(deed, listed(things, phrases), phrases);
  });
  const [first = "", ...rest] = deeds;
  const doing = listed([first, ...(phrases.isVerbFirst ? rest.map(lowerFirst) : rest)], phrases);
  return phrases.sentence(doing, [
    whenOf(trigger, names, phrases),
    ...conditions.map((condition) => providedThat(condition, names, phrases)),
  ]);
}

/** What is done, without when: "Turn off Pantry light". */
export function deedTitle({ entityId, state }: HabitTarget, { language, nameOf }: Names): string {
  return sayDeed(deedOf(entityId, state), nameOf(entityId), phrasesOf(language));
}

/** One sentence of evidence behind a title. */
export function descriptionOf(
  learned: ReplayCounts,
  heldOut: ReplayCounts,
  historyDays: number,
  language: string,
): string {
  const { tp, fp } = heldOut;
  return phrasesOf(language).evidence(historyDays, learned.tp + tp, tp, tp + fp);
}

/** " (40%, 2700 K)", or nothing. */
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

type Deed = Exclude<keyof Phrases["deeds"], "mode"> | `mode ${string}`;

function deedOf(entityId: string, state: string): Deed {
  switch (domainOf(entityId)) {
    case "cover":
      return state === "open" ? "open" : "close";
    case "climate":
      return state === "off" ? "off" : `mode ${state}`;
    case "media_player":
      if (state === "playing") return "play";
      if (state === "paused") return "pause";
  }
  return state === "on" ? "on" : "off";
}

const isMode = (deed: Deed): deed is `mode ${string}` => deed.startsWith("mode ");

const sayDeed = (deed: Deed, things: string, phrases: Phrases): string =>
  isMode(deed)
    ? phrases.deeds.mode(stateWord(deed.slice("mode ".length), phrases), things)
    : phrases.deeds[deed](things);

export const stateWord = (state: string, phrases: Phrases): string =>
  phrases.states[state] ?? state.replaceAll("_", " ");

function whenOf(trigger: HabitTrigger, names: Names, phrases: Phrases): string {
  const { nameOf } = names;
  switch (trigger.kind) {
    case "clock":
      return [phrases.at(formatTimeOfDay(trigger.timeOfDay)), ...daysOf(trigger.weekdays, phrases)].join(" ");
    case "sun":
      return phrases.sun(trigger.offset / MINUTE, trigger.event);
    case "event":
      return phrases.when(`${nameOf(trigger.entityId)} ${phrases.reports(trigger.eventType)}`);
    case "numeric": {
      const { above, below } = trigger;
      const crossing = above === null ? phrases.falls(below ?? 0) : phrases.rises(above);
      return phrases.when(`${nameOf(trigger.entityId)} ${crossing}${lastingOf(trigger.hold, phrases)}`);
    }
    case "state": {
      const [entityId = "", ...others] = trigger.entityIds;
      const who = others.length === 0 ? nameOf(entityId) : phrases.anybody;
      const happening = happeningOf({ entityId, state: trigger.state }, names, phrases);
      return phrases.when(`${who} ${happening}${lastingOf(trigger.hold, phrases)}`);
    }
  }
}

const lastingOf = (hold: number, phrases: Phrases): string => (hold === 0 ? "" : ` ${phrases.lasting(hold / MINUTE)}`);

function providedThat(condition: HabitCondition, { nameOf }: Names, phrases: Phrases): string {
  switch (condition.kind) {
    case "hours":
      return phrases.between(formatTimeOfDay(condition.after), formatTimeOfDay(condition.before));
    case "days":
      return daysOf(condition.weekdays, phrases).join("");
    case "sun":
      return condition.isDark ? phrases.dark : phrases.byDay;
    case "numeric": {
      const { above, below } = condition;
      const lying = above === null ? phrases.isBelow(below ?? 0) : phrases.isAbove(above);
      return phrases.whilst(`${nameOf(condition.entityId)} ${lying}`);
    }
    case "state": {
      const { entityIds, state, hold, match } = condition;
      if (match === "any") return phrases.somebodyAway;
      if (entityIds.length > 1) return state === "home" ? phrases.everybodyHome : phrases.everybodyAway;
      const being = phrases.being(stateWord(state, phrases), hold / MINUTE);
      return phrases.whilst(`${listed(entityIds.map(nameOf), phrases)} ${being}`);
    }
  }
}

/** Nothing where it is every day. */
export function daysOf(weekdays: readonly number[], phrases: Phrases): readonly string[] {
  const days = weekdays.join("");
  if (days === "0123456") return [];
  if (days === "01234") return [phrases.workdays];
  if (days === "56") return [phrases.weekends];
  return [
    phrases.on(
      listed(
        weekdays.map((day) => phrases.weekdays[day] ?? ""),
        phrases,
      ),
    ),
  ];
}

/** What a binary sensor's state means by device class, as Home Assistant shows it. */
const MEANINGS: Readonly<Record<string, keyof Phrases["meanings"]>> = {
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
};

/** What an entity does when it turns to a state, as it follows its name. */
export function happeningOf(
  { entityId, state }: { readonly entityId: string; readonly state: string },
  names: Pick<Names, "deviceClassOf">,
  phrases: Phrases,
): string {
  const domain = domainOf(entityId);
  if (domain === "person" || domain === "device_tracker") {
    if (state === "home") return phrases.comesHome;
    return state === "not_home" ? phrases.leavesHome : phrases.arrives(state);
  }
  const deviceClass = domain === "binary_sensor" ? names.deviceClassOf(entityId) : null;
  const [on, off] = phrases.meanings[MEANINGS[deviceClass ?? ""] ?? "other"];
  if (state === "on") return on;
  if (state === "off") return off;
  return phrases.turnsTo(stateWord(state, phrases));
}

const listed = (things: readonly string[], { locale }: Phrases): string =>
  new Intl.ListFormat(locale, { type: "conjunction" }).format(things);

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
