import { formatTimeOfDay } from "../model/clock.ts";
import type { HabitTarget, HabitTrigger, ReplayCounts } from "../model/habit.ts";
import { domainOf } from "../model/state-change.ts";

/** How a home calls its things. */
export interface Names {
  readonly nameOf: (entityId: string) => string;
  readonly deviceClassOf: (entityId: string) => string | null;
}

/** What a habit does and when, as one line: "Turn on Pantry light when Pantry door opens". */
export function titleOf(trigger: HabitTrigger, targets: readonly HabitTarget[], names: Names): string {
  const byVerb = Map.groupBy(targets, ({ entityId, state }) => verbOf(entityId, state));
  const doing = [...byVerb].map(
    ([verb, same]) => `${verb} ${listed(same.map(({ entityId }) => names.nameOf(entityId)))}`,
  );
  const [first = "", ...rest] = doing;
  return `${[first, ...rest.map(lowerFirst)].join(" and ")} ${whenOf(trigger, names)}`;
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
    case "event":
      return `when ${names.nameOf(trigger.entityId)} reports "${trigger.eventType}"`;
    case "state":
      return `when ${names.nameOf(trigger.entityId)} ${happeningOf(trigger, names)}`;
  }
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
