import { z } from "zod";
import type { Session } from "./session.ts";
import { entityRegistrySchema, statesSchema, type WireEntity } from "./wire.ts";

/** Finds the entity of an automation by its config id. */
export async function findAutomation(session: Session, id: string): Promise<WireEntity | undefined> {
  const registry = await session.call(entityRegistrySchema, { type: "config/entity_registry/list" });
  return registry.find(({ platform, unique_id }) => platform === "automation" && unique_id === id);
}

export async function stateOf(session: Session, entityId: string): Promise<string | undefined> {
  const states = await session.call(statesSchema, { type: "get_states" });
  return states.find(({ entity_id }) => entity_id === entityId)?.state;
}

/** Turning an automation off also stops its running actions. */
export async function turn(session: Session, entityId: string, isOn: boolean): Promise<void> {
  await session.call(z.unknown(), {
    type: "call_service",
    domain: "automation",
    service: isOn ? "turn_on" : "turn_off",
    service_data: { entity_id: entityId, ...(isOn ? {} : { stop_actions: true }) },
  });
}
