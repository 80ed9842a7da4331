import type { Deployed, Home } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { isFix, type Suggestion } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { SuggestionStore } from "../ports.ts";
import { automationToCreate, looksOf } from "./created-automation.ts";
import { missingCause, missingEntities, missingText } from "./missing-entities.ts";

/** Applies decisions to Home Assistant exactly once, across crashes and while it is away. */
export interface Deployment {
  /** Deploys an approved suggestion; undefined if there is nothing to do. Must not run twice at once for a suggestion. */
  deploy(id: number): Promise<Deployed | undefined>;
  /** Deletes an automation that was undone. It stays on the list of removals until Home Assistant confirms. */
  remove(haAutomationId: string): Promise<"removed" | "away">;
}

export function createDeployment(parts: {
  readonly store: SuggestionStore;
  readonly home: Pick<Home, "deploy" | "remove" | "update" | "snapshot">;
  /** The existing label of the home to put on it. */
  readonly labelOf: (suggestion: Suggestion) => string | null;
  /** The address of the panel in the home's interface, or null. */
  readonly page: () => Promise<string | null>;
  readonly now: Now;
  readonly log: Log;
}): Deployment {
  const { store, home, labelOf, page, now, log } = parts;
  const create = async (haAutomationId: string, suggestion: Suggestion): Promise<Deployed> => {
    const snapshot = home.snapshot();
    if (snapshot === undefined) return home.deploy(haAutomationId, suggestion.automation);
    const automation = automationToCreate(suggestion, snapshot, await page());
    return home.deploy(haAutomationId, automation, looksOf(suggestion, snapshot, labelOf(suggestion)));
  };
  return {
    deploy: async (id) => {
      const suggestion = await store.find(id);
      if (suggestion?.status !== "approved" || suggestion.haAutomationId === null) return undefined;
      const { haAutomationId } = suggestion;
      const { automation } = suggestion;
      const missing = missingEntities(automation, home.snapshot());
      const answer = await (missing.length > 0
        ? ({ outcome: "refused", reason: missingText(missing), told: missingCause(missing) } as const)
        : isFix(suggestion)
          ? home.update(haAutomationId, automation)
          : create(haAutomationId, suggestion));
      if (answer.outcome === "deployed") {
        await store.move(id, {
          step: "deployed",
          from: ["approved"],
          to: "deployed",
          set: {
            deployedAt: new Date(now()).toISOString(),
            refusal: null,
            watchingSince: null,
            snoozedUntil: null,
            pausedAt: null,
            followedSince: null,
          },
          ...(isFix(suggestion) ? { becomes: { haAutomationId, automation } } : {}),
          detail: { entity_id: answer.entityId, ha_automation_id: haAutomationId },
        });
        log.info({ suggestionId: id, haAutomationId, entityId: answer.entityId }, "suggestion deployed");
      } else if (answer.outcome === "refused") {
        await store.move(id, {
          step: "refused",
          from: ["approved"],
          to: "pending",
          set: { haAutomationId: null, refusal: answer.reason, refusalCause: answer.told },
          detail: { reason: answer.reason, ha_automation_id: haAutomationId },
        });
        log.warn({ suggestionId: id, reason: answer.reason }, "suggestion refused by Home Assistant");
      } else {
        log.warn({ suggestionId: id, reason: answer.reason }, "deployment deferred");
      }
      return answer;
    },
    remove: async (haAutomationId) => {
      const outcome = await home.remove(haAutomationId);
      if (outcome === "removed") await store.completeRemoval(haAutomationId);
      log.info({ haAutomationId, outcome }, "automation removal");
      return outcome;
    },
  };
}
