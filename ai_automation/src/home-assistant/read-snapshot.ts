import { z } from "zod";
import type { HomeAutomation } from "../model/automation.ts";
import type { Entity, HomeSnapshot, Person } from "../model/home.ts";
import { domainOf } from "../model/state-change.ts";
import type { Ask } from "./ask.ts";
import { areaMessage, configMessage, deviceMessage, entityEntryMessage, personsMessage, stateMessage } from "./messages.ts";

type State = z.output<typeof stateMessage>;

export interface ReadSnapshot {
  readonly snapshot: HomeSnapshot;
  readonly states: readonly State[];
}

/** Reads everything that is known of the home: configuration, registries, persons, automations. */
export async function readSnapshot(ask: Ask): Promise<ReadSnapshot> {
  const [config, entries, devices, areas, persons, states] = await Promise.all([
    ask(configMessage, { type: "get_config" }),
    ask(z.array(entityEntryMessage), { type: "config/entity_registry/list" }),
    ask(z.array(deviceMessage), { type: "config/device_registry/list" }),
    ask(z.array(areaMessage), { type: "config/area_registry/list" }),
    ask(personsMessage, { type: "person/list" }),
    ask(z.array(stateMessage), { type: "get_states" }),
  ]);
  const info = {
    name: config.location_name,
    version: config.version,
    zone: config.time_zone,
    latitude: config.latitude,
    longitude: config.longitude,
    language: config.language,
  };
  const snapshot = {
    info,
    entities: entitiesOf(states, entries, devices, areas),
    persons: [...persons.storage, ...persons.config].flatMap(({ name, user_id }): Person[] =>
      typeof user_id === "string" ? [{ userId: user_id, name }] : [],
    ),
    automations: await readAutomations(ask, states),
  };
  return { snapshot, states };
}

function entitiesOf(
  states: readonly State[],
  entries: readonly z.output<typeof entityEntryMessage>[],
  devices: readonly z.output<typeof deviceMessage>[],
  areas: readonly z.output<typeof areaMessage>[],
): ReadonlyMap<string, Entity> {
  const entryOf = new Map(entries.map((entry) => [entry.entity_id, entry]));
  const deviceOf = new Map(devices.map((device) => [device.id, device]));
  const areaName = new Map(areas.map(({ area_id, name }) => [area_id, name]));
  const areaOfDevice = (id: string | null | undefined): string | null => {
    const device = typeof id === "string" ? deviceOf.get(id) : undefined;
    if (device === undefined) return null;
    return device.area_id ?? (device.parent_device_id === device.id ? null : areaOfDevice(device.parent_device_id));
  };
  return new Map(
    states.map(({ entity_id: entityId, attributes }) => {
      const entry = entryOf.get(entityId);
      const areaId = entry?.area_id ?? areaOfDevice(entry?.device_id);
      const entity: Entity = {
        entityId,
        name: typeof attributes.friendly_name === "string" ? attributes.friendly_name : entityId,
        areaId,
        areaName: areaId === null ? null : (areaName.get(areaId) ?? null),
        deviceClass: typeof attributes.device_class === "string" ? attributes.device_class : null,
        isMinable:
          (entry?.hidden_by ?? null) === null &&
          (entry?.disabled_by ?? null) === null &&
          (entry?.entity_category ?? null) === null,
      };
      return [entityId, entity];
    }),
  );
}

const automationConfig = z.object({ config: z.unknown() });

/** The home's automations with their configs, also those of YAML; null where Home Assistant will not tell one. */
async function readAutomations(ask: Ask, states: readonly State[]): Promise<readonly HomeAutomation[]> {
  const found: HomeAutomation[] = [];
  for (const { entity_id: entityId, state, attributes } of states) {
    if (domainOf(entityId) !== "automation") continue;
    const config = await ask(automationConfig, { type: "automation/config", entity_id: entityId }).catch(() => ({ config: null }));
    found.push({
      entityId,
      id: typeof attributes.id === "string" ? attributes.id : null,
      name: typeof attributes.friendly_name === "string" ? attributes.friendly_name : entityId,
      isOn: state === "on",
      config: config.config,
    });
  }
  return found;
}
