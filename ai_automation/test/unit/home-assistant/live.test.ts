import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import fc from "fast-check";
import type { KeyValueStore } from "../../../src/model/key-value-store.ts";
import { mixedRows } from "../../support/damaged-rows.ts";
import {
  aContext,
  startFakeHomeAssistant,
  type FakeContext,
  type FakeHome,
  type FakeHomeAssistant,
} from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, createMemoryArchive, type ObservedHome } from "./a-home.ts";

const HOME: FakeHome = {
  users: [
    { id: "anna", name: "Anna", system_generated: false },
    { id: "supervisor", name: "Supervisor", system_generated: true },
    { id: "cloud", name: "Home Assistant Cloud", system_generated: true },
  ],
  entities: [
    { entity_id: "light.hall", state: "off" },
    { entity_id: "binary_sensor.hall", state: "off" },
    { entity_id: "event.button", state: "unknown" },
    { entity_id: "scene.movie", state: "unknown" },
  ],
};

describe("home assistant: live events", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  beforeEach(async () => {
    fake = await startFakeHomeAssistant(HOME);
    const archive = createMemoryArchive();
    await archive.record({ changes: [], covered: { from: 0, to: Date.now() } });
    observed = aHome(fake, { archive });
    await observed.home.start();
    await observed.reach("connected");
  });

  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  const stored = async (count: number) => {
    await until(() => observed.archive.changes.length >= count, `${count} changes`);
    return observed.archive.changes;
  };
  const call = (context: FakeContext, domain: string, service: string, service_data: object = {}): void =>
    fake.emit("call_service", { domain, service, service_data }, context);
  const lightBy = (context: FakeContext): void => {
    call(context, "light", "turn_on", { entity_id: ["light.hall"] });
    fake.changeState("light.hall", "on", { context });
  };

  for (const [user, cause] of [
    ["anna", { kind: "person", userId: "anna", via: "app" }],
    ["supervisor", { kind: "automation", entityId: null }],
  ] as const)
    it(`keeps what it knows of ${user} when the user is deleted`, async () => {
      fake.damage("config/auth/list", (rows) => rows.filter((row) => !JSON.stringify(row).includes(`"id":"${user}"`)));
      // The list is read again only once the list before was taken over.
      for (let time = 0; time < 2; time++) {
        const lists = fake.count("config/auth/list");
        fake.emit("user_removed", { user_id: user });
        await until(() => fake.count("config/auth/list") > lists);
      }
      lightBy(aContext({ user_id: user }));
      const [change] = await stored(1);
      expect(change?.cause).to.deep.equal(cause);
    });

  it("knows a deleted user that is not a person after a restart of the service, too", async () => {
    const values = new Map<string, unknown>();
    const keyValues: KeyValueStore = {
      get: async (name, schema) => schema.safeParse(values.get(name)).data,
      set: async (name, value) => void values.set(name, value),
    };
    const restart = async (): Promise<void> => {
      await observed.home.stop();
      observed = aHome(fake, { archive: observed.archive, keyValues });
      await observed.home.start();
      await observed.reach("connected");
    };
    await restart();
    fake.damage("config/auth/list", (rows) => rows.filter((row) => !JSON.stringify(row).includes('"id":"supervisor"')));
    for (let time = 0; time < 2; time++) await restart();
    lightBy(aContext({ user_id: "supervisor" }));
    const [change] = await stored(1);
    expect(change?.cause).to.deep.equal({ kind: "automation", entityId: null });
    expect(JSON.stringify([...values.values()])).not.to.contain("anna");
  });

  it("stores a light's levels and who set them, although its state does not change", async () => {
    const context = aContext({ user_id: "anna" });
    fake.changeState("light.hall", "on", { context, attributes: { brightness: 255, color_temp_kelvin: 2_700 } });
    fake.changeState("light.hall", "on", { context, attributes: { brightness: 102 } });
    fake.changeState("light.hall", "on", { context, attributes: { friendly_name: "Hall" } });
    await until(() => observed.archive.levels.length >= 2, "two levels");
    const anna = { kind: "person", userId: "anna", via: "app" };
    expect(observed.archive.levels.map(({ levels, cause }) => [levels, cause])).to.deep.equal([
      [{ brightness: 100, color_temp_kelvin: 2_700 }, anna],
      [{ brightness: 40 }, anna],
    ]);
    expect(observed.archive.changes.map(({ state }) => state)).to.deep.equal(["on"]);
  });

  it("attributes a light's off after a transition to the call that turned it off", async () => {
    const context = aContext({ user_id: "anna" });
    fake.changeState("light.hall", "on", { attributes: { brightness: 255 } });
    call(context, "light", "turn_off", { entity_id: ["light.hall"], transition: 5 });
    fake.changeState("light.hall", "on", { context, attributes: { brightness: 51 } });
    fake.changeState("light.hall", "off", { attributes: { brightness: null } });
    const changes = await stored(2);
    expect(changes.at(-1)?.cause).to.deep.equal({ kind: "echo", of: "person" });
  });

  it("recognises a person who uses the app", async () => {
    lightBy(aContext({ user_id: "anna" }));
    const [change] = await stored(1);
    expect(change?.cause).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
  });

  it("recognises a wall switch", async () => {
    fake.changeState("light.hall", "on");
    const [change] = await stored(1);
    expect(change).to.deep.include({ entityId: "light.hall", state: "on", cause: { kind: "physical" } });
  });

  it("recognises an automation, whatever triggered it", async () => {
    const motion = aContext();
    fake.changeState("binary_sensor.hall", "on", { context: motion });
    const run = aContext({ parent_id: motion.id });
    fake.emit("automation_triggered", { name: "Hall", entity_id: "automation.hall" }, run);
    lightBy(run);
    const [sensor, light] = await stored(2);
    expect(sensor?.cause).to.deep.equal({ kind: "unknown" });
    expect(light?.cause).to.deep.equal({ kind: "automation", entityId: "automation.hall" });
  });

  it("treats the Supervisor's user as a service, and the cloud's as voice", async () => {
    lightBy(aContext({ user_id: "supervisor" }));
    const later = { context: aContext({ user_id: "cloud" }), at: Date.now() + 20 };
    fake.changeState("light.hall", "off", later);
    const changes = await stored(2);
    expect(changes.map(({ cause }) => cause)).to.deep.equal([
      { kind: "automation", entityId: null },
      { kind: "person", userId: null, via: "voice" },
    ]);
  });

  it("stores every press of a button with its type", async () => {
    const press = (state: string): void => {
      fake.changeState("event.button", state, { attributes: { event_type: "press" }, at: Date.parse(state) });
    };
    const now = Date.now() + 1_000;
    press(new Date(now).toISOString());
    press(new Date(now + 2_000).toISOString());
    const changes = await stored(2);
    expect(changes.map(({ state }) => state)).to.deep.equal(["press", "press"]);
  });

  it("stores no press for an event entity that returns, be its time stamp old or new", async () => {
    const now = Date.now() + 1_000;
    const stamp = (at: number): string => new Date(at).toISOString();
    const press = (at: number, pressed = at): void =>
      fake.changeState("event.button", stamp(pressed), { attributes: { event_type: "press" }, at });
    press(now, now - 86_400_000);
    press(now + 1);
    fake.changeState("event.button", "unavailable", { at: now + 2 });
    press(now + 3, now + 1);
    fake.removeState("event.button", now + 4);
    press(now + 5, now + 1);
    press(now + 6);
    fake.changeState("event.button", "unavailable", { at: now + 7 });
    press(now + 8);
    press(now + 9);
    await stored(6);
    expect(observed.archive.changes.map(({ at, state }) => [at - now, state])).to.deep.equal([
      [1, "press"],
      [2, "unavailable"],
      [4, "unavailable"],
      [6, "press"],
      [7, "unavailable"],
      [9, "press"],
    ]);
  });

  it("stores which button was pressed, what was started, and no press with a button that cannot be kept", async () => {
    const now = Date.now();
    const at = (seconds: number) => new Date(now + seconds).toISOString();
    fake.changeState("event.button", at(1), { at: now + 1, attributes: { event_type: "press", button: "off" } });
    fake.changeState("event.button", at(2), { at: now + 2, attributes: { event_type: "press", button: {} } });
    fake.changeState("event.button", at(3), {
      at: now + 3,
      attributes: { event_type: "scene", scene: 2, button: null },
    });
    fake.changeState("input_button.guests", at(4), { at: now + 4 });
    fake.changeState("scene.movie", at(5), { at: now + 5 });
    fake.changeState("script.night", "on", { at: now + 6 });
    fake.changeState("script.night", "off", { at: now + 7 });
    fake.changeState("light.hall", "on", { at: now + 8 });
    expect((await stored(6)).map(({ entityId, state }) => `${entityId} ${state}`)).to.deep.equal([
      "event.button press[button=off]",
      "event.button scene[scene=2]",
      "input_button.guests press",
      "scene.movie on",
      "script.night on",
      "light.hall on",
    ]);
  });

  it("stores only changes of the value, and only of entities with a lasting state", async () => {
    fake.changeState("light.hall", "off", { attributes: { brightness: 10 } });
    fake.changeState("zone.home", "2");
    fake.changeState("light.hall", "on");
    await sleep(60);
    expect((await stored(1)).map(({ entityId, state }) => `${entityId} ${state}`)).to.deep.equal(["light.hall on"]);
  });

  it("covers the time from the subscription to the stop", async () => {
    fake.changeState("light.hall", "on");
    await stored(1);
    await observed.backfilled();
    const before = Date.now();
    await observed.home.stop();
    const covered = observed.archive.covered();
    expect(covered).to.have.length(1);
    expect(covered[0]!.to).to.be.at.least(before);
  });

  it("covers nothing after the last event of a dead connection", async () => {
    await observed.backfilled();
    fake.behaviour.isMute = true;
    const died = Date.now();
    await observed.reach("unreachable");
    expect(observed.archive.covered().at(-1)!.to).to.be.at.most(died + 5);
    fake.behaviour.isMute = false;
    await observed.reach("connected");
  });

  it("queues changes until the archive accepts them", async () => {
    observed.archive.fail(new Error("disk full"));
    fake.changeState("light.hall", "on");
    await until(() => observed.logged.includes("live changes could not be stored"), "the failure");
    observed.archive.fail(null);
    expect(await stored(1)).to.have.length(1);
  });

  it("records a gap from an entity's removal until it is back", async () => {
    fake.changeState("light.hall", "on");
    fake.removeState("light.hall", Date.now() + 5);
    fake.changeState("light.hall", "on", { at: Date.now() + 10 });
    fake.removeState("light.unheard");
    await stored(3);
    expect(observed.archive.changes.map(({ entityId, state }) => [entityId, state])).to.deep.equal([
      ["light.hall", "on"],
      ["light.hall", "unavailable"],
      ["light.hall", "on"],
    ]);
    expect(observed.archive.changes[1]?.cause.kind).to.equal("unknown");
  });

  it("stores only the valid events among damaged ones", async () => {
    let round = 0;
    const context = aContext();
    const instant = new Date().toISOString();
    const state = (id: string, value: string) => ({
      entity_id: id,
      state: value,
      attributes: {},
      last_changed: instant,
      last_updated: instant,
      context,
    });
    const row = (id: string) => {
      const entityId = `light.${id}_${round}`;
      return { entity_id: entityId, old_state: state(entityId, "off"), new_state: state(entityId, "on") };
    };
    const required = { entity_id: "text", old_state: "object or null", new_state: "object or null" } as const;
    await fc.assert(
      fc.asyncProperty(mixedRows(row, required), async ({ rows, good }) => {
        observed.archive.changes.splice(0);
        for (const event of rows) fake.emit("state_changed", Object(event));
        fake.changeState("binary_sensor.hall", `round ${round++}`);
        await until(
          () => observed.archive.changes.some(({ entityId }) => entityId === "binary_sensor.hall"),
          "the end",
        );
        const lights = observed.archive.changes.filter(({ entityId }) => entityId.startsWith("light."));
        expect(lights.map(({ entityId }) => /n\d+/.exec(entityId)?.[0])).to.deep.equal(good);
      }),
      { numRuns: 40, seed: 3 },
    );
    expect(observed.home.connection().state).to.equal("connected");
  });

  it("skips events that it does not understand", async () => {
    fake.emit("state_changed", { entity_id: 7 });
    fake.emit("call_service", { service: null });
    fake.changeState("light.hall", "on");
    await stored(1);
    expect(observed.logged.filter((event) => event === "event not understood")).to.have.length(2);
    expect(observed.home.connection().state).to.equal("connected");
  });
});

describe("home assistant: live events and history together", () => {
  it("stores a change once that is in both", async () => {
    const logbook: { when: number; entity_id: string; state: string }[] = [];
    const fake = await startFakeHomeAssistant({ entities: [{ entity_id: "light.hall", state: "off" }], logbook });
    const observed = aHome(fake);
    const toggles = setInterval(() => {
      const at = Date.now();
      const state = logbook.length % 2 === 0 ? "on" : "off";
      logbook.push({ when: at / 1_000 + 0.000_321, entity_id: "light.hall", state });
      fake.changeState("light.hall", state, { at });
    }, 7);
    try {
      await sleep(30);
      await observed.home.start();
      await observed.backfilled();
      await sleep(40);
      clearInterval(toggles);
      await observed.home.stop();
      const times = observed.archive.changes.map(({ at }) => at);
      expect(new Set(times).size).to.equal(times.length);
      const expected = logbook.map(({ when }) => Math.floor(Math.round(when * 1e6) / 1_000));
      expect(times.toSorted((a, b) => a - b)).to.deep.equal([...new Set(expected)]);
    } finally {
      clearInterval(toggles);
      await observed.home.stop();
      await fake.stop();
    }
  });
});
