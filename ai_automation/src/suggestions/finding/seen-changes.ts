import type { SeenChanges } from "../../habits/choice/existing.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import type { SeenChange } from "../history-ports.ts";
import type { AnalysedAutomation } from "../miner.ts";

/** Adds to each automation what its runs changed. */
export function withSeenChanges(
  automations: readonly HomeAutomation[],
  changes: readonly SeenChange[],
): readonly AnalysedAutomation[] {
  const byAutomation = Map.groupBy(changes, ({ automationId }) => automationId);
  return automations.map((automation) => ({
    ...automation,
    seen: grouped(byAutomation.get(automation.entityId) ?? []),
  }));
}

const grouped = (changes: readonly SeenChange[]): readonly SeenChanges[] =>
  [...Map.groupBy(changes, ({ entityId, state }) => `${entityId} ${state}`).values()].map((same) => ({
    entityId: same[0]!.entityId,
    state: same[0]!.state,
    at: same.map(({ at }) => at),
  }));
