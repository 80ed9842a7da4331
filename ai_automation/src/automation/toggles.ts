import { domainOf } from "../model/state-change.ts";

/** Domains whose entities are on or off, and that have the action `toggle`. */
const TOGGLED_DOMAINS: ReadonlySet<string> = new Set(["fan", "humidifier", "input_boolean", "light", "switch"]);

/** The states that a toggle leads to, one from the other. */
export const TOGGLE_STATES = ["on", "off"] as const;

export const mayBeToggled = (entityId: string): boolean => TOGGLED_DOMAINS.has(domainOf(entityId));

/** The entities that are set to both states: an automation that does both at the same trigger toggles them. */
export function toggledIn(
  targets: readonly { readonly entityId: string; readonly state: string }[],
): ReadonlySet<string> {
  const has = (entityId: string, state: string): boolean =>
    targets.some((target) => target.entityId === entityId && target.state === state);
  return new Set(
    targets
      .map(({ entityId }) => entityId)
      .filter((entityId) => mayBeToggled(entityId) && TOGGLE_STATES.every((state) => has(entityId, state))),
  );
}
