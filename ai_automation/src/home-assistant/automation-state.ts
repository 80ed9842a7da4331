import { z } from "zod";
import { CommandFailed } from "./errors.ts";
import type { Session } from "./session.ts";
import { automationConfigSchema, entityRegistrySchema, statesSchema, type WireEntity } from "./wire.ts";

/** Finds the entity of an automation by its config id. */
export async function findAutomation(session: Session, id: string): Promise<WireEntity | undefined> {
  const registry = await session.call(entityRegistrySchema, { type: "config/entity_registry/list" });
  return registry.find(({ platform, unique_id }) => platform === "automation" && unique_id === id);
}

/** The entity id of an automation that is registered, or that runs without being registered. */
export async function findRunning(session: Session, id: string): Promise<string | undefined> {
  const registered = await findAutomation(session, id);
  if (registered !== undefined) return registered.entity_id;
  const states = await session.call(statesSchema, { type: "get_states" });
  return states.find(({ entity_id, attributes }) => entity_id.startsWith("automation.") && attributes.id === id)
    ?.entity_id;
}

export async function stateOf(session: Session, entityId: string): Promise<string | undefined> {
  const states = await session.call(statesSchema, { type: "get_states" });
  return states.find(({ entity_id }) => entity_id === entityId)?.state;
}

/**
 * The config that is loaded, which may differ from the stored one until a reload; null for an automation that is not
 * loaded, or that the token's user may not see.
 */
export async function loadedConfig(session: Session, entityId: string): Promise<unknown> {
  try {
    const { config } = await session.call(automationConfigSchema, { type: "automation/config", entity_id: entityId });
    return config ?? null;
  } catch (error) {
    if (error instanceof CommandFailed) return null;
    throw error;
  }
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

/** An automation that is enabled again has an entity only after a reload. */
export async function enable(session: Session, { entity_id, unique_id: id }: WireEntity): Promise<void> {
  await session.call(z.unknown(), { type: "config/entity_registry/update", entity_id, disabled_by: null });
  const reload = { type: "call_service", domain: "automation", service: "reload", service_data: { id } };
  await session.call(z.unknown(), reload);
}
