import { formatTimeOfDay } from "../model/clock.ts";
import type { HabitCondition, HabitTarget, HabitTrigger, ReplayCounts } from "../model/habit.ts";
import { domainOf } from "../model/state-change.ts";
import type { UsualLevel } from "../model/suggestion.ts";
import { MINUTE } from "../model/time.ts";
import type { HabitForm } from "./automation-of.ts";

/** How a home calls its things. */
export interface Names {
  readonly nameOf: (entityId: string) => string;
  readonly deviceClassOf: (entityId: string) => string | null;
  readonly personOf: (userId: string) => string;
}

/** What a habit does and when, as one line: "Turn on Pantry light when Pantry door opens". */
export function titleOf(
  { trigger, conditions }: HabitForm,
  targets: readonly HabitTarget[],
  names: Names,
  levels: readonly UsualLevel[] = [],
): string {
  const byVerb = Map.groupBy(targets, ({ entityId, state }) => verbOf(entityId, state));
  const doing = [...byVerb].map(
    ([verb, same]) =>
      `${verb} ${listed(same.map((target) => names.nameOf(target.entityId) + levelsOf(target, levels)))}`,
  );
  const [first = "", ...rest] = doing;
  const when = [whenOf(trigger, names), ...conditions.map((condition) => providedThat(condition, names))];
  return `${[first, ...rest.map(lowerFirst)].join(" and ")} ${when.join(", ")}`;
}

/** One sentence of evidence behind a title. */
export function descriptionOf(learned: ReplayCounts, heldOut: ReplayCounts, historyDays: number): string {
  const times = learned.tp + heldOut.tp;
  const decided = heldOut.tp + heldOut.fp;
  return (
    `Over ${historyDays} days this was done by hand ${times} times at this point; ` +
    `on the days it was not learned from it would have been right ${heldOut.tp} of ${decided} times.`
  );
}

/** " (40%, 2700 K)", or nothing. */
function levelsOf({ entityId, state }: HabitTarget, levels: readonly UsualLevel[]): string {
  const own = state === "off" ? [] : levels.filter((level) => level.entityId === entityId);
  return own.length === 0 ? "" : ` (${own.map(levelText).join(", ")})`;
}

function levelText({ kind, median }: UsualLevel): string {
  switch (kind) {
    case "color_temp_kelvin":
      return `${median} K`;
    case "temperature":
    case "target_temp_low":
    case "target_temp_high":
      return `${median}°`;
    case "volume":
      return `volume ${median}%`;
    case "brightness":
    case "position":
    case "tilt_position":
    case "humidity":
    case "percentage":
      return `${median}%`;
  }
}

function verbOf(entityId: string, state: string): string {
  switch (domainOf(entityId)) {
    case "cover":
      return state === "open" ? "Open" : "Close";
    case "climate":
      return state === "off" ? "Turn off" : `Switch to ${state.replaceAll("_", " ")}:`;
    case "media_player":
      if (state === "playing") return "Start playing on";
      if (state === "paused") return "Pause";
  }
  return state === "on" ? "Turn on" : "Turn off";
}

function whenOf(trigger: HabitTrigger, names: Names): string {
  switch (trigger.kind) {
    case "clock":
      return `at ${formatTimeOfDay(trigger.timeOfDay)}${daysOf(trigger.weekdays)}`;
    case "sun":
      return `${offsetOf(trigger.offset)}${trigger.event}`;
    case "event":
      return `when ${names.nameOf(trigger.entityId)} reports "${trigger.eventType}"`;
    case "numeric":
      return `when ${names.nameOf(trigger.entityId)} ${crossingOf(trigger)}${lastingOf(trigger.hold)}`;
    case "state":
      return `when ${whoOf(trigger.entityIds, trigger.state, names)}${lastingOf(trigger.hold)}`;
  }
}

function whoOf(entityIds: readonly string[], state: string, names: Names): string {
  const [entityId = "", ...others] = entityIds;
  const happening = happeningOf({ entityId, state }, names);
  return others.length === 0 ? `${names.nameOf(entityId)} ${happening}` : `anybody ${happening}`;
}

function offsetOf(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE;
  return minutes === 0 ? "at " : `${minutes} minutes ${offset < 0 ? "before" : "after"} `;
}

const lastingOf = (hold: number): string => (hold === 0 ? "" : ` for ${hold / MINUTE} minutes`);

const crossingOf = ({ above, below }: { readonly above: number | null; readonly below: number | null }): string =>
  above === null ? `falls below ${below}` : `rises above ${above}`;

function providedThat(condition: HabitCondition, names: Names): string {
  switch (condition.kind) {
    case "hours":
      return `between ${formatTimeOfDay(condition.after)} and ${formatTimeOfDay(condition.before)}`;
    case "days":
      return daysOf(condition.weekdays).trim();
    case "sun":
      return condition.isDark ? "when it is dark" : "by day";
    case "numeric":
      return condition.above === null
        ? `while ${names.nameOf(condition.entityId)} is below ${condition.below}`
        : `while ${names.nameOf(condition.entityId)} is above ${condition.above}`;
    case "state":
      return condition.entityIds.length > 1
        ? `with everybody ${condition.state === "home" ? "at home" : "away"}`
        : `while ${listed(condition.entityIds.map(names.nameOf))} ${beingOf(condition)}`;
  }
}

function beingOf({ state, hold }: { readonly state: string; readonly hold: number }): string {
  const word = state === "not_home" ? "away" : state.replaceAll("_", " ");
  return hold === 0 ? `is ${word}` : `has been ${word}${lastingOf(hold)}`;
}

const WEEKDAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"] as const;

function daysOf(weekdays: readonly number[]): string {
  const days = weekdays.join("");
  if (days === "0123456") return "";
  if (days === "01234") return " on workdays";
  if (days === "56") return " at weekends";
  return ` on ${listed(weekdays.map((day) => WEEKDAYS[day] ?? ""))}`;
}

/** What a binary sensor's state means by device class, as Home Assistant shows it: [on, off]. */
const MEANINGS: Readonly<Record<string, readonly [string, string]>> = {
  motion: ["detects motion", "sees no more motion"],
  occupancy: ["detects somebody", "is empty"],
  presence: ["is home", "is away"],
  door: ["opens", "closes"],
  window: ["opens", "closes"],
  opening: ["opens", "closes"],
  garage_door: ["opens", "closes"],
  sound: ["hears something", "hears nothing more"],
  vibration: ["vibrates", "is still again"],
  plug: ["is plugged in", "is unplugged"],
  power: ["has power", "has no power"],
  lock: ["is unlocked", "is locked"],
  moisture: ["gets wet", "is dry"],
};

function happeningOf({ entityId, state }: { entityId: string; state: string }, names: Names): string {
  const domain = domainOf(entityId);
  if (domain === "person" || domain === "device_tracker") {
    return state === "home" ? "comes home" : state === "not_home" ? "leaves home" : `arrives at ${state}`;
  }
  const meaning = domain === "binary_sensor" ? MEANINGS[names.deviceClassOf(entityId) ?? ""] : undefined;
  if (meaning !== undefined && state === "on") return meaning[0];
  if (meaning !== undefined && state === "off") return meaning[1];
  if (state === "on") return "turns on";
  if (state === "off") return "turns off";
  return `turns to ${state.replaceAll("_", " ")}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
