import { rest, type RealHome } from "./real-home.ts";

/** Lamps and a plug over MQTT, and the helpers of Home Assistant that repeat them. */
export const ENTITIES = {
  bed: "light.repeat_bed",
  hall: "light.repeat_hall",
  group: "light.repeat_all",
  mirror: "light.repeat_mirror",
  plug: "switch.repeat_plug",
  asLight: "light.repeat_plug",
  remote: "event.repeat_remote",
  bound: "light.repeat_bound",
} as const;

/** Groups of other kinds, each of two members. */
export const GROUPS = ["switch", "fan", "cover", "media_player"] as const;

export const groupOf = (domain: string): string => `${domain}.repeat_all_${domain}`;

export const membersOf = (domain: string): readonly [string, string] => [
  `${domain}.repeat_${domain}_one`,
  `${domain}.repeat_${domain}_two`,
];

/** A group as Zigbee2MQTT announces it, which lists its members by their unique ids. */
export const RADIO_GROUP = "light.repeat_radio_group";

const publish = (home: RealHome, topic: string, payload: string, retain = true) =>
  rest(home, "POST", "services/mqtt/publish", { topic, payload, retain });

const REMOTE_TOPIC = "lab/repeat_remote/state";

/** Resolves when all entities exist. */
export async function addRepeatingEntities(
  home: RealHome,
  until: (entityId: string, state: string) => Promise<unknown>,
): Promise<void> {
  const { bed, hall, group, mirror, plug, asLight, remote, bound } = ENTITIES;
  for (const entityId of [bed, hall, plug, bound]) {
    await announce(home, entityId, {
      command_topic: `${topicOf(entityId)}/set`,
      payload_on: "on",
      payload_off: "off",
      ...(entityId === plug ? { state_on: "on", state_off: "off" } : {}),
    });
    await publish(home, `${topicOf(entityId)}/state`, "off");
    await until(entityId, "off");
  }
  await announce(home, remote, { state_topic: REMOTE_TOPIC, event_types: ["press"] });
  await fill(home, "group", "light", { name: "Repeat all", entities: [bed, hall], hide_members: false, all: false });
  await until(group, "off");
  const switching = (state: string) => [{ action: `light.turn_${state}`, target: { entity_id: bed } }];
  await fill(home, "template", "light", {
    name: "Repeat mirror",
    state: `{{ is_state('${bed}', 'on') }}`,
    turn_on: switching("on"),
    turn_off: switching("off"),
  });
  await until(mirror, "off");
  await fill(home, "switch_as_x", null, { entity_id: plug, invert: false, target_domain: "light" });
  await until(asLight, "off");
}

/** Resolves when the groups exist and are off or closed. */
export async function addGroups(
  home: RealHome,
  until: (entityId: string, state: string) => Promise<unknown>,
): Promise<void> {
  for (const domain of GROUPS) {
    for (const entityId of membersOf(domain)) {
      if (domain === "media_player") await addPlayer(home, entityId);
      else await addDevice(home, entityId);
      await until(entityId, offOf(entityId));
    }
    const entities = membersOf(domain);
    await fill(home, "group", domain, {
      name: `repeat all ${domain}`,
      entities,
      hide_members: false,
      ...(domain === "switch" ? { all: false } : {}),
    });
    await until(groupOf(domain), offOf(groupOf(domain)));
  }
  await addDevice(home, RADIO_GROUP, { group: [ENTITIES.bed, ENTITIES.hall] });
  await until(RADIO_GROUP, "off");
}

const offOf = (entityId: string): string => (entityId.startsWith("cover.") ? "closed" : "off");

async function addDevice(home: RealHome, entityId: string, more: object = {}): Promise<void> {
  await announce(home, entityId, {
    command_topic: `${topicOf(entityId)}/set`,
    ...(entityId.startsWith("cover.")
      ? { payload_open: "open", payload_close: "closed" }
      : { payload_on: "on", payload_off: "off" }),
    ...(entityId.startsWith("switch.") ? { state_on: "on", state_off: "off" } : {}),
    ...more,
  });
  await publish(home, `${topicOf(entityId)}/state`, offOf(entityId));
}

/** MQTT has no media players: one whose state is that of a switch over MQTT. */
async function addPlayer(home: RealHome, entityId: string): Promise<void> {
  const power = entityId.replace("media_player.", "switch.");
  await addDevice(home, power);
  const switching = (state: string) => [{ action: `switch.turn_${state}`, target: { entity_id: power } }];
  await fill(home, "template", "media_player", {
    name: entityId.slice(entityId.indexOf(".") + 1),
    state: `{{ 'playing' if is_state('${power}', 'on') else 'off' }}`,
    turn_on: switching("on"),
    turn_off: switching("off"),
  });
}

/** Removes the helpers and the devices. */
export async function removeRepeatingEntities(home: RealHome): Promise<void> {
  for (const domain of ["group", "template", "switch_as_x"]) {
    for (const { entry_id } of await rest(home, "GET", `config/config_entries/entry?domain=${domain}`))
      await rest(home, "DELETE", `config/config_entries/entry/${entry_id}`);
  }
  const devices = GROUPS.flatMap(membersOf).map((entityId) => entityId.replace("media_player.", "switch."));
  const { bed, hall, plug, bound, remote } = ENTITIES;
  for (const entityId of [bed, hall, plug, bound, remote, RADIO_GROUP, ...devices])
    await publish(home, discoveryOf(entityId), "");
}

/** A press on a remote that is bound to its lamp by radio: the lamp follows 0.3 s later, and no context shows why. */
export async function pressBoundRemote(home: RealHome, state: string): Promise<void> {
  await publish(home, REMOTE_TOPIC, JSON.stringify({ event_type: "press" }), false);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await publish(home, `${topicOf(ENTITIES.bound)}/state`, state);
}

const topicOf = (entityId: string): string => `lab/${entityId.replace(".", "/")}`;

const discoveryOf = (entityId: string): string => `homeassistant/${entityId.replace(".", "/")}/config`;

const announce = (home: RealHome, entityId: string, config: object) =>
  publish(
    home,
    discoveryOf(entityId),
    JSON.stringify({
      name: entityId.slice(entityId.indexOf(".") + 1),
      unique_id: entityId,
      default_entity_id: entityId,
      state_topic: `${topicOf(entityId)}/state`,
      ...config,
    }),
  );

/** Fills in the forms of an integration's config flow. */
async function fill(home: RealHome, handler: string, step: string | null, fields: object): Promise<void> {
  const { flow_id: flow } = await rest(home, "POST", "config/config_entries/flow", { handler });
  if (step !== null) await rest(home, "POST", `config/config_entries/flow/${flow}`, { next_step_id: step });
  await rest(home, "POST", `config/config_entries/flow/${flow}`, fields);
}
