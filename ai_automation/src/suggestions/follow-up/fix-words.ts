import type { AutomationConfig } from "../../model/automation.ts";
import { formatTimeOfDay } from "../../model/clock.ts";
import { MINUTE } from "../../model/time.ts";
import { parseAutomation } from "../../replay/parse-automation.ts";
import type { Change } from "./edits.ts";

export interface ChangeWords {
  readonly before: string;
  readonly after: string;
}

/** What a change comes to, for people: how it was, and how it will be. */
export function wordsOf(change: Change, config: AutomationConfig, nameOf: (entityId: string) => string): ChangeWords {
  switch (change.kind) {
    case "days":
      return { before: "on all its days", after: `only on ${daysText(change.weekdays)}` };
    case "hours":
      return {
        before: "at all hours",
        after: `not between ${formatTimeOfDay(change.before)} and ${formatTimeOfDay(change.after)}`,
      };
    case "sun":
      return { before: "in the dark and by day", after: change.isDark ? "only when it is dark" : "only by day" };
    case "for":
      return { before: waitText(change.before), after: waitText(change.after) };
    case "time":
      return timeWords(config, change.by);
    case "state":
      return { before: "whatever else is on", after: `only while ${nameOf(change.entityId)} is ${change.state}` };
    case "number": {
      const bound = change.above === null ? `below ${change.below}` : `above ${change.above}`;
      return { before: "at any value", after: `only while ${nameOf(change.entityId)} is ${bound}` };
    }
  }
}

const DAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"] as const;

function daysText(weekdays: readonly number[]): string {
  const key = weekdays.join("");
  if (key === "01234") return "workdays, not on Saturdays and Sundays";
  if (key === "56") return "Saturdays and Sundays";
  return weekdays.map((day) => DAYS[day] ?? "").join(", ");
}

const waitText = (hold: number): string => (hold === 0 ? "at once" : `after ${hold / MINUTE} minutes`);

function timeWords(config: AutomationConfig, by: number): ChangeWords {
  const [trigger] = parseAutomation(config).triggers;
  const minutes = Math.abs(by) / MINUTE;
  const shift = `${minutes} minutes ${by > 0 ? "later" : "earlier"}`;
  if (trigger?.kind !== "time") return { before: "at its time", after: shift };
  const at = trigger.at[0] ?? 0;
  return { before: `at ${formatTimeOfDay(at)}`, after: `at ${formatTimeOfDay(at + by)}` };
}
