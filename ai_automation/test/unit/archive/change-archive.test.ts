import { expect } from "chai";
import * as fc from "fast-check";
import { decodeCause, encodeCause } from "../../../src/archive/cause-code.ts";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { readFrame } from "../../../src/archive/read-frame.ts";
import { CONTEXT_CODE } from "../../../src/history/frame/frame.ts";
import { UNKNOWN, type Cause } from "../../../src/model/cause.ts";
import { createClock } from "../../../src/model/clock.ts";
import type { Levels } from "../../../src/model/level.ts";
import type { Interval, StateChange } from "../../../src/model/state-change.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const T = 1_700_000_000_000;
const NOTHING: Interval = { from: 0, to: 0 };
const change = (at: number, state: string, cause: Cause = UNKNOWN, entityId = "light.hall"): StateChange => ({
  at,
  state,
  cause,
  entityId,
});

describe("archive", () => {
  let home: TemporaryDatabase;
  let archive: ReturnType<typeof createChangeArchive>;
  beforeEach(async () => {
    home = await temporaryDatabase();
    archive = createChangeArchive(home.database);
  });
  afterEach(() => home.remove());

  const frame = () => readFrame(home.path, { clock: createClock("Europe/Amsterdam"), location: null });

  it("stores a change once, however often it is recorded", async () => {
    const changes = [change(T, "on"), change(T + 1, "off")];
    expect(await archive.record({ changes, covered: NOTHING })).to.equal(2);
    expect(await archive.record({ changes: [...changes, change(T + 2, "on")], covered: NOTHING })).to.equal(1);
    expect(await archive.summary()).to.deep.include({ changes: 3, entities: 1, first: T, last: T + 2 });
  });

  it("does not count a state after a gap as an action", async () => {
    const physical: Cause = { kind: "physical" };
    const states = [
      change(T, "off", physical),
      change(T + 1, "unavailable"),
      change(T + 2, "on"),
      change(T + 3, "off"),
    ];
    await archive.record({ changes: [...states, change(T + 4, "on", UNKNOWN, "light.porch")], covered: NOTHING });
    const { contexts } = frame();
    const { manual, automation, unknown } = CONTEXT_CODE;
    expect([...contexts]).to.deep.equal([manual, automation, unknown, unknown]);
  });

  it("stores a level when it changes, and passes it to the miner", async () => {
    const level = (at: number, levels: Levels) => ({ entityId: "light.hall", at, levels, cause: UNKNOWN });
    const recorded = [
      level(T, { brightness: 40, effect: "none" }),
      level(T + 1, { brightness: 40 }),
      level(T + 2, { brightness: 70.5, color_temp_kelvin: 2_700 }),
      level(T + 3, { effect: "rainbow" }),
    ];
    await archive.record({ changes: [change(T, "on")], covered: NOTHING, levels: recorded });
    await archive.record({ changes: [], covered: NOTHING, levels: recorded });
    const rows = await home.database("levels").count({ count: "*" }).first();
    expect(rows?.count).to.equal(5);
    const { entities, levels } = frame();
    const columns = levels.get(entities.find("light.hall") ?? -1);
    expect([...(columns ?? [])].map(([kind, { times, values }]) => [kind, [...times], [...values]])).to.deep.equal([
      ["brightness", [T, T + 2], [40, 70.5]],
      ["color_temp_kelvin", [T + 2], [2_700]],
    ]);
  });

  it("passes the user who acted to the miner", async () => {
    await archive.record({
      changes: [
        change(T, "on", { kind: "person", userId: "anna", via: "app" }),
        change(T + 1, "off", { kind: "person", userId: null, via: "voice" }),
        change(T + 2, "on", { kind: "automation", entityId: "automation.x" }),
      ],
      covered: NOTHING,
    });
    const { hands, entities } = frame();
    const column = hands.of.get(entities.find("light.hall") ?? -1);
    expect([...(column?.times ?? [])]).to.deep.equal([T]);
    expect([...(column?.users ?? [])].map((user) => hands.users.names[user])).to.deep.equal(["anna"]);
  });

  it("preserves the order of several changes within one second", async () => {
    await archive.record({
      changes: [change(T + 20, "off"), change(T, "on"), change(T + 900, "on")],
      covered: NOTHING,
    });
    const { codes, states, times } = frame();
    expect([...codes].map((code) => states.names[code])).to.deep.equal(["on", "off", "on"]);
    expect([...times]).to.deep.equal([T, T + 20, T + 900]);
  });

  it("passes the contexts of causes to the miner", async () => {
    await archive.record({
      changes: [
        change(T, "on", { kind: "person", userId: "anna", via: "app" }),
        change(T + 1, "off", { kind: "automation", entityId: "automation.x" }),
        change(T + 2, "on", { kind: "scene", entityId: "scene.y", userId: "anna" }),
        change(T + 3, "off", { kind: "scene", entityId: "scene.y", userId: null }),
        change(T + 4, "on"),
      ],
      covered: NOTHING,
    });
    expect([...frame().contexts]).to.deep.equal([1, 2, 1, 2, 0]);
    expect((await archive.summary()).causes).to.include({
      person: 1,
      automation: 1,
      scene: 2,
      unknown: 1,
      physical: 0,
    });
  });

  it("stores every cause without loss", () => {
    const causes: readonly Cause[] = [
      UNKNOWN,
      { kind: "physical" },
      ...(["app", "voice", "homekit"] as const).flatMap((via): Cause[] => [
        { kind: "person", userId: "anna", via },
        { kind: "person", userId: null, via },
      ]),
      { kind: "automation", entityId: "automation.x" },
      { kind: "automation", entityId: null },
      { kind: "script", entityId: "script.x", userId: "anna" },
      { kind: "script", entityId: "script.x", userId: null },
      { kind: "scene", entityId: null, userId: "anna" },
      { kind: "echo", of: "person" },
      { kind: "echo", of: "automation" },
    ];
    for (const cause of causes) expect(decodeCause(encodeCause(cause))).to.deep.equal(cause);
  });

  it("stores both changes and coverage, or neither", async () => {
    const broken = { ...change(T, "on"), entityId: null as unknown as string };
    const failed = await archive
      .record({ changes: [change(T - 1, "on"), broken], covered: { from: T - 10, to: T } })
      .catch(() => "failed");
    expect(failed).to.equal("failed");
    expect((await archive.summary()).changes).to.equal(0);
    expect(await archive.missing({ from: T - 10, to: T })).to.deep.equal([{ from: T - 10, to: T }]);
  });

  it("caches no ids of names that were rolled back", async () => {
    const broken = { ...change(T, "on"), entityId: null as unknown as string };
    await archive
      .record({ changes: [change(T, "dim", UNKNOWN, "light.lost"), broken], covered: NOTHING })
      .catch(() => "failed");
    await archive.record({
      changes: [change(T, "on", UNKNOWN, "light.attic"), change(T, "dim", UNKNOWN, "light.lost")],
      covered: NOTHING,
    });
    const { entities, states, codes } = frame();
    expect(entities.names).to.deep.equal(["light.attic", "light.lost"]);
    expect([...codes].map((code) => states.names[code])).to.deep.equal(["on", "dim"]);
  });

  it("reads every change of a long history once, also many at one instant", async () => {
    const states = Array.from({ length: 7 }, (_, i) => `level ${i}`);
    const changes = Array.from({ length: 25_000 }, (_, i) =>
      change(T + Math.floor(i / 7), states[i % 7]!, UNKNOWN, "event.dial"),
    );
    await archive.record({ changes, covered: NOTHING });
    const { times, codes, states: known } = frame();
    const read = [...codes].map((code, i) => `${times[i]} ${known.names[code]}`);
    expect(new Set(read).size).to.equal(changes.length);
    expect(read).to.have.length(changes.length);
  });

  describe("with an import", () => {
    const HOUR = 3_600_000;
    const porch = (at: number, state: string): StateChange => change(at, state, UNKNOWN, "light.porch");
    const states = (entityId: string): readonly (readonly [number, string])[] => {
      const { entities, start, times, codes, states: names } = frame();
      const entity = entities.find(entityId) ?? -1;
      return Array.from(times.subarray(start[entity], start[entity + 1])).map((at, index) => [
        at - T,
        names.names[codes[start[entity]! + index]!]!,
      ]);
    };

    it("is not covered by it, since the home knows more", async () => {
      const changes = [change(T, "on"), change(T + HOUR, "off")];
      const imported = [{ entityId: "light.hall", from: T, to: T + HOUR + 1 }];
      await archive.record({ changes, covered: NOTHING, imported });
      expect(await archive.missing({ from: T, to: T + HOUR })).to.deep.equal([{ from: T, to: T + HOUR }]);
      const added = await archive.record({
        changes: [porch(T + 100, "on"), porch(T + 200, "off"), change(T + 300, "off")],
        covered: { from: T, to: T + HOUR },
      });
      expect(added).to.equal(3);
    });

    it("stores a change once if a file has whole seconds", async () => {
      const imported = [{ entityId: "event.bell", from: T, to: T + HOUR }];
      const press = (at: number): StateChange => change(at, "press", UNKNOWN, "event.bell");
      await archive.record({ changes: [press(T), press(T + 5_000), press(T + HOUR - 1)], covered: NOTHING, imported });
      const own = [press(T + 650), press(T + 5_200), press(T + 9_000), press(T + 9_400), press(T + 2 * HOUR)];
      expect(await archive.record({ changes: own, covered: { from: T, to: T + 3 * HOUR } })).to.equal(3);
      expect(states("event.bell").map(([at]) => at)).to.deep.equal([0, 5_000, 9_000, 9_400, HOUR - 1, 2 * HOUR]);
    });

    it("does the same if the file comes second", async () => {
      await archive.record({ changes: [change(T + 650, "on")], covered: { from: T, to: T + HOUR } });
      const late = [change(T, "on"), change(T + 2 * HOUR, "on"), porch(T + 650, "on")];
      const imported = [{ entityId: "light.hall", from: T, to: T + 2 * HOUR + 1 }];
      expect(await archive.record({ changes: late, covered: NOTHING, imported })).to.equal(2);
    });
  });

  it("reports exactly what is not covered, however coverage was recorded", async () => {
    const piece = fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 15 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        await home.database("coverage").delete();
        const isCovered = new Set<number>();
        for (const [from, length] of pieces) {
          await archive.record({ changes: [], covered: { from, to: from + length } });
          for (let at = from; at < from + length; at++) isCovered.add(at);
        }
        const missing = await archive.missing({ from: 5, to: 70 });
        const isMissing = (at: number): boolean => missing.some(({ from, to }) => at >= from && at < to);
        for (let at = 5; at < 70; at++) expect(isMissing(at), String(at)).to.equal(!isCovered.has(at));
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
