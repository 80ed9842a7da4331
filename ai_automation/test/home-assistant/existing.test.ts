import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { WebSocket, type RawData } from "ws";
import { until } from "../support/until.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { LIGHT, otherForms, sameForms, SENSOR, type LabIds } from "./existing-forms.ts";
import { followed } from "./followed.ts";
import { rest, type RealHome } from "./real-home.ts";

describe("what a real Home Assistant does already", () => {
  const at = aServiceAtHome();

  it("is not offered in any of thirty forms, unless it is off, and nothing else hides the suggestion", async () => {
    const ids = await prepare(at.home);
    await at.live(followed(SENSOR, LIGHT, Date.now()), Date.now());
    await at.start();
    await at.eventually(async () => {
      const { suggestions } = await at.ask("suggestions?status=pending&limit=100");
      return suggestions.length > 0 ? true : undefined;
    });
    expect(await offered(), "before").to.equal(true);

    const wrong: string[] = [];
    const same = named("aia_same", sameForms(ids));
    await Promise.all(same.map((form) => create(form, false)));
    if (!(await offered())) wrong.push(`something that is off hides the suggestion: ${await reasons()}`);
    for (const { id, name } of same) {
      await turn(id, true);
      if (await offered()) wrong.push(`${name} is offered again`);
      await turn(id, false);
    }
    await Promise.all(same.map(({ id }) => remove(id)));
    const others = named("aia_other", otherForms(ids));
    await Promise.all(others.map((form) => create(form, true)));
    if (!(await offered())) wrong.push(`something else hides the suggestion: ${await reasons()}`);
    await Promise.all(others.map(({ id }) => remove(id)));
    expect(wrong).to.deep.equal([]);
    await at.stop();
  }).timeout(600_000);

  const create = async ({ id, name, config }: Form, isOn: boolean): Promise<void> => {
    at.leave(id);
    await rest(at.home, "POST", `config/automation/config/${id}`, {
      alias: `Lab ${name}`,
      // Home Assistant restores whether an automation was off, also of one that was deleted.
      initial_state: isOn,
      ...config,
    });
    await isListed(id, isOn).catch((error: unknown) => expect.fail(`${name}: ${String(error).slice(0, 80)}`));
  };
  const turn = async (id: string, isOn: boolean): Promise<void> => {
    const { entity_id: entityId } = await listed(id);
    await rest(at.home, "POST", `services/automation/turn_${isOn ? "on" : "off"}`, { entity_id: entityId });
    await isListed(id, isOn);
  };
  const remove = async (id: string): Promise<void> => {
    await rest(at.home, "DELETE", `config/automation/config/${id}`);
    await at.eventually(async () => ((await listed(id)) === undefined ? true : undefined));
  };
  const listed = async (id: string): Promise<any> =>
    (await at.ask("automations")).automations.find((one: any) => one.id === id);
  const isListed = (id: string, isOn: boolean): Promise<true> =>
    at.eventually(async () => ((await listed(id))?.is_on === isOn ? true : undefined));
  /** Whether a suggestion turns the light on when there is motion, after a new analysis. */
  const offered = async (): Promise<boolean> => {
    const { id } = await at.ask("analysis", "POST");
    await at.eventually(async () => ((await at.ask(`jobs/${id}`)).status === "running" ? undefined : true));
    const { suggestions } = await at.ask("suggestions?status=pending&limit=100");
    return suggestions.some(
      ({ fix, automation }: any) => fix === null && JSON.stringify(automation.actions).includes(LIGHT),
    );
  };

  const reasons = async (): Promise<string> => {
    const { near_misses: misses } = await at.ask("analysis/latest");
    const texts = misses.filter(({ entity_id: id }: any) => id === LIGHT).map(({ reason }: any) => reason.text);
    return texts.join("; ");
  };

  after(async () => {
    await rm(join(at.home.configFolder, "blueprints", "automation", "lab"), { recursive: true, force: true });
  });
});

interface Form {
  readonly id: string;
  readonly name: string;
  readonly config: object;
}

const named = (prefix: string, forms: Readonly<Record<string, object>>): readonly Form[] =>
  Object.entries(forms).map(([name, config], index) => ({ id: `${prefix}_${index}`, name, config }));

const BLUEPRINT = `blueprint:
  name: Lab motion light
  domain: automation
  input:
    motion:
      selector: { entity: {} }
    lights:
      selector: { target: {} }
triggers:
  - trigger: state
    entity_id: !input motion
    to: "on"
actions:
  - action: light.turn_on
    target: !input lights
`;

/** Gives the light a label and its area a floor, and creates groups, scripts, scenes and a blueprint. */
async function prepare(home: RealHome): Promise<LabIds> {
  const folder = join(home.configFolder, "blueprints", "automation", "lab");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "motion_light.yaml"), BLUEPRINT);
  const call = await connect(home);
  const unique = Date.now();
  await announce(home, "binary_sensor", SENSOR, { device_class: "motion" });
  await announce(home, "light", LIGHT, { command_topic: "lab/pantry/set" });
  const entryOf = (entityId: string): Promise<any> => call({ type: "config/entity_registry/get", entity_id: entityId });
  const exists = (entityId: string): Promise<boolean> =>
    entryOf(entityId).then(
      () => true,
      () => false,
    );
  await until(async () => (await exists(LIGHT)) && (await exists(SENSOR)));
  const [light, motion] = [await entryOf(LIGHT), await entryOf(SENSOR)];
  const label = await call({ type: "config/label_registry/create", name: `Lab evening ${unique}` });
  const floor = await call({ type: "config/floor_registry/create", name: `Lab ground floor ${unique}` });
  const area = await call({
    type: "config/area_registry/create",
    name: `Lab pantry ${unique}`,
    floor_id: floor.floor_id,
  });
  for (const { device_id } of [light, motion])
    await call({ type: "config/device_registry/update", device_id, area_id: area.area_id });
  await call({ type: "config/entity_registry/update", entity_id: LIGHT, labels: [label.label_id] });
  await rest(home, "POST", "config/script/config/pantry_light_on", {
    alias: "Pantry light on",
    sequence: [{ action: "light.turn_on", target: { area_id: area.area_id } }],
  });
  await rest(home, "POST", "config/script/config/hall_light_on", {
    alias: "Hall light on",
    sequence: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
  });
  await rest(home, "POST", "config/scene/config/lab_pantry_bright", {
    name: "Lab pantry bright",
    entities: { [LIGHT]: { state: "on", brightness: 200 } },
  });
  await rest(home, "POST", "config/scene/config/lab_pantry_dark", {
    name: "Lab pantry dark",
    entities: { [LIGHT]: "off" },
  });
  return {
    areaId: area.area_id,
    floorId: floor.floor_id,
    labelId: label.label_id,
    deviceId: light.device_id,
    registryId: light.id,
    motionDeviceId: motion.device_id,
    motionRegistryId: motion.id,
    groupId: await createGroup(home, `Lab downstairs ${unique}`, [LIGHT, "light.hall"]),
    otherGroupId: await createGroup(home, `Lab upstairs ${unique}`, ["light.bedroom"]),
  };
}

/** An entity of a device of its own, over MQTT discovery. */
async function announce(home: RealHome, domain: string, entityId: string, fields: object): Promise<void> {
  const name = entityId.split(".")[1] ?? "";
  const topic = `lab/${domain}/${name}/state`;
  const publish = (to: string, payload: string): Promise<unknown> =>
    rest(home, "POST", "services/mqtt/publish", { topic: to, payload, retain: true });
  const device = { identifiers: [`lab_${name}`], name: `Lab ${name}` };
  const config = { name: null, unique_id: `lab_${name}`, default_entity_id: entityId, state_topic: topic, device };
  const states = domain === "light" ? {} : { payload_on: "on", payload_off: "off" };
  await publish(`homeassistant/${domain}/lab_${name}/config`, JSON.stringify({ ...config, ...states, ...fields }));
  await publish(topic, domain === "light" ? "OFF" : "off");
}

/** A light that is a group, made as people do it. Returns its entity id. */
async function createGroup(home: RealHome, name: string, entities: readonly string[]): Promise<string> {
  const flow = await rest(home, "POST", "config/config_entries/flow", { handler: "group" });
  const path = `config/config_entries/flow/${flow.flow_id}`;
  await rest(home, "POST", path, { next_step_id: "light" });
  await rest(home, "POST", path, { name, entities, hide_members: false, all: false });
  return `light.${name.toLowerCase().replaceAll(" ", "_")}`;
}

type Call = (command: object) => Promise<any>;

async function connect({ url, token }: RealHome): Promise<Call> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/websocket`);
  const waiting = new Map<number, (message: any) => void>();
  let nextId = 1;
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    const message = JSON.parse(textOf(data));
    if (message.type === "auth_required") socket.send(JSON.stringify({ type: "auth", access_token: token }));
    if (message.type === "auth_ok") resolve();
    waiting.get(message.id)?.(message);
  });
  await ready;
  after(() => socket.close());
  return async (command) => {
    const id = nextId++;
    const { promise, resolve: answer } = Promise.withResolvers<any>();
    waiting.set(id, answer);
    socket.send(JSON.stringify({ id, ...command }));
    const { success, result, error } = await promise;
    if (!success) throw new Error(JSON.stringify(error));
    return result;
  };
}

const textOf = (data: RawData): string => (Buffer.isBuffer(data) ? data.toString() : "");
