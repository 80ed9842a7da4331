import { rest, type RealHome } from "../real-home.ts";
import { configure, type Stage } from "./stage.ts";

const numbered = (domain: string, name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${domain}.causes_${name}_${i + 1}`);

const TREES = ["Cedar", "Maple", "Willow", "Birch", "Poplar", "Chestnut"] as const;

/** The entities that are acted on, by their special behaviour. */
export const PROPS = {
  plain: [...numbered("light", "plain", 24), ...numbered("switch", "plain", 6), ...numbered("fan", "plain", 4)],
  spoken: TREES.map((tree) => `light.causes_${tree.toLowerCase()}`),
  scenic: numbered("light", "scenic", 6),
  members: numbered("light", "member", 6),
  groups: ["light.causes_group_1", "light.causes_group_2"],
  roomy: numbered("light", "roomy", 4),
  slow: numbered("light", "slow", 12),
  polled: numbered("switch", "polled", 8),
  covers: numbered("cover", "slow", 4),
  flaky: numbered("light", "flaky", 5),
} as const;

export const nameOf = (entityId: string): string =>
  `${TREES.find((tree) => entityId.endsWith(tree.toLowerCase()))} lamp`;

export const topicOf = (entityId: string): string => `lab/${entityId.replace(".", "/")}`;

/** This process answers their commands, with a delay. */
const isLate = (entityId: string): boolean => /_(slow|polled)_/.test(entityId);

const commandTopicOf = (entityId: string): string => `${isLate(entityId) ? "late/" : ""}${topicOf(entityId)}/set`;

const AREA = "Causes room";

export async function setProps(home: RealHome, { owner, mqtt, reaches }: Stage): Promise<{ readonly areaId: string }> {
  const single = Object.entries(PROPS).flatMap(([kind, entityIds]) => (kind === "groups" ? [] : entityIds));
  for (const entityId of single) await announce(entityId);
  for (const entityId of single) await reaches(entityId, restOf(entityId));
  for (const [i, groupId] of PROPS.groups.entries()) {
    const flow = await rest(home, "POST", "config/config_entries/flow", { handler: "group" });
    await rest(home, "POST", `config/config_entries/flow/${flow.flow_id}`, { next_step_id: "light" });
    const entities = PROPS.members.slice(3 * i, 3 * i + 3);
    const name = `Causes group ${i + 1}`;
    await rest(home, "POST", `config/config_entries/flow/${flow.flow_id}`, {
      name,
      entities,
      hide_members: false,
      all: false,
    });
    await reaches(groupId, "off");
  }
  const { area_id: areaId } = await owner.ask({ type: "config/area_registry/create", name: AREA });
  for (const entity_id of PROPS.roomy)
    await owner.ask({ type: "config/entity_registry/update", entity_id, area_id: areaId });
  await setRules();
  return { areaId };

  async function announce(entityId: string): Promise<void> {
    const [domain, name] = entityId.split(".");
    const topic = topicOf(entityId);
    const payload = {
      name: PROPS.spoken.includes(entityId) ? nameOf(entityId) : name,
      unique_id: `lab_${name}_${domain}`,
      default_entity_id: entityId,
      state_topic: `${topic}/state`,
      command_topic: commandTopicOf(entityId),
      ...(domain === "cover"
        ? { payload_open: "open", payload_close: "closed" }
        : {
            payload_on: "on",
            payload_off: "off",
            ...(domain === "switch" ? { state_on: "on", state_off: "off" } : {}),
          }),
      ...(PROPS.flaky.includes(entityId) ? { availability_topic: `${topic}/available` } : {}),
    };
    await mqtt.publishAsync(`${topic}/state`, restOf(entityId), { retain: true });
    await mqtt.publishAsync(`${topic}/available`, "online", { retain: true });
    const discovery = `homeassistant/${domain}/${payload.unique_id}/config`;
    await mqtt.publishAsync(discovery, JSON.stringify(payload), { retain: true, qos: 1 });
  }

  /** The automations, the script and the scenes switch the entities that the event data names. */
  async function setRules(): Promise<void> {
    const data = "trigger.event.data";
    await configure(home, "automation", "causes_one", {
      alias: "Causes one",
      mode: "parallel",
      max: 200,
      triggers: [{ trigger: "event", event_type: "causes_one" }],
      actions: [{ action: `{{ ${data}.action }}`, target: { entity_id: `{{ ${data}.entity_id }}` } }],
    });
    await configure(home, "automation", "causes_two", {
      alias: "Causes two",
      mode: "parallel",
      max: 200,
      triggers: [{ trigger: "mqtt", topic: "causes/two" }],
      actions: [
        {
          action: "{{ trigger.payload_json.action }}",
          target: { entity_id: "{{ trigger.payload_json.entity_id }}" },
        },
      ],
    });
    await configure(home, "script", "causes", {
      alias: "Causes",
      mode: "parallel",
      max: 200,
      fields: { action: {}, entity_id: {} },
      sequence: [{ action: "{{ action }}", target: { entity_id: "{{ entity_id }}" } }],
    });
    for (const state of ["on", "off"]) {
      await configure(home, "scene", `causes_${state}`, {
        name: `Causes ${state}`,
        entities: Object.fromEntries(PROPS.scenic.map((entityId) => [entityId, state])),
      });
    }
    await reaches("automation.causes_one", "on");
    await reaches("automation.causes_two", "on");
    await reaches("script.causes", "off");
    await reaches("scene.causes_on", "unknown");
    await reaches("scene.causes_off", "unknown");
  }
}

const restOf = (entityId: string): string => (entityId.startsWith("cover.") ? "closed" : "off");

/** Slow hardware: it answers after a number of milliseconds; a cover moves meanwhile. */
export async function animate({ mqtt }: Stage, delayOf: (entityId: string) => number): Promise<void> {
  mqtt.on("message", (topic, payload) => {
    const [, , domain, name] = topic.split("/");
    const entityId = `${domain}.${name}`;
    const state = payload.toString();
    const report = (state: string): void => void mqtt.publish(`${topicOf(entityId)}/state`, state, { retain: true });
    if (domain === "cover") report(state === "open" ? "opening" : "closing");
    setTimeout(() => report(state), delayOf(entityId));
  });
  await mqtt.subscribeAsync("late/lab/+/+/set");
}
