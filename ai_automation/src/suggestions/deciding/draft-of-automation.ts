import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import type { ReplayResult, SuggestionDraft } from "../../model/suggestion.ts";
import { wilsonLowerBound, Z_90 } from "../../statistics/wilson.ts";

/** A draft for an automation that was not mined; undefined if no habit has such a trigger. */
export function draftOfAutomation(automation: AutomationConfig, replay: ReplayResult): SuggestionDraft | undefined {
  const { triggers, effects, isReminder } = parseAutomation(automation);
  const trigger = habitTriggerOf(triggers[0]);
  if (trigger === undefined) return undefined;
  const { tp, fp, noop, duplicates, saved, days } = replay;
  const isByTime = trigger.kind === "clock" || trigger.kind === "sun";
  return {
    patternType: isReminder ? "anomaly" : isByTime ? "time_of_day" : "co_occurrence",
    trigger,
    targets: effects.map(({ entityId, state }) => ({ entityId, state })),
    title: automation.alias,
    description: automation.description ?? "",
    automation,
    confidence: wilsonLowerBound(tp, tp + fp, Z_90),
    evidence: { actions: [], levels: [], people: [], learned: { tp, fp, noop, duplicates, saved, days } },
    replay,
    alternatives: [],
  };
}
