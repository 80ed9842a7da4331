import { isSameConfig, readConfig } from "../../automation/read/config.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { AppError, withCause } from "../../model/errors.ts";
import type { Home } from "../../model/home.ts";
import { isFix, type Suggestion, type SuggestionFix } from "../../model/suggestion.ts";
import { withCurrentIds, type Renames } from "../renames.ts";
import { wrongStatus } from "./suggestion-access.ts";

/** The automation that a fix changes. Later changes by people are never overwritten. */
export interface FixTarget {
  /** @throws AppError conflict if the automation was changed since the fix was found, or is disabled. */
  readonly refuseOutdated: (suggestion: Suggestion) => void;
  /** Restores the config from before the fix. @throws AppError conflict, not_ready, home_refused */
  readonly restoreConfig: (suggestion: Suggestion & { readonly fix: SuggestionFix }) => Promise<void>;
}

export function createFixTarget(home: Pick<Home, "snapshot" | "update">, renames: Renames): FixTarget {
  /** Home Assistant may still have the ids from before a rename. */
  const isStill = (config: AutomationConfig | undefined, expected: AutomationConfig): boolean =>
    config !== undefined && (isSameConfig(config, expected) || isSameConfig(withCurrentIds(config, renames), expected));

  /** The home does not report the config of a disabled automation, so a later change by a person would be overwritten. */
  const refuseDisabled = (suggestion: Suggestion, automationId: string): void => {
    if (home.snapshot()?.disabledAutomations?.has(automationId) !== true) return;
    throw wrongStatus(
      suggestion,
      "but the automation is disabled in Home Assistant: enable it there first",
      "is_disabled",
    );
  };

  const refuseOutdated = (suggestion: Suggestion): void => {
    if (!isFix(suggestion)) return;
    const { automationId, configBefore } = suggestion.fix;
    refuseDisabled(suggestion, automationId);
    const current = home.snapshot()?.automations.find(({ id }) => id === automationId);
    if (current !== undefined && isStill(readConfig(current.config), configBefore)) return;
    throw wrongStatus(
      suggestion,
      "but the automation was changed or deleted in Home Assistant since; wait for the next analysis",
    );
  };

  const restoreConfig = async (suggestion: Suggestion & { readonly fix: SuggestionFix }): Promise<void> => {
    const { fix, automation, status } = suggestion;
    refuseDisabled(suggestion, fix.automationId);
    const snapshot = home.snapshot();
    const current = snapshot?.automations.find(({ id }) => id === fix.automationId);
    if (snapshot !== undefined && current === undefined) return;
    const config = readConfig(current?.config);
    // An undo that was cut off may have restored the earlier config.
    const isExpected = isStill(config, automation) || isStill(config, fix.configBefore);
    if (status === "deployed" && current?.config && !isExpected)
      throw wrongStatus(
        suggestion,
        "but the automation was changed since; undo the later fix first, or edit it in Home Assistant",
        "changed_since",
      );
    const result = await home.update(fix.automationId, fix.configBefore);
    if (result.outcome === "away")
      throw new AppError("not_ready", `It is not undone yet: ${result.reason} It is undone as soon as it is back.`);
    if (result.outcome === "refused") throw new AppError("home_refused", result.reason, withCause(result.told));
  };

  return { refuseOutdated, restoreConfig };
}
