import { expect } from "chai";
import { createRunReader } from "../../../src/archive/automation-runs.ts";
import { createChangeArchive, type SqliteArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter } from "../../../src/archive/forget.ts";
import { createHistoryReader } from "../../../src/archive/history-reader.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { DAY } from "../../../src/model/time.ts";
import { createPrivateArchive } from "../../../src/privacy/private-archive.ts";
import { isIdle } from "../../../src/suggestions/follow-up/idle.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const ALWAYS = { from: 0, to: Infinity };

describe("runs of automations", () => {
  let home: TemporaryDatabase;
  let archive: SqliteArchive;
  beforeEach(async () => {
    home = await temporaryDatabase();
    archive = createChangeArchive(home.database);
  });
  afterEach(() => home.remove());

  const runs = () => createRunReader(home.database);

  it("are counted again once more of them are recorded or deleted", async () => {
    const reader = runs();
    const count = () => reader.count("automation.counted", { from: 1, to: 3 });
    const record = (at: number) =>
      createChangeArchive(home.database).record({
        changes: [],
        covered: { from: at, to: at + 1 },
        runs: [{ entityId: "automation.counted", at }],
      });
    await record(1);
    await record(3);
    expect(await count()).to.deep.equal({ total: 1, last: 1 });
    await record(2);
    expect(await count()).to.deep.equal({ total: 2, last: 2 });
    await home.database("automation_runs").where({ entity_id: "automation.counted" }).delete();
    expect(await count()).to.deep.equal({ total: 0, last: null });
  });

  it("have their first one over all automations", async () => {
    expect(await runs().firstRun()).to.equal(null);
    for (const [entityId, at] of [
      ["automation.b", 20],
      ["automation.a", 30],
      ["automation.c", 10],
      ["automation.c", 40],
    ] as const)
      await home.database("automation_runs").insert({ entity_id: entityId, at });
    expect(await runs().firstRun()).to.equal(10);
  });
  const ran = (...instants: readonly number[]) => instants.map((at) => ({ entityId: "automation.x", at }));

  it("are stored once, however often they are recorded", async () => {
    await archive.record({ changes: [], covered: { from: 0, to: 10 }, runs: ran(3, 5) });
    await archive.record({ changes: [], covered: { from: 4, to: 20 }, runs: ran(5, 15) });
    expect(await runs().count("automation.x", ALWAYS)).to.deep.equal({ total: 3, last: 15 });
    expect(await runs().count("automation.x", { from: 5, to: 15 })).to.deep.equal({ total: 1, last: 5 });
    expect(await runs().count("automation.y", ALWAYS)).to.deep.equal({ total: 0, last: null });
  });

  it("are returned with the last level that people set after each run", async () => {
    const manual = { kind: "person", userId: "anna", via: "app" } as const;
    const level = (at: number, brightness: number, cause: StateChange["cause"] = manual) => ({
      entityId: "light.x",
      at,
      levels: { brightness },
      cause,
    });
    const own = { kind: "automation", entityId: "automation.x" } as const;
    const levels = [level(1_001, 100, own), level(1_200, 60), level(1_300, 40), level(2_500, 90), level(9_000, 10)];
    await archive.record({ changes: [], covered: { from: 0, to: 10_000 }, levels, runs: ran(1_000, 2_000, 3_000) });
    expect(await runs().levelsAfter("automation.x", ["light.x"], { since: 0, window: 600 })).to.deep.equal([
      { run: 1_000, entityId: "light.x", kind: "brightness", value: 40 },
      { run: 2_000, entityId: "light.x", kind: "brightness", value: 90 },
    ]);
    expect(await runs().levelsAfter("automation.x", ["light.y"], { since: 0, window: 600 })).to.deep.equal([]);
  });

  describe("followed by what each of them changed", () => {
    const own = { kind: "automation", entityId: "automation.x" } as const;
    const hand = { kind: "physical" } as const;
    const change = (at: number, state: string, cause: StateChange["cause"], entityId = "light.x"): StateChange => ({
      entityId,
      at,
      state,
      cause,
    });
    const whatever = [{ entityId: "light.x", state: null }];
    const part = { since: 0, window: 600 };

    it("count as undone if somebody sets another state than the run did, whichever that was", async () => {
      const changes = [
        change(1_001, "on", own),
        change(1_200, "off", hand),
        change(3_001, "off", own),
        change(3_100, "on", hand),
        change(5_001, "on", own),
        change(9_000, "off", hand),
      ];
      await archive.record({ changes, covered: { from: 0, to: 10_000 }, runs: ran(1_000, 3_000, 5_000, 7_000) });
      expect(await runs().corrections("automation.x", whatever, part)).to.deep.equal([1_200, 3_100]);
      expect(await runs().followed("automation.x", whatever, part)).to.deep.equal([
        { at: 1_000, undoneAt: 1_200 },
        { at: 3_000, undoneAt: 3_100 },
        { at: 5_000, undoneAt: null },
      ]);
    });

    it("do not count if a run that took another branch changed nothing", async () => {
      const changes = [change(500, "on", hand), change(1_200, "off", hand)];
      await archive.record({ changes, covered: { from: 0, to: 10_000 }, runs: ran(1_000) });
      expect(await runs().corrections("automation.x", whatever, part)).to.deep.equal([]);
    });

    it("tell what an automation acts on", async () => {
      const changes = [
        change(1_001, "on", own),
        change(1_002, "unavailable", own, "light.y"),
        change(1_003, "12", own, "sensor.z"),
        change(2_001, "off", { kind: "automation", entityId: null }),
        change(3_001, "off", own),
      ];
      await archive.record({ changes, covered: { from: 0, to: 10_000 }, runs: ran(1_000, 3_000) });
      expect(await runs().changesOfAutomations(0)).to.deep.equal([
        { automationId: "automation.x", entityId: "light.x", state: "on", at: 1_001 },
        { automationId: "automation.x", entityId: "light.x", state: "off", at: 3_001 },
      ]);
      expect(await runs().changesOfAutomations(2_000)).to.have.length(1);
    });
  });

  it("are returned with the times of opposite actions, since both are recorded", async () => {
    const change = (at: number, state: string, cause: StateChange["cause"] = { kind: "physical" }): StateChange => ({
      entityId: "light.x",
      at,
      state,
      cause,
    });
    const own = { kind: "automation", entityId: "automation.x" } as const;
    const changes = [change(500, "off"), change(1_001, "on", own), change(2_000, "off"), change(3_000, "off", own)];
    await archive.record({ changes, covered: { from: 0, to: 10_000 }, runs: ran(400, 1_000) });
    const target = { entityId: "light.x", state: "on" };
    expect(await runs().opposites("automation.x", [target], 450)).to.deep.equal({
      since: 500,
      runs: [1_000],
      opposites: [500, 2_000],
    });
  });

  it("of a media player are undone only by turning it off", async () => {
    const change = (at: number, state: string, cause: StateChange["cause"] = { kind: "physical" }): StateChange => ({
      entityId: "media_player.radio",
      at,
      state,
      cause,
    });
    const own = { kind: "automation", entityId: "automation.x" } as const;
    const changes = [
      change(1_001, "playing", own),
      change(1_100, "paused"),
      change(1_500, "off"),
      change(5_001, "idle", own),
      change(5_100, "playing"),
    ];
    await archive.record({ changes, covered: { from: 0, to: 10_000 }, runs: ran(1_000, 5_000) });
    const targets = [{ entityId: "media_player.radio", state: "on" }];
    const part = { since: 0, window: 600 };
    expect(await runs().corrections("automation.x", targets, part)).to.deep.equal([1_500]);
    expect(await runs().followed("automation.x", targets, part)).to.deep.equal([
      { at: 1_000, undoneAt: 1_500 },
      { at: 5_000, undoneAt: null },
    ]);
    expect((await runs().opposites("automation.x", targets, 0)).opposites).to.deep.equal([1_500]);
  });

  it("are stored together with the changes of their interval, or not at all", async () => {
    await home.database.schema.dropTable("coverage");
    const refused = await archive.record({ changes: [], covered: { from: 0, to: 10 }, runs: ran(3) }).then(
      () => "stored",
      () => "refused",
    );
    expect(refused).to.equal("refused");
    expect((await runs().count("automation.x", ALWAYS)).total).to.equal(0);
  });

  it("are deleted with their automation, their time, or everything", async () => {
    const forget = createForgetter(home.database, {
      now: () => 100,
      onForgotten: () => undefined,
      archive,
    });
    const left = async () => (await runs().count("automation.x", ALWAYS)).total;
    await archive.record({ changes: [], covered: { from: 0, to: 10 }, runs: ran(3, 5) });
    await forget.before(5);
    expect(await left()).to.equal(1);
    await forget.entities(["automation.x"]);
    expect(await left()).to.equal(0);
    await archive.record({ changes: [], covered: { from: 0, to: 10 }, runs: ran(3, 5) });
    await forget.everything();
    expect(await left()).to.equal(0);
  });

  it("are not stored for excluded automations", async () => {
    const excluded = () => ({ entity: (entityId: string) => entityId === "automation.x", user: () => false });
    await createPrivateArchive(archive, excluded).record({ changes: [], covered: { from: 0, to: 10 }, runs: ran(3) });
    expect((await runs().count("automation.x", ALWAYS)).total).to.equal(0);
  });

  it("are corrected by the first manual action on any target within the window", async () => {
    const off = (entityId: string, at: number, kind: "physical" | "unknown" = "physical"): StateChange => ({
      entityId,
      state: "off",
      at,
      cause: { kind },
    });
    const changes = [off("light.a", 108), off("light.b", 104), off("light.a", 205, "unknown"), off("light.a", 311)];
    await archive.record({ changes, covered: { from: 0, to: 400 }, runs: ran(100, 200, 300) });
    const targets = ["light.a", "light.b"].map((entityId) => ({ entityId, state: "on" }));
    const corrections = (since: number, window: number) =>
      runs().corrections("automation.x", targets, { since, window });
    expect(await corrections(0, 10)).to.deep.equal([104]);
    expect(await corrections(0, 11)).to.deep.equal([104, 311]);
    expect(await corrections(150, 11)).to.deep.equal([311]);
  });
});

describe("idle automations", () => {
  const now = Date.parse("2026-06-01T00:00:00Z");
  const config = {
    alias: "x",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.door", to: "on" }],
    actions: [{ action: "light.turn_on", target: { entity_id: "light.a" } }],
  };
  const automation = { entityId: "automation.x", id: "x", name: "x", isOn: true, config };
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());
  const record = (doorState: string, runs: readonly { readonly entityId: string; readonly at: number }[]) =>
    createChangeArchive(home.database).record({
      changes: [{ entityId: "binary_sensor.door", state: doorState, at: now - DAY, cause: { kind: "unknown" } }],
      covered: { from: 0, to: now },
      runs,
    });
  const other = { entityId: "automation.y", at: now - 100 * DAY };
  const idle = async () => {
    const runs = createRunReader(home.database);
    return isIdle(automation, { runs, firstRun: await runs.firstRun() }, now);
  };

  it("are those that have not run for 90 days although their trigger occurred", async () => {
    await record("on", [other]);
    expect(await idle()).to.equal(true);
  });

  it("are not those whose trigger did not occur", async () => {
    await record("off", [other]);
    expect(await idle()).to.equal(false);
  });

  it("are found only after runs were recorded for 90 days", async () => {
    await record("on", [{ ...other, at: now - 80 * DAY }]);
    expect(await idle()).to.equal(false);
  });

  it("are not those that ran within 90 days", async () => {
    await record("on", [other, { entityId: "automation.x", at: now - 80 * DAY }]);
    expect(await idle()).to.equal(false);
  });
});

describe("actions in the archive", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
  });
  afterEach(() => home.remove());

  it("are the newest of all entities together, oldest first", async () => {
    const changes = Array.from({ length: 20 }, (_, i): StateChange => ({
      entityId: i % 2 === 0 ? "light.a" : "light.b",
      state: i % 4 < 2 ? "on" : "off",
      at: i,
      cause: { kind: "physical" },
    }));
    await createChangeArchive(home.database).record({ changes, covered: { from: 0, to: 20 } });
    const read = createHistoryReader(home.database);
    const found = await read.actions(["light.a", "light.b", "light.c"], { from: 0, to: 18 }, 5);
    expect(found.map(({ at }) => at)).to.deep.equal([13, 14, 15, 16, 17]);
    expect(found[0]).to.deep.equal(changes[13]);
  });

  it("contain each start of a scene", async () => {
    const anna = { kind: "person", userId: "anna", via: "app" } as const;
    const changes = [1, 2, 3].map((at): StateChange => ({ entityId: "scene.a", state: "on", at, cause: anna }));
    await createChangeArchive(home.database).record({ changes, covered: { from: 0, to: 20 } });
    expect(await createHistoryReader(home.database).actions(["scene.a"], { from: 0, to: 18 }, 5)).to.deep.equal(
      changes,
    );
  });
});
