import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { HabitTrigger } from "../../model/habit.ts";
import { NOT_REPLAYED, type Suggestion, type SuggestionDraft, type SuggestionFix } from "../../model/suggestion.ts";
import { isClockTrigger } from "../../replay/fires.ts";

/** A fix that follows a change in Home Assistant's settings rather than people's corrections. */
export function configFixDraft(parts: {
  readonly automation: AutomationConfig;
  readonly words: Pick<SuggestionDraft, "title" | "description">;
  readonly fix: SuggestionFix;
  /** The suggestion that created the automation, if one did. */
  readonly origin: Suggestion | undefined;
}): SuggestionDraft {
  const { automation, words, fix, origin } = parts;
  const { triggers, effects } = parseAutomation(automation);
  const { marks: _marks, ...learned } = NOT_REPLAYED;
  return {
    patternType: triggers.every(isClockTrigger) ? "time_of_day" : "co_occurrence",
    trigger: habitTriggerOf(triggers[0]) ?? MIDNIGHT,
    targets: effects.map(({ entityId, state }) => ({ entityId, state })),
    ...words,
    automation,
    confidence: 1,
    evidence: origin?.evidence ?? { actions: [], learned, levels: [], people: [] },
    replay: origin?.replay ?? NOT_REPLAYED,
    alternatives: [],
    fix,
  };
}

/** Placeholder for triggers that no habit has; a fix is identified by its automation. */
const MIDNIGHT: HabitTrigger = { kind: "clock", timeOfDay: 0, weekdays: [] };
