import { parseAutomation } from "../../automation/read/automation.ts";
import type { FleetPolicy } from "../../model/fleet-wire.ts";
import { domainOf } from "../../model/state-change.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { isAtNight } from "./rejections.ts";

const HEATING: ReadonlySet<string> = new Set(["climate", "water_heater"]);

/**
 * Whether the policy of those who look after the home lets a suggestion be offered. A pair of habits counts as both of
 * them: one at night is enough.
 */
export function isAllowed(policy: FleetPolicy, draft: SuggestionDraft): boolean {
  if (policy.never_heating && changedBy(draft).some((entityId) => HEATING.has(domainOf(entityId)))) return false;
  return !policy.never_at_night || ![draft, ...(draft.halves ?? [])].some(isAtNight);
}

const changedBy = ({ automation, targets }: SuggestionDraft): readonly string[] => [
  ...targets.map(({ entityId }) => entityId),
  ...parseAutomation(automation).effects.map(({ entityId }) => entityId),
];
