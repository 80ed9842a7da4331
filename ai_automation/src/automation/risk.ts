import { isStarted } from "../model/domains.ts";
import type { Entity, HomeSnapshot } from "../model/home.ts";
import { domainOf } from "../model/state-change.ts";
import { parseAutomation } from "./read/automation.ts";
import { entranceIn, soundsRisky } from "./risky-names.ts";

const ENTRANCES: ReadonlySet<string> = new Set(["garage", "gate", "door"]);
/** In these domains only the name shows what is switched. */
const RELAYS: ReadonlySet<string> = new Set(["switch", "input_boolean", "fan"]);

/** Entrances, and devices that can do harm unattended. */
export function isRisky({ entityId, name, deviceClass }: Pick<Entity, "entityId" | "name" | "deviceClass">): boolean {
  const domain = domainOf(entityId);
  const words = `${entityId} ${name}`;
  if (isStarted(entityId)) return soundsRisky(words) || entranceIn(words) !== null;
  return domain === "cover" ? ENTRANCES.has(deviceClass ?? "") : RELAYS.has(domain) && soundsRisky(words);
}

/** Risky entities are never operated without confirmation. */
export const mayActOn = (entity: Entity | undefined): boolean => entity !== undefined && !isRisky(entity);

/** The first risky entity that an automation acts on, directly or through a group. */
export function riskyIn(config: unknown, home: HomeSnapshot | undefined): Entity | undefined {
  const { effects, starts = [] } = parseAutomation(config);
  const reached = new Set([...effects, ...starts].map(({ entityId }) => entityId));
  // A set also iterates over what is added meanwhile.
  for (const entityId of reached) for (const member of home?.entities.get(entityId)?.repeats ?? []) reached.add(member);
  return [...reached]
    .map((entityId) => home?.entities.get(entityId))
    .find((entity) => entity !== undefined && isRisky(entity));
}
