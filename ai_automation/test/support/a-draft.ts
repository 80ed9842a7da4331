import type { SuggestionDraft } from "../../src/model/suggestion.ts";

export function aDraft(values: Partial<SuggestionDraft> = {}): SuggestionDraft {
  const counts = { tp: 20, fp: 1, noop: 3, duplicates: 0, saved: 18, days: 15 };
  return {
    patternType: "co_occurrence",
    trigger: { kind: "state", entityIds: ["binary_sensor.pantry_door"], state: "on", hold: 0 },
    targets: [{ entityId: "light.pantry", state: "on" }],
    title: "Turn on Pantry when Pantry door opens",
    description: "It was done by hand 41 times.",
    automation: {
      alias: "Turn on Pantry when Pantry door opens",
      description: "It was done by hand 41 times.",
      triggers: [{ trigger: "state", entity_id: "binary_sensor.pantry_door", to: "on" }],
      conditions: [],
      actions: [{ action: "light.turn_on", target: { entity_id: ["light.pantry"] } }],
      mode: "single",
    },
    confidence: 0.82,
    evidence: { actions: [1_700_000_000_000, 1_700_000_100_000], learned: counts, levels: [], people: [] },
    replay: {
      ...counts,
      from: 1_700_000_000_000,
      to: 1_701_000_000_000,
      precision: 20 / 21,
      savedPerWeek: 7,
      falsePerWeek: 0.4,
      marks: [{ at: 1_700_000_000_000, entityId: "light.pantry", outcome: "tp", actedAt: 1_700_000_005_000 }],
    },
    alternatives: [],
    ...values,
  };
}
