import { isSameConfig, readConfig } from "../../automation/read/config.ts";
import { AppError } from "../../model/errors.ts";
import type { Home } from "../../model/home.ts";
import { isFix, type Suggestion, type SuggestionFix } from "../../model/suggestion.ts";
import { wrongStatus } from "./suggestion-access.ts";

/** Guards the automation that a fix changes: what people changed there meanwhile is never overwritten. */
export interface FixTarget {
  /** @throws AppError conflict if the automation is no longer as it was when the fix was made. */
  readonly refuseOutdated: (suggestion: Suggestion) => void;
  /** Writes the config of before the fix. @throws AppError conflict, not_ready, home_refused */
  readonly restoreConfig: (suggestion: Suggestion & { readonly fix: SuggestionFix }) => Promise<void>;
}

export function createFixTarget(home: Pick<Home, "snapshot" | "update">): FixTarget {
  /** A fix applies to one config; an automation that was changed since is not overwritten. */
  const refuseOutdated = (suggestion: Suggestion): void => {
    if (!isFix(suggestion)) return;
    const { automationId, configBefore } = suggestion.fix;
    const current = home.snapshot()?.automations.find(({ id }) => id === automationId);
    if (current !== undefined && isSameConfig(readConfig(current.config), configBefore)) return;
    throw wrongStatus(
      suggestion,
      "but the automation was changed or deleted in Home Assistant since; wait for the next analysis",
    );
  };

  /** An automation that was changed after the fix is not overwritten either. */
  const restoreConfig = async (suggestion: Suggestion & { readonly fix: SuggestionFix }): Promise<void> => {
    const { fix, automation, status } = suggestion;
    const snapshot = home.snapshot();
    const current = snapshot?.automations.find(({ id }) => id === fix.automationId);
    if (snapshot !== undefined && current === undefined) return;
    if (status === "deployed" && current?.config && !isSameConfig(readConfig(current.config), automation))
      throw wrongStatus(
        suggestion,
        "but the automation was changed since; undo the later fix first, or edit it in Home Assistant",
      );
    const answer = await home.update(fix.automationId, fix.configBefore);
    if (answer.outcome === "away")
      throw new AppError("not_ready", `Nothing was changed: ${answer.reason} Try again when it is back.`);
    if (answer.outcome === "refused") throw new AppError("home_refused", answer.reason);
  };

  return { refuseOutdated, restoreConfig };
}
