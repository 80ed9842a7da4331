import { isSure } from "../automation/plan.ts";
import { parseAutomation } from "../automation/read/automation.ts";
import type { HabitTarget } from "../model/habit.ts";
import type { Suggestion } from "../model/suggestion.ts";

/** The targets of a suggestion's automation as it is now, after edits; of a reminder, the entity it watches. */
export function actedOn({ automation, targets }: Pick<Suggestion, "automation" | "targets">): readonly HabitTarget[] {
  const sure = parseAutomation(automation).effects.filter(isSure);
  return sure.length > 0 ? sure.map(({ entityId, state }) => ({ entityId, state })) : targets;
}

/** Like `actedOn`, but empty for reminders, which control nothing. */
export const switchedBy = (suggestion: Suggestion): readonly HabitTarget[] =>
  suggestion.patternType === "anomaly" ? [] : actedOn(suggestion);
