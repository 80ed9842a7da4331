import { AppError, homeUnknown, notPossible } from "../../model/errors.ts";
import type { Home } from "../../model/home.ts";
import type { Pausing } from "../deciding/pausing.ts";
import type { AutomationList, ListedAutomation } from "./automation-list.ts";

/**
 * Turns an automation of the home on or off, whoever made it; one that we created is resumed or paused. May be repeated.
 * @throws AppError not_found, not_understood (it has no id in its YAML), conflict, not_ready
 */
export type Switching = (entityId: string, isOn: boolean) => Promise<ListedAutomation>;

export function createSwitching(parts: {
  readonly home: Pick<Home, "snapshot" | "setEnabled">;
  readonly list: AutomationList;
  readonly pausing: Pausing;
}): Switching {
  const { home, list, pausing } = parts;

  const find = async (entityId: string): Promise<ListedAutomation> => {
    if (home.snapshot() === undefined) throw homeUnknown();
    const [found] = await list((one) => one.entityId === entityId);
    if (found === undefined) throw new AppError("not_found", `Home Assistant has no ${entityId}.`);
    return found;
  };
  const setEnabled = async (id: string | null, isOn: boolean): Promise<void> => {
    if (id === null)
      throw notPossible(
        "no_automation_id",
        "The automation has no id in its YAML, so it can only be turned on and off in Home Assistant.",
      );
    const answer = await home.setEnabled(id, isOn);
    if (answer.outcome === "away") throw new AppError("not_ready", `${answer.reason} Try again when it is back.`);
    if (answer.outcome === "missing")
      throw new AppError("conflict", "The automation is no longer in Home Assistant.", { told: { reason: "gone" } });
  };

  return async (entityId, isOn) => {
    const { suggestionId, id } = await find(entityId);
    if (suggestionId === null) await setEnabled(id, isOn);
    else await (isOn ? pausing.resume(suggestionId) : pausing.pause(suggestionId));
    return find(entityId);
  };
}
