import { AppError } from "../../model/errors.ts";
import type { Home } from "../../model/home.ts";
import { type Suggestion, isFix } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import { type SuggestionAccess, wrongStatus } from "./suggestion-access.ts";
import type { SuggestionStore } from "../ports.ts";

/** Turns an automation of ours off and on again. Every call may be repeated, and is then carried out anew. */
export interface Pausing {
  /** @throws AppError not_found, conflict (not deployed, or gone from the home), not_ready (the home is away) */
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

  const bring = (id: number, isEnabled: boolean): Promise<Suggestion> =>
    access.inTurn(id, async () => {
      const suggestion = await access.require(id);
      if (isFix(suggestion)) throw wrongStatus(suggestion, "pause the automation that it changed");
      if (suggestion.status !== "deployed" || suggestion.haAutomationId === null)
        throw wrongStatus(suggestion, "only what is deployed can be paused and resumed");
      await switchIt(suggestion.haAutomationId, isEnabled);
      if ((suggestion.pausedAt === null) === isEnabled) return suggestion;
      await store.move(id, {
        step: isEnabled ? "resumed" : "paused",
        from: ["deployed"],
        to: "deployed",
        set: isEnabled
          ? { pausedAt: null, followedSince: new Date(now()).toISOString() }
          : { pausedAt: new Date(now()).toISOString() },
      });
      return access.changed(id);
    });
  const switchIt = async (haAutomationId: string, isEnabled: boolean): Promise<void> => {
    const answer = await home.setEnabled(haAutomationId, isEnabled);
    if (answer.outcome === "away")
      throw new AppError("not_ready", `Nothing was changed: ${answer.reason} Try again when it is back.`);
    if (answer.outcome === "missing")
      throw new AppError("conflict", "The automation is no longer in Home Assistant; undo it, and create it again.");
  };

  return { pause: (id) => bring(id, false), resume: (id) => bring(id, true) };
}
