import type { AutomationConfig, ConfigPart } from "../model/automation.ts";
import { domainOf } from "../model/state-change.ts";

/** A habit to plant. Its automation describes both what people do and what would replace it. */
export interface HabitTemplate {
  readonly key: string;
  readonly automation: AutomationConfig;
  /** Triggered by time or a state change, without conditions. */
  readonly isSimple: boolean;
  /** The habit's adherence is the home's to this power; below 1, people rarely forget it. */
  readonly adherenceExponent: number;
  /** How long after a state trigger people act. */
  readonly delaySeconds: readonly [from: number, to: number];
  /** Abandoned halfway through the recorded days. */
  readonly isAbandoned: boolean;
}

const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];
const WEEKEND = ["sat", "sun"];

export const HABIT_TEMPLATES: readonly HabitTemplate[] = [
  simple("coffee_on_workdays", time("06:45:00", WORKDAYS), "switch.coffee_machine", "turn_on"),
  simple("bedroom_light_off_at_night", time("23:55:00"), "light.bedroom", "turn_off"),
  simple("heating_on_workdays", time("17:00:00", WORKDAYS), "climate.living_room", "set_hvac_mode", "heat"),
  simple("blind_open_at_weekends", time("09:30:00", WEEKEND), "cover.living_room_blind", "open_cover"),
  { ...simple("tv_on_in_the_evening", time("21:30:00"), "media_player.living_room_tv", "turn_on"), isAbandoned: true },
  steady("hall_light_when_door_opens", state("binary_sensor.front_door", "on"), "light.hall", "turn_on"),
  steady("pantry_light_when_door_opens", state("binary_sensor.pantry_door", "on"), "light.pantry", "turn_on"),
  steady("pantry_light_off_when_door_closes", state("binary_sensor.pantry_door", "off"), "light.pantry", "turn_off"),
  steady("lamp_on_when_button_pressed", pressed("event.living_room_button"), "light.living_room_lamp", "turn_on"),
  steady("fan_on_bathroom_motion", state("binary_sensor.bathroom_motion", "on"), "switch.bathroom_fan", "turn_on"),
  steady("study_light_off_when_anna_leaves", state("person.anna", "not_home"), "light.study", "turn_off"),
  conditional("living_room_light_at_sunset", { trigger: "sun", event: "sunset" }, [], "light.living_room", "turn_on"),
  conditional(
    "terrace_lights_when_dark",
    state("binary_sensor.garden_door", "on"),
    [{ condition: "sun", after: "sunset", before: "sunrise" }],
    "switch.terrace_lights",
    "turn_on",
  ),
  conditional(
    "kitchen_light_off_without_motion",
    { ...state("binary_sensor.kitchen_motion", "off"), for: "00:10:00" },
    [],
    "light.kitchen",
    "turn_off",
  ),
  conditional(
    "study_fan_when_warm",
    state("binary_sensor.study_motion", "on"),
    [{ condition: "numeric_state", entity_id: "sensor.study_temperature", above: 23 }],
    "fan.study",
    "turn_on",
  ),
  conditional(
    "bathroom_light_at_night",
    state("binary_sensor.bathroom_motion", "on"),
    [{ condition: "time", after: "22:00:00", before: "06:00:00" }],
    "light.bathroom",
    "turn_on",
  ),
];

/** Automations that the home has from the start, by entity id. */
export const EXISTING_AUTOMATIONS: ReadonlyMap<string, AutomationConfig> = new Map([
  [
    "automation.garden_light_on_motion",
    automation(
      "Garden light on motion",
      state("binary_sensor.garden_motion", "on"),
      [{ condition: "sun", after: "sunset", before: "sunrise" }],
      act("light.garden", "turn_on"),
    ),
  ],
  [
    "automation.garden_light_off",
    automation(
      "Garden light off",
      { ...state("binary_sensor.garden_motion", "off"), for: "00:05:00" },
      [],
      act("light.garden", "turn_off"),
    ),
  ],
  [
    "automation.hot_water_pump_on",
    automation("Hot water pump on", time("06:15:00", WORKDAYS), [], act("switch.hot_water_pump", "turn_on")),
  ],
  [
    "automation.hot_water_pump_off",
    automation("Hot water pump off", time("08:00:00"), [], act("switch.hot_water_pump", "turn_off")),
  ],
]);

function simple(key: string, trigger: ConfigPart, entityId: string, service: string, mode?: string): HabitTemplate {
  return { ...conditional(key, trigger, [], entityId, service, mode), isSimple: true };
}

function steady(key: string, trigger: ConfigPart, entityId: string, service: string): HabitTemplate {
  return { ...simple(key, trigger, entityId, service), adherenceExponent: 0.3 };
}

function conditional(
  key: string,
  trigger: ConfigPart,
  conditions: readonly ConfigPart[],
  entityId: string,
  service: string,
  mode?: string,
): HabitTemplate {
  const alias = key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");
  return {
    key,
    automation: automation(alias, trigger, conditions, act(entityId, service, mode)),
    isSimple: false,
    adherenceExponent: 1,
    delaySeconds: service === "turn_off" ? [5, 30] : [10, 60],
    isAbandoned: false,
  };
}

function automation(
  alias: string,
  trigger: ConfigPart,
  conditions: readonly ConfigPart[],
  action: ConfigPart,
): AutomationConfig {
  return { alias, triggers: [trigger], conditions, actions: [action], mode: "single" };
}

function time(at: string, weekday?: readonly string[]): ConfigPart {
  return weekday === undefined ? { trigger: "time", at } : { trigger: "time", at, weekday };
}

function state(entityId: string, to: string): ConfigPart {
  return { trigger: "state", entity_id: entityId, to };
}

function pressed(entityId: string): ConfigPart {
  return { trigger: "event.received", target: { entity_id: entityId }, options: { event_type: ["press"] } };
}

function act(entityId: string, service: string, mode?: string): ConfigPart {
  const call = { action: `${domainOf(entityId)}.${service}`, target: { entity_id: entityId } };
  return mode === undefined ? call : { ...call, data: { hvac_mode: mode } };
}
