import { ifThen } from "../support/if-then.ts";

/** Ids in the lab that configs refer to. */
export interface LabIds {
  readonly areaId: string;
  readonly floorId: string;
  readonly labelId: string;
  readonly deviceId: string;
  /** The id of the light's entry in the entity registry. */
  readonly registryId: string;
  readonly motionDeviceId: string;
  readonly motionRegistryId: string;
  /** A group with the light, and one without. */
  readonly groupId: string;
  readonly otherGroupId: string;
}

type Config = Readonly<Record<string, unknown>>;

export const SENSOR = "binary_sensor.pantry_motion";
export const LIGHT = "light.pantry_lamp";

const MOTION = { trigger: "state", entity_id: SENSOR, to: "on" };
const turnOn = (target: unknown): Config => ({ action: "light.turn_on", target });
const LIGHT_ON = turnOn({ entity_id: LIGHT });

const withActions = (...actions: readonly unknown[]): Config => ({ triggers: [MOTION], actions });
const withTriggers = (...triggers: readonly unknown[]): Config => ({ triggers, actions: [LIGHT_ON] });

/** Thirty ways to turn the light on when there is motion. */
export const sameForms = (ids: LabIds): Readonly<Record<string, Config>> => ({
  plain: withActions(LIGHT_ON),
  "old keys": {
    trigger: [{ platform: "state", entity_id: SENSOR, to: "on" }],
    action: [{ service: "light.turn_on", entity_id: LIGHT }],
  },
  "entity in the data": withActions({ service: "light.turn_on", data: { entity_id: LIGHT } }),
  data_template: withActions({ service: "light.turn_on", data_template: { entity_id: LIGHT, brightness_pct: 60 } }),
  area: withActions(turnOn({ area_id: ids.areaId })),
  "area without another light": withActions(turnOn({ area_id: ids.areaId, exclude: { entity_id: "light.hall" } })),
  floor: withActions(turnOn({ floor_id: ids.floorId })),
  label: withActions(turnOn({ label_id: ids.labelId })),
  device: withActions(turnOn({ device_id: ids.deviceId })),
  "registry id": withActions(turnOn({ entity_id: ids.registryId })),
  "list with a comma": withActions({ action: "light.turn_on", data: { entity_id: `light.hall, ${LIGHT}` } }),
  capitals: withActions(turnOn({ entity_id: "Light.Pantry_Lamp" })),
  "generic action": withActions({ action: "homeassistant.turn_on", target: { entity_id: LIGHT } }),
  group: withActions({ action: "homeassistant.turn_on", target: { entity_id: ids.groupId } }),
  "device action": withActions({
    device_id: ids.deviceId,
    domain: "light",
    type: "turn_on",
    entity_id: ids.registryId,
  }),
  "choose by trigger id": {
    triggers: [
      { ...MOTION, id: "motion" },
      { trigger: "state", entity_id: SENSOR, to: "off", for: "00:20:00", id: "still" },
    ],
    actions: [
      {
        choose: [
          { conditions: [{ condition: "trigger", id: "motion" }], sequence: [LIGHT_ON] },
          {
            conditions: [{ condition: "trigger", id: "still" }],
            sequence: [{ action: "light.turn_off", target: { entity_id: LIGHT } }],
          },
        ],
      },
    ],
  },
  "if, then": withActions(ifThen([{ condition: "state", entity_id: SENSOR, state: "on" }], [LIGHT_ON])),
  "if with a template nobody reads": withActions(
    ifThen("{{ states.light | selectattr('state', 'eq', 'on') | list | count < 99 }}", [LIGHT_ON]),
  ),
  parallel: withActions({
    parallel: [{ action: "notify.persistent_notification", data: { message: "hi" } }, LIGHT_ON],
  }),
  "nested, beside one that is off": withActions({
    sequence: [{ ...turnOn({ entity_id: "light.hall" }), enabled: false }, { sequence: [LIGHT_ON] }],
  }),
  script: withActions({ action: "script.pantry_light_on" }),
  "script.turn_on": withActions({ action: "script.turn_on", target: { entity_id: "script.pantry_light_on" } }),
  scene: withActions({ action: "scene.turn_on", target: { entity_id: "scene.lab_pantry_bright" } }),
  "scene in short": withActions({ scene: "scene.lab_pantry_bright" }),
  "for each": withActions({
    repeat: { for_each: ["light.hall", LIGHT], sequence: [turnOn({ entity_id: "{{ repeat.item }}" })] },
  }),
  blueprint: {
    use_blueprint: { path: "lab/motion_light.yaml", input: { motion: SENSOR, lights: { entity_id: LIGHT } } },
  },
  toggle: withActions({ action: "light.toggle", target: { entity_id: LIGHT } }),
  "after a delay": withActions({ delay: "00:00:05" }, LIGHT_ON),
  "purpose-specific trigger on an area": withTriggers({
    trigger: "motion.detected",
    target: { area_id: ids.areaId },
  }),
  "device trigger": withTriggers({
    trigger: "device",
    device_id: ids.motionDeviceId,
    domain: "binary_sensor",
    type: "motion",
    entity_id: ids.motionRegistryId,
  }),
});

const NIGHT = { condition: "time", after: "03:00:00", before: "03:05:00" };
const STILL = { trigger: "state", entity_id: SENSOR, to: "off", for: "00:20:00" };

/** Thirty automations that do something else, though most of them look much like it. */
export const otherForms = (ids: LabIds): Readonly<Record<string, Config>> => ({
  "another light": withActions(turnOn({ entity_id: "light.hall" })),
  "another light of an area": withActions(turnOn({ area_id: "hall" })),
  "a switch of the area": withActions({ action: "switch.turn_on", target: { area_id: ids.areaId } }),
  "the area without the light": withActions(turnOn({ area_id: ids.areaId, exclude: { entity_id: LIGHT } })),
  "a label that the light does not have": withActions(turnOn({ label_id: "no_such_label" })),
  "an action that is off": withActions({ ...LIGHT_ON, enabled: false }, turnOn({ entity_id: "light.hall" })),
  "a trigger that is off": withTriggers({ ...MOTION, enabled: false }, { trigger: "time", at: "04:11:00" }),
  "a branch for another trigger": {
    triggers: [
      { ...MOTION, id: "motion" },
      { trigger: "time", at: "04:12:00", id: "night" },
    ],
    actions: [{ choose: [{ conditions: [{ condition: "trigger", id: "night" }], sequence: [LIGHT_ON] }] }],
  },
  "else only": withActions(
    ifThen([{ condition: "state", entity_id: SENSOR, state: "on" }], [turnOn({ entity_id: "light.hall" })], [LIGHT_ON]),
  ),
  "five minutes of the night": { ...withActions(LIGHT_ON), conditions: [NIGHT] },
  "five minutes of the night in the sequence": withActions(NIGHT, LIGHT_ON),
  "on one day of the week": { ...withActions(LIGHT_ON), conditions: [{ condition: "time", weekday: ["mon"] }] },
  "stops before": withActions({ stop: "enough" }, LIGHT_ON),
  "an hour later": withActions({ delay: { hours: 1 } }, LIGHT_ON),
  "motion for half an hour": withTriggers({ ...MOTION, for: "00:30:00" }),
  "motion elsewhere": withTriggers({ trigger: "state", entity_id: "binary_sensor.hall_motion", to: "on" }),
  "motion elsewhere, purpose-specific": withTriggers({ trigger: "motion.detected", target: { area_id: "hall" } }),
  "no motion": withTriggers({
    trigger: "motion.cleared",
    target: { entity_id: SENSOR },
    options: { for: "00:10:00" },
  }),
  "off when it is still": { triggers: [STILL], actions: [{ action: "light.turn_off", target: { entity_id: LIGHT } }] },
  "off by brightness": { triggers: [STILL], actions: [{ ...LIGHT_ON, data: { brightness_pct: 0 } }] },
  "off by a scene": { triggers: [STILL], actions: [{ scene: "scene.lab_pantry_dark" }] },
  "off by the device": {
    triggers: [STILL],
    actions: [{ device_id: ids.deviceId, domain: "light", type: "turn_off", entity_id: ids.registryId }],
  },
  "generic off": {
    triggers: [STILL],
    actions: [{ action: "homeassistant.turn_off", target: { entity_id: LIGHT } }],
  },
  "a script for the hall": withActions({ action: "script.hall_light_on" }),
  "only a message": withActions({ action: "notify.persistent_notification", data: { message: "motion" } }),
  "a service of another domain": withActions({ action: "switch.turn_on", target: { entity_id: LIGHT } }),
  "a helper": withActions({ action: "input_boolean.turn_on", target: { entity_id: "input_boolean.guest_mode" } }),
  "a group without the light": withActions({
    action: "homeassistant.turn_on",
    target: { entity_id: ids.otherGroupId },
  }),
  "after something else": withActions(
    { wait_for_trigger: [{ trigger: "state", entity_id: "binary_sensor.front_door", to: "on" }] },
    LIGHT_ON,
  ),
  "a fixed time": withTriggers({ trigger: "time", at: "04:13:00" }),
});
