import type { Deployed, Home } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { type Suggestion, isFix } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { SuggestionStore } from "../ports.ts";

/** Carries decisions into the home: exactly once, over crashes and while the home is away. */
export interface Deployment {
  /** Deploys an approved suggestion; undefined when there is nothing to do. Call it in turn per suggestion. */
  carryOut(id: number): Promise<Deployed | undefined>;
  /** Removes an automation of ours that was undone; it stays on the list until the home confirms. */
  takeBack(haAutomationId: string): Promise<"removed" | "away">;
}

export function createDeployment(parts: {
  readonly store: SuggestionStore;
  readonly home: Pick<Home, "deploy" | "remove" | "update">;
  /** Of the home's own labels, the one that it is to bear. */
  readonly labelOf: (suggestion: Suggestion) => string | null;
  readonly now: Now;
  readonly log: Log;
}): Deployment {
  const { store, home, labelOf, now, log } = parts;
  return {
    carryOut: async (id) => {
      const suggestion = await store.find(id);
      if (suggestion?.status !== "approved" || suggestion.haAutomationId === null) return undefined;
      const { haAutomationId } = suggestion;
      const { automation } = suggestion;
      const answer = isFix(suggestion)
        ? await home.update(haAutomationId, automation)
        : await home.deploy(haAutomationId, automation, labelOf(suggestion));
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
          set: { haAutomationId: null, refusal: answer.reason },
          detail: { reason: answer.reason, ha_automation_id: haAutomationId },
        });
        log.warn({ suggestionId: id, reason: answer.reason }, "home refused a suggestion");
      } else {
        log.warn({ suggestionId: id, reason: answer.reason }, "deployment waits for the home");
      }
      return answer;
    },
    takeBack: async (haAutomationId) => {
      const answer = await home.remove(haAutomationId);
      if (answer === "removed") await store.forgetRemoval(haAutomationId);
      log.info({ haAutomationId, answer }, "automation taken back");
      return answer;
    },
  };
}
