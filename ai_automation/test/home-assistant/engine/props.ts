import { setTimeout as wait } from "node:timers/promises";
import type { MqttClient } from "mqtt";
import { SECOND } from "../../../src/model/time.ts";
import type { Socket } from "../causes/socket.ts";

/** The entities that the automations watch. */
export const MOTION = "binary_sensor.engine_motion";
export const SECOND_MOTION = "binary_sensor.engine_motion_2";
export const DOOR = "binary_sensor.engine_door";
export const LUX = "sensor.engine_lux";
export const LIGHT = "sensor.engine_light";
export const HEAT = "sensor.engine_heat";
export const MODE = "sensor.engine_mode";
export const ALARM = "sensor.engine_alarm";
export const BUTTON = "event.engine_button";
export const USUAL = "input_select.engine_usual";
export const WAKE = "input_datetime.engine_wake";
export const TRIP = "input_datetime.engine_trip";

/** Its state is the time, see `beat`. */
export const BEAT = "sensor.engine_beat";

export const MISSING = "light.engine_never_existed";

/** Sensors over MQTT, and the state that each begins with; `HEAT` and `LUX` have no unit, so text is allowed. */
const ANNOUNCED: Readonly<Record<string, { readonly rest: string; readonly config: object }>> = {
  [MOTION]: { rest: "OFF", config: { device_class: "motion" } },
  [SECOND_MOTION]: { rest: "OFF", config: { device_class: "motion" } },
  [DOOR]: { rest: "OFF", config: { device_class: "door" } },
  [LUX]: { rest: "15", config: {} },
  [LIGHT]: { rest: "15", config: { device_class: "illuminance", unit_of_measurement: "lx" } },
  [HEAT]: { rest: "15", config: {} },
  [MODE]: { rest: "a", config: {} },
  [ALARM]: { rest: "2020-01-01T00:00:00+00:00", config: { device_class: "timestamp" } },
  [BUTTON]: { rest: "", config: { event_types: ["press", "hold"] } },
  [BEAT]: { rest: "", config: {} },
};

export const topicOf = (entityId: string): string => `engine/${entityId.replace(".", "/")}`;

export const EVERYTHING = "engine/everything";

/** Sets up the sensors over MQTT and the helpers, each with at least two states, so that none lacks a history. */
export async function setProps({ mqtt, owner }: { readonly mqtt: MqttClient; readonly owner: Socket }): Promise<void> {
  await mqtt.publishAsync(`${EVERYTHING}/available`, "online", { retain: true });
  for (const [entityId, { config }] of Object.entries(ANNOUNCED)) {
    const [domain, name] = entityId.split(".");
    await mqtt.publishAsync(`${topicOf(entityId)}/available`, "online", { retain: true });
    const discovery = {
      name,
      unique_id: entityId,
      default_entity_id: entityId,
      state_topic: `${topicOf(entityId)}/state`,
      ...(entityId === BEAT ? {} : availabilityOf(entityId)),
      ...(domain === "event" ? {} : { json_attributes_topic: `${topicOf(entityId)}/attributes` }),
      ...config,
    };
    await mqtt.publishAsync(`homeassistant/${domain}/played_${name}/config`, JSON.stringify(discovery), {
      retain: true,
    });
  }
  await createHelper(owner, "input_select", "engine_usual", { options: ["a", "b", "c"] });
  await createHelper(owner, "input_datetime", "engine_wake", { has_date: false, has_time: true });
  await createHelper(owner, "input_datetime", "engine_trip", { has_date: true, has_time: true });
  await wait(3 * SECOND);
  await settle({ mqtt, owner });
}

const availabilityOf = (entityId: string): object => ({
  availability: [{ topic: `${topicOf(entityId)}/available` }, { topic: `${EVERYTHING}/available` }],
  availability_mode: "all",
});

/** Gives every entity its first state again, after another, and waits until no hold can be running. */
export async function settle({ mqtt, owner }: { readonly mqtt: MqttClient; readonly owner: Socket }): Promise<void> {
  for (const state of ["b", "a"]) await owner.call("input_select.select_option", { entity_id: USUAL, option: state });
  for (const time of ["00:00:01", "00:00:00"]) {
    await owner.call("input_datetime.set_datetime", { entity_id: WAKE, time });
    await owner.call("input_datetime.set_datetime", { entity_id: TRIP, datetime: `2020-01-01 ${time}` });
  }
  for (const [entityId, { rest }] of Object.entries(ANNOUNCED)) {
    if (rest === "") continue;
    await mqtt.publishAsync(`${topicOf(entityId)}/state`, OTHER[rest] ?? "None", { retain: true });
    await mqtt.publishAsync(`${topicOf(entityId)}/state`, rest, { retain: true });
  }
  await mqtt.publishAsync(`${topicOf(BUTTON)}/state`, JSON.stringify({ event_type: "press" }));
  await wait(5 * SECOND);
}

const OTHER: Readonly<Record<string, string>> = { OFF: "ON", "15": "16", a: "b" };

/** A name keeps its helper when the test runs again. */
async function createHelper(owner: Socket, domain: string, name: string, config: object): Promise<void> {
  const known = await owner.ask({ type: `${domain}/list` });
  if (known.some((one: { readonly id: string }) => one.id === name)) return;
  await owner.ask({ type: `${domain}/create`, name, ...config });
}
