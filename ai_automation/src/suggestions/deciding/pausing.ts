import { AppError } from "../../model/errors.ts";
import type { Home } from "../../model/home.ts";
import { isFix, type Suggestion } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { SuggestionStore } from "../ports.ts";
import { wrongStatus, type SuggestionAccess } from "./suggestion-access.ts";

/** Turns an automation that we created off and on. Every call may be repeated, and then acts again. */
export interface Pausing {
  /** @throws AppError not_found, conflict (not deployed, or deleted in Home Assistant), not_ready */
  pause(id: number): Promise<Suggestion>;
  resume(id: number): Promise<Suggestion>;
}

export function createPausing(parts: {
  readonly access: SuggestionAccess;
  readonly store: SuggestionStore;
  readonly home: Pick<Home, "setEnabled">;
  readonly now: Now;
}): Pausing {
  const { access, store, home, now } = parts;

  const setPaused = (id: number, isPaused: boolean): Promise<Suggestion> =>
    access.inTurn(id, async () => {
      const suggestion = await access.require(id);
      if (isFix(suggestion)) throw wrongStatus(suggestion, "pause the automation that it changed instead");
      if (suggestion.status !== "deployed" || suggestion.haAutomationId === null)
        throw wrongStatus(suggestion, "only deployed suggestions can be paused and resumed");
      await setEnabled(suggestion.haAutomationId, !isPaused);
      if ((suggestion.pausedAt !== null) === isPaused) return suggestion;
      await store.move(id, {
        step: isPaused ? "paused" : "resumed",
        from: ["deployed"],
        to: "deployed",
        set: isPaused
          ? { pausedAt: new Date(now()).toISOString() }
          : { pausedAt: null, followedSince: new Date(now()).toISOString() },
      });
      return access.changed(id);
    });
  const setEnabled = async (haAutomationId: string, isEnabled: boolean): Promise<void> => {
    const answer = await home.setEnabled(haAutomationId, isEnabled);
    if (answer.outcome === "away") throw new AppError("not_ready", `${answer.reason} Try again when it is back.`);
    if (answer.outcome === "missing")
      throw new AppError("conflict", "The automation is no longer in Home Assistant. Undo it and create it again.", {
        told: { reason: "gone" },
      });
  };

  return { pause: (id) => setPaused(id, true), resume: (id) => setPaused(id, false) };
}
