import type { AutomationConfig } from "../model/automation.ts";
import type { Entity, HomeSnapshot } from "../model/home.ts";
import { soundsRisky } from "../model/risky-names.ts";
import { domainOf } from "../model/state-change.ts";
import { parseAutomation } from "./read/automation.ts";

const ENTRANCES: ReadonlySet<string> = new Set(["garage", "gate", "door"]);
/** Of these only the name tells what they switch. */
const RELAYS: ReadonlySet<string> = new Set(["switch", "input_boolean", "fan"]);

/** What lets people in, or does harm where nobody is by. */
export function isRisky({ entityId, name, deviceClass }: Pick<Entity, "entityId" | "name" | "deviceClass">): boolean {
  const domain = domainOf(entityId);
  return domain === "cover"
    ? ENTRANCES.has(deviceClass ?? "")
    : RELAYS.has(domain) && soundsRisky(`${entityId} ${name}`);
}

/** What is risky is never switched or moved unasked. */
export const mayActOn = (entity: Entity | undefined): boolean => entity !== undefined && !isRisky(entity);

/** What is risky of all that an automation acts on; undefined where nothing is. */
export const riskyIn = (config: AutomationConfig, home: HomeSnapshot | undefined): Entity | undefined =>
  parseAutomation(config)
    .effects.map(({ entityId }) => home?.entities.get(entityId))
    .find((entity) => entity !== undefined && isRisky(entity));
