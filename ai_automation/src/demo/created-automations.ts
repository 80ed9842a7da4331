import { pairOf } from "../automation/pair.ts";
import type { AutomationConfig } from "../model/automation.ts";
import type { Entity, HomeInfo } from "../model/home.ts";
import { named } from "../suggestions/words/alias.ts";
import { act, automation, state, time } from "./habit-template.ts";

interface CreatedAutomation {
  readonly id: string;
  readonly entityId: string;
  readonly config: AutomationConfig;
}

/** Automations that the service has created for the family: one is right, and one is wrong at weekends. */
export function createdAutomations({ language }: HomeInfo, entities: readonly Entity[]): readonly CreatedAutomation[] {
  const byId = new Map(entities.map((entity) => [entity.entityId, entity]));
  const names = {
    language,
    nameOf: (entityId: string) => byId.get(entityId)?.name ?? entityId,
    deviceClassOf: (entityId: string) => byId.get(entityId)?.deviceClass ?? null,
    areaOf: (entityId: string) => byId.get(entityId)?.areaName ?? null,
    personOf: (userId: string) => userId,
  };
  return CREATED.map((one) => ({ ...one, config: named(one.config, names) }));
}

const PANTRY_DOOR = "binary_sensor.pantry_door";

const CREATED: readonly CreatedAutomation[] = [
  {
    id: "ai_automation_5e1d0c7a94b2f368",
    entityId: "automation.pantry_light_with_pantry_door",
    config: pairOf(
      [
        automation("Pantry light on", state(PANTRY_DOOR, "on"), [], act("light.pantry", "turn_on")),
        automation("Pantry light off", state(PANTRY_DOOR, "off"), [], act("light.pantry", "turn_off")),
      ],
      { alias: "Pantry light", description: "" },
    ),
  },
  {
    id: "ai_automation_b7043fa9d21c6e85",
    entityId: "automation.coffee_machine_in_the_morning",
    config: automation("Coffee machine", time("06:45:00"), [], act("switch.coffee_machine", "turn_on")),
  },
];
