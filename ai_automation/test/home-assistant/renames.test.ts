import Database from "better-sqlite3";
import { expect } from "chai";
import type { StateChange } from "../../src/model/state-change.ts";
import { DAY } from "../../src/model/time.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { logIn, type Socket } from "./causes/socket.ts";
import { followed } from "./followed.ts";
import { hardware, rest, stateOf } from "./real-home.ts";
import { archived } from "./recorder.ts";

const MOTION = "binary_sensor.kitchen_motion";
const LIGHT = "light.kitchen";
const MOVED = "light.cooking_corner";
const OTHER_MOTION = "binary_sensor.bathroom_motion";
const OTHER_LIGHT = "light.bedroom";
const PLUG = "switch.coffee_machine";

describe("renames in a real Home Assistant", () => {
  const at = aServiceAtHome();
  let socket: Socket;
  let undo: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    socket = await logIn(at.home.url, at.home.token);
  });
  afterEach(async () => {
    for (const one of undo.toReversed()) await one();
    undo = [];
    socket.close();
  });

  const rename = async (from: string, to: string): Promise<void> => {
    await socket.ask({ type: "config/entity_registry/update", entity_id: from, new_entity_id: to });
    undo.push(() => socket.ask({ type: "config/entity_registry/update", entity_id: to, new_entity_id: from }));
  };
  const suggestions = async (status = "pending"): Promise<readonly any[]> =>
    (await at.ask(`suggestions?status=${status}&limit=500`)).suggestions;
  const offeredFor = (entityId: string): Promise<any> =>
    at.eventually(async () =>
      (await suggestions()).find(({ fix, automation_yaml: yaml }) => fix === null && yaml.includes(entityId)),
    );
  const analysed = async (): Promise<void> => {
    const { id } = await at.eventually(async () => {
      const job = await at.ask("analysis", "POST");
      return job.id === undefined ? undefined : job;
    });
    await at.eventually(async () => ((await at.ask(`jobs/${id}`)).status === "running" ? undefined : true));
  };
  const lastAnalysis = async (): Promise<string> => (await at.ask("analysis/latest")).finished_at;
  const lived = async (...histories: readonly (readonly StateChange[])[]): Promise<void> => {
    await at.live(histories.flat(), Date.now());
    await at.start();
  };
  const statesOf = (entityId: string): readonly string[] =>
    archived(at.databasePath, [entityId], 0).map(({ state }) => state);
  /** Whether each deployed suggestion counts as changed by a person. */
  const modified = (): readonly unknown[] => {
    const database = new Database(at.databasePath, { readonly: true });
    const rows = database.prepare("SELECT is_modified FROM suggestions WHERE status = 'deployed'").pluck().all();
    database.close();
    return rows;
  };
  const connected = (): Promise<unknown> =>
    at.eventually(async () => ((await at.ask("status")).home.state === "connected" ? true : undefined));

  for (const isRunning of [true, false])
    it(`keep what is offered and fix what was created, made while the service is ${isRunning ? "running" : "stopped"}`, async () => {
      const { home } = at;
      await lived(followed(MOTION, LIGHT, Date.now()), followed(OTHER_MOTION, OTHER_LIGHT, Date.now() - DAY / 48));
      const pending = await offeredFor(LIGHT);
      const created = await at.act((await offeredFor(OTHER_LIGHT)).id, "approve");
      at.leave(created.ha_automation_id);
      const before = statesOf(LIGHT).length;
      const analysedAt = await lastAnalysis();

      if (!isRunning) await at.stop();
      await rename(LIGHT, MOVED);
      await rename(OTHER_LIGHT, "light.bed_lamp");
      if (!isRunning) await at.start();
      if (!isRunning) await connected();

      const fix = await at.eventually(async () => (await suggestions()).find((one) => one.fix !== null));
      expect(fix.fix).to.include({ before: OTHER_LIGHT, after: "light.bed_lamp" });
      const moved = (await suggestions()).find(({ id }) => id === pending.id);
      expect(moved.automation_yaml).to.equal(pending.automation_yaml.replaceAll(LIGHT, MOVED));
      expect((await suggestions()).map(({ id }) => id)).to.have.members([pending.id, fix.id]);
      expect(await lastAnalysis()).to.equal(analysedAt);
      expect([statesOf(LIGHT), statesOf(MOVED).length >= before]).to.deep.equal([[], true]);

      const approved = await at.act(fix.id, "approve");
      expect(approved.status).to.equal("deployed");
      const config = JSON.stringify(await rest(home, "GET", `config/automation/config/${created.ha_automation_id}`));
      expect(config).to.contain("light.bed_lamp").and.not.to.contain(OTHER_LIGHT);
      const [ours] = (await at.ask("automations")).automations.filter(({ is_ours }: any) => is_ours);
      expect(ours.missing_entities).to.deep.equal([]);

      await analysed();
      expect((await suggestions()).map(({ id }) => id)).to.deep.equal([pending.id]);
      expect(modified()).to.deep.equal([0, 0]);
      await at.act(fix.id, "undo").catch(() => undefined);
    });

  it("of an excluded entity keep it excluded", async () => {
    await at.start({ EXCLUDE: LIGHT });
    await at.eventually(async () => ((await at.ask("status")).history.backfill.state === "done" ? true : undefined));
    const begun = Date.now();
    await rename(LIGHT, MOVED);
    const wanted = (await stateOf(at.home, MOVED)) === "on" ? "off" : "on";
    await hardware(at.home, LIGHT, wanted);
    await at.eventually(async () => ((await stateOf(at.home, MOVED)) === wanted ? true : undefined));
    await hardware(at.home, "light.hall", "on");
    await hardware(at.home, "light.hall", "off");
    await at.eventually(async () => (archived(at.databasePath, ["light.hall"], begun).length > 0 ? true : undefined));
    expect([...statesOf(LIGHT), ...statesOf(MOVED)]).to.deep.equal([]);
    expect((await at.ask("exclusions")).exclusions.map(({ id }: any) => id)).to.have.members([LIGHT, MOVED]);
  });

  it("of two hundred entities in one go withdraw nothing and cause no analysis", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `bulk_${index}`);
    for (const name of names) await announce(name);
    undo.push(async () => {
      for (const name of names) await announce(name, true);
    });
    await lived(followed(MOTION, LIGHT, Date.now()));
    await at.eventually(async () => ((await stateOf(at.home, "switch.bulk_199")) === undefined ? undefined : true));
    const pending = await offeredFor(LIGHT);
    const offered = (await suggestions()).map(({ id }) => id);
    const analysedAt = await lastAnalysis();
    const started = performance.now();
    await Promise.all(
      names.map((name) =>
        socket.ask({
          type: "config/entity_registry/update",
          entity_id: `switch.${name}`,
          new_entity_id: `switch.renamed_${name}`,
        }),
      ),
    );
    await rename(LIGHT, MOVED);
    await at.eventually(async () =>
      (await suggestions()).some(({ id, automation_yaml: yaml }) => id === pending.id && yaml.includes(MOVED))
        ? true
        : undefined,
    );
    const seconds = (performance.now() - started) / 1_000;
    expect((await suggestions()).map(({ id }) => id)).to.deep.equal(offered);
    expect(await lastAnalysis()).to.equal(analysedAt);
    expect(seconds).to.be.below(30);
  });

  it("by switch_as_x move a suggestion on the switch to the light, and back", async () => {
    const { home } = at;
    await lived(followed(MOTION, PLUG, Date.now()));
    const pending = await offeredFor(PLUG);
    const flow = await rest(home, "POST", "config/config_entries/flow", { handler: "switch_as_x" });
    const { result } = await rest(home, "POST", `config/config_entries/flow/${flow.flow_id}`, {
      entity_id: PLUG,
      target_domain: "light",
      invert: false,
    });
    const remove = (): Promise<unknown> => rest(home, "DELETE", `config/config_entries/entry/${result.entry_id}`);
    undo.push(remove);
    const now = async (): Promise<any> => (await suggestions()).find(({ id }) => id === pending.id);
    const light = "light.coffee_machine";
    const moved = await at.eventually(async () => ((await now())?.automation_yaml.includes(light) ? now() : undefined));
    expect(moved.automation_yaml).to.contain("light.turn_on").and.not.to.contain("switch.");
    await analysed();
    expect((await suggestions()).map(({ id }) => id)).to.deep.equal([pending.id]);
    await remove();
    undo = [];
    const back = await at.eventually(async () => ((await now())?.automation_yaml.includes(PLUG) ? now() : undefined));
    expect(back.automation_yaml).to.contain("switch.turn_on").and.not.to.contain("light.");
  });

  /** Announces a switch over MQTT discovery, or removes it. */
  const announce = (name: string, isGone = false): Promise<unknown> =>
    rest(at.home, "POST", "services/mqtt/publish", {
      topic: `homeassistant/switch/${name}/config`,
      payload: isGone
        ? ""
        : JSON.stringify({
            name: name.replace("_", " "),
            unique_id: name,
            default_entity_id: `switch.${name}`,
            command_topic: `lab/switch/${name}/set`,
          }),
    });
});
