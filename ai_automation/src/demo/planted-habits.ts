import type { AutomationConfig } from "../model/automation.ts";
import {
  act,
  automation,
  conditional,
  pressed,
  simple,
  state,
  steady,
  time,
  WORKDAYS,
  type HabitTemplate,
} from "./habit-template.ts";

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
