import type { Entity } from "../../model/home.ts";
import { tellsOfRisk } from "../../model/risky-names.ts";
import { domainOf } from "../../model/state-change.ts";

const ENTRANCES: ReadonlySet<string> = new Set(["garage", "gate", "door"]);
/** Of these only the name tells what they switch. */
const RELAYS: ReadonlySet<string> = new Set(["switch", "input_boolean", "fan"]);

/** What lets people in, or does harm where nobody is by. */
export function isRisky({ entityId, name, deviceClass }: Pick<Entity, "entityId" | "name" | "deviceClass">): boolean {
  const domain = domainOf(entityId);
  return domain === "cover"
    ? ENTRANCES.has(deviceClass ?? "")
    : RELAYS.has(domain) && tellsOfRisk(`${entityId} ${name}`);
}

/** What is risky is never switched or moved unasked. */
export const mayActOn = (entity: Entity | undefined): boolean => entity !== undefined && !isRisky(entity);
