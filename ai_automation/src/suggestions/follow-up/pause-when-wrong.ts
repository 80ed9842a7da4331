import type { Log } from "../../model/log.ts";
import type { Pausing } from "../deciding/pausing.ts";
import type { ListedAutomation } from "./automation-list.ts";

/** If enabled, turns off an automation we created that people keep undoing; never one of the user's own. */
export function createPauseWhenWrong(parts: {
  readonly isEnabled: boolean;
  readonly pausing: Pick<Pausing, "pause">;
  readonly log: Log;
}): (automation: ListedAutomation) => void {
  const { isEnabled, pausing, log } = parts;
  return ({ suggestionId, attention, pausedAt, isOn }) => {
    if (!isEnabled || suggestionId === null || pausedAt !== null || isOn !== true) return;
    if (attention === null || attention.reason === "undone_later") return;
    log.info({ suggestionId, ...attention }, "automation paused after reversals");
    pausing
      .pause(suggestionId)
      .catch((error: unknown) => log.warn({ suggestionId, err: error }, "pausing an automation failed"));
  };
}
