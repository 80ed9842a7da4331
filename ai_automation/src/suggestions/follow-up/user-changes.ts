import { isSameConfig, readConfig } from "../../automation/read/config.ts";
import type { HomeAutomation } from "../../model/automation.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { isFix, type Suggestion } from "../../model/suggestion.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import type { SuggestionStore } from "../ports.ts";
import { withCurrentIds, type Renames } from "../renames.ts";

/** Records what people did in Home Assistant to the automations we created: changed configs and deletions. */
export function createUserChanges(parts: {
  readonly access: SuggestionAccess;
  readonly store: Pick<SuggestionStore, "adopt" | "move" | "withStatus">;
  readonly renames: Renames;
  readonly removeUnusedLabel: () => Promise<void>;
}): (home: Pick<HomeSnapshot, "automations" | "disabledAutomations">) => Promise<void> {
  const { access, store, renames, removeUnusedLabel } = parts;
  /** Ids missing in the previous review. Only a second miss counts as deleted: a file may fail to load once. */
  const missingOnce = new Set<number>();

  const reject = async ({ id, haAutomationId }: Suggestion): Promise<void> => {
    const isMoved = await store.move(id, {
      step: "rejected",
      from: ["deployed"],
      to: "rejected",
      set: { haAutomationId: null, deployedAt: null, pausedAt: null, followedSince: null },
      feedback: { action: "rejected", text: "deleted in Home Assistant" },
      detail: { by: "home", ha_automation_id: haAutomationId },
    });
    if (!isMoved) return;
    await access.changed(id);
    await removeUnusedLabel();
  };
  const adoptChange = async ({ id, automation }: Suggestion, current: HomeAutomation): Promise<void> => {
    const config = readConfig(current.config);
    if (current.config === null || isSameConfig(config, automation)) return;
    if (config !== undefined && isSameConfig(withCurrentIds(config, renames), automation)) return;
    await store.adopt(id, config ?? null);
    await access.changed(id);
  };

  return async ({ automations, disabledAutomations }) => {
    for (const suggestion of await store.withStatus("deployed")) {
      const { id, haAutomationId } = suggestion;
      if (haAutomationId === null) continue;
      const current = automations.find((automation) => automation.id === haAutomationId);
      if (current !== undefined || disabledAutomations?.has(haAutomationId)) missingOnce.delete(id);
      else if (missingOnce.has(id)) await access.inTurn(id, () => reject(suggestion));
      else missingOnce.add(id);
      if (current === undefined) continue;
      if (!isFix(suggestion) && !suggestion.isModified) await adoptChange(suggestion, current);
    }
  };
}
