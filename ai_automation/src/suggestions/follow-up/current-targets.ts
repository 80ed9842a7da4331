import type { HabitTarget } from "../../model/habit.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { parseAutomation } from "../../automation/read/automation.ts";

/** What a suggestion's automation brings to which state now, which may have been edited; what a reminder watches. */
export function actedOn({ automation, targets }: Pick<Suggestion, "automation" | "targets">): readonly HabitTarget[] {
  const { effects } = parseAutomation(automation);
  return effects.length > 0 ? effects : targets;
}

/** The same, but nothing for a reminder: it switches nothing. */
export const switchedBy = (suggestion: Suggestion): readonly HabitTarget[] =>
  suggestion.patternType === "anomaly" ? [] : actedOn(suggestion);
