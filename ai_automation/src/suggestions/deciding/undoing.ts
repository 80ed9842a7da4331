import { AppError } from "../../model/errors.ts";
import { isFix, type Suggestion, type SuggestionFix } from "../../model/suggestion.ts";
import type { SuggestionStore, Transition } from "../ports.ts";
import type { Deployment } from "./deployment.ts";
import type { FixTarget } from "./fix-target.ts";
import type { SuggestionAccess } from "./suggestion-access.ts";

/** Takes an automation that we created, or a fix, back. */
export interface Undoing {
  /** Of an approved or deployed suggestion, in its turn. @throws AppError conflict, home_refused, not_ready */
  undo(suggestion: Suggestion): Promise<Suggestion>;
  /** Completes the undo of a fix that was cut off. */
  complete(id: number): Promise<void>;
}

export function createUndoing(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly deployment: Pick<Deployment, "remove">;
  readonly restoreConfig: FixTarget["restoreConfig"];
  readonly notifyOrigin: (suggestion: Suggestion) => Promise<void>;
}): Undoing {
  const { access, store, deployment, restoreConfig, notifyOrigin } = parts;

  /** The intent is recorded first, so that an undo that is cut off is completed by `catchUp`. */
  const restoreRecorded = async (suggestion: Suggestion & { readonly fix: SuggestionFix }): Promise<void> => {
    await store.beginUndo(suggestion.id);
    try {
      await restoreConfig(suggestion);
    } catch (error) {
      if (!isNotReady(error)) await store.cancelUndo(suggestion.id);
      throw error;
    }
  };
  const undo = async (suggestion: Suggestion): Promise<Suggestion> => {
    const { id, haAutomationId } = suggestion;
    if (isFix(suggestion)) await restoreRecorded(suggestion);
    await store.move(id, undoing(suggestion));
    if (haAutomationId !== null && !isFix(suggestion)) await deployment.remove(haAutomationId);
    await notifyOrigin(suggestion);
    return access.changed(id);
  };
  /** Whether it failed was answered, if anybody still waits; it stays begun only while the home is away. */
  const complete = (id: number): Promise<void> =>
    access.inTurn(id, async () => {
      const suggestion = await store.find(id);
      if (suggestion?.status !== "deployed" && suggestion?.status !== "approved") return store.cancelUndo(id);
      try {
        await undo(suggestion);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    });
  return { undo, complete };
}

const isNotReady = (error: unknown): boolean => error instanceof AppError && error.code === "not_ready";

const undoing = (suggestion: Suggestion): Transition => ({
  step: "undone",
  from: ["approved", "deployed"],
  to: "pending",
  set: { haAutomationId: null, deployedAt: null, pausedAt: null },
  ...(suggestion.haAutomationId === null || isFix(suggestion) ? {} : { remove: suggestion.haAutomationId }),
  ...(isFix(suggestion) ? { becomes: asBefore(suggestion) } : {}),
  detail: { ha_automation_id: suggestion.haAutomationId },
});

const asBefore = ({ fix }: Suggestion & { readonly fix: SuggestionFix }): NonNullable<Transition["becomes"]> => ({
  haAutomationId: fix.automationId,
  automation: fix.configBefore,
});
