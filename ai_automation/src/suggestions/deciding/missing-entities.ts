import { entitiesNamedBy } from "../../automation/named-entities.ts";
import type { AutomationConfig } from "../../model/automation.ts";
import { AppError, type ErrorCause } from "../../model/errors.ts";
import type { HomeSnapshot } from "../../model/home.ts";

/** The entities that an automation names and the home does not have; none while the home is unknown. */
export const missingEntities = (config: AutomationConfig, home: HomeSnapshot | undefined): readonly string[] =>
  home === undefined ? [] : entitiesNamedBy(config).filter((entityId) => !home.entities.has(entityId));

/** @throws AppError conflict if the home does not have all entities of the automation */
export function refuseMissing(config: AutomationConfig, home: HomeSnapshot | undefined): void {
  const missing = missingEntities(config, home);
  if (missing.length > 0) throw new AppError("conflict", missingText(missing), { told: missingCause(missing) });
}

export const missingText = (missing: readonly string[]): string =>
  `Home Assistant does not have ${missing.join(", ")}: edit the automation, or reject it.`;

export const missingCause = (missing: readonly string[]): ErrorCause => ({
  reason: "not_in_home",
  values: { names: missing.join(", ") },
});
