import { expect } from "chai";
import * as fc from "fast-check";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter } from "../../../src/archive/forget.ts";
import { moveEntities, type HistoryMoves } from "../../../src/archive/move-entities.ts";
import { withConnection } from "../../../src/archive/raw-connection.ts";
import { readFrame } from "../../../src/archive/read-frame.ts";
import { UNKNOWN } from "../../../src/model/cause.ts";
import { createClock } from "../../../src/model/clock.ts";
import type { Interval, StateChange } from "../../../src/model/state-change.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const T = 1_700_000_000_000;
const NOTHING: Interval = { from: 0, to: 0 };
const SENSOR = "sensor.bath";

const change = (at: number, state: string, entityId = SENSOR): StateChange => ({ entityId, at, state, cause: UNKNOWN });
const stretch = (from: number, to: number | null, unit: string, entityId = SENSOR) => ({ entityId, from, to, unit });

describe("units of numeric states", () => {
  let home: TemporaryDatabase;
  let archive: ReturnType<typeof createChangeArchive>;
  beforeEach(async () => {
    home = await temporaryDatabase();
    archive = createChangeArchive(home.database);
  });
  afterEach(() => home.remove());

  const record = (changes: readonly StateChange[], units: readonly ReturnType<typeof stretch>[]): Promise<number> =>
    archive.record({ changes, covered: NOTHING, units });
  const move = async (moves: Partial<HistoryMoves>): Promise<void> => {
    await withConnection(home.database, (connection) =>
      moveEntities(connection, { renamed: new Map(), takenOver: [], ...moves }),
    );
    archive.forgetNames();
  };
  const forgetter = () =>
    createForgetter(home.database, { now: () => T + 100, onForgotten: archive.forgetNames, archive });
  const unitRows = async (): Promise<readonly (readonly [number, string])[]> =>
    (await home.database("units").orderBy("at").select("at", "unit")).map(({ at, unit }) => [at, unit]);
  /** The values that the miner reads. */
  const valuesOf = (entityId = SENSOR): readonly (number | string)[] => {
    const frame = readFrame(home.path, { clock: createClock("UTC"), location: null });
    const entity = frame.entities.find(entityId);
    if (entity === undefined) return [];
    const codes = [...frame.codes.subarray(frame.start[entity], frame.start[entity + 1])];
    return codes.map((code) => frame.numbers[code] ?? NaN);
  };

  it("passes earlier values to the miner in the present unit", async () => {
    await record([change(T, "21.5"), change(T + 1, "22"), change(T + 2, "70.7"), change(T + 3, "73.4")], []);
    await record([], [stretch(T, T + 2, "°C"), stretch(T + 2, null, "°F")]);
    expect(valuesOf()).to.deep.equal([70.7, 71.6, 70.7, 73.4]);
  });

  it("converts again when the unit is changed back", async () => {
    await record([change(T, "21.5"), change(T + 2, "73.4"), change(T + 4, "22")], [stretch(T, null, "°C")]);
    await record([], [stretch(T + 1, null, "°F")]);
    await record([], [stretch(T + 3, null, "°C")]);
    expect(valuesOf()).to.deep.equal([21.5, 23, 22]);
  });

  it("leaves out values in a unit that cannot be converted", async () => {
    await record([change(T, "21.5"), change(T + 2, "55"), change(T + 3, "unavailable"), change(T + 4, "56")], []);
    await record([], [stretch(T, T + 2, "°C"), stretch(T + 2, null, "%")]);
    expect(valuesOf()).to.deep.equal([55, 56]);
  });

  it("leaves the values of other entities, and states that are no numbers, as they are", async () => {
    const other = "sensor.hall";
    await record(
      [
        change(T, "21.5"),
        change(T + 1, "warm"),
        change(T + 2, "70"),
        change(T, "21.5", other),
        change(T, "on", "light.a"),
      ],
      [stretch(T, T + 2, "°C"), stretch(T + 2, null, "°F"), stretch(T, null, "°C", other)],
    );
    expect(valuesOf()).to.deep.equal([70.7, NaN, 70]);
    expect(valuesOf(other)).to.deep.equal([21.5]);
  });

  it("keeps what is known of later changes when an earlier time is imported", async () => {
    await record([change(T, "20"), change(T + 9, "21")], [stretch(T, null, "°C")]);
    await record([change(T + 5, "70")], [stretch(T + 4, T + 6, "°F")]);
    expect(valuesOf()).to.deep.equal([20, 21.11111111, 21]);
  });

  it("applies to later changes if those are imported last", async () => {
    await record([change(T, "20")], [stretch(T, T + 1, "°C")]);
    await record([change(T + 5, "70")], [stretch(T + 4, T + 6, "°F")]);
    await record([change(T + 9, "71")], []);
    expect(valuesOf()).to.deep.equal([68, 70, 71]);
  });

  it("stores one row while the unit stays the same, however often and in whatever order it is reported", async () => {
    await record(
      [],
      [stretch(T + 10, null, "W"), stretch(T + 5, T + 9, "W"), stretch(T, T + 20, "W"), stretch(T + 30, null, "W")],
    );
    expect(await unitRows()).to.have.length(1);
  });

  it("applies to every instant the unit that was reported for it last", async () => {
    const reports = fc.array(
      fc.record({ from: fc.nat(20), length: fc.integer({ min: 1, max: 8 }), unit: fc.constantFrom("°C", "°F", "K") }),
      { minLength: 1, maxLength: 8 },
    );
    let id = 0;
    await fc.assert(
      fc.asyncProperty(reports, async (some) => {
        const entityId = `sensor.s${id++}`;
        const expected = new Map<number, string>();
        for (const { from, length, unit } of some) for (let at = from; at < from + length; at++) expected.set(at, unit);
        await record([change(T, "1", entityId)], []);
        await record(
          [],
          some.map(({ from, length, unit }) => stretch(from, from + length, unit, entityId)),
        );
        const rows = await home
          .database("units")
          .join("entities", "entities.id", "entity_ref")
          .where({ entity_id: entityId })
          .orderBy("at")
          .select("at", "unit");
        const unitAt = (at: number): unknown => (rows.findLast((row) => row.at <= at) ?? rows[0])?.unit;
        for (const [at, unit] of expected) expect(unitAt(at)).to.equal(unit);
        for (const [index, row] of rows.entries()) expect(row.unit).to.not.equal(rows[index - 1]?.unit);
      }),
      { numRuns: 60 },
    );
  });

  it("follow a rename, also to an id that is known already", async () => {
    await record([change(T, "21.5"), change(T + 2, "70")], [stretch(T, T + 2, "°C"), stretch(T + 2, null, "°F")]);
    await record(
      [change(T + 5, "20", "sensor.new"), change(T + 6, "22", "sensor.new")],
      [stretch(T + 5, null, "°C", "sensor.new")],
    );
    await move({ renamed: new Map([[SENSOR, "sensor.new"]]) });
    expect(valuesOf("sensor.new")).to.deep.equal([21.5, 21.11111111, 20, 22]);
  });

  it("follow the changes of an entity that another one took over", async () => {
    await record(
      [change(T, "21.5"), change(T + 2, "70"), change(T + 9, "71")],
      [stretch(T, T + 2, "°C"), stretch(T + 2, null, "°F")],
    );
    await record([change(T + 6, "22", "sensor.new")], [stretch(T + 6, null, "°C", "sensor.new")]);
    await move({ takenOver: [{ from: SENSOR, to: "sensor.new", at: T + 4 }] });
    expect(valuesOf("sensor.new")).to.deep.equal([21.5, 21.11111111, 22]);
    expect(valuesOf()).to.deep.equal([71]);
  });

  it("are forgotten with the entity", async () => {
    await record([change(T, "21.5")], [stretch(T, null, "°C")]);
    await forgetter().entities([SENSOR]);
    expect(await unitRows()).to.deep.equal([]);
  });

  it("are forgotten with everything", async () => {
    await record([change(T, "21.5")], [stretch(T, null, "°C")]);
    await forgetter().everything();
    expect(await unitRows()).to.deep.equal([]);
  });

  for (const [name, forget] of [
    ["older than an instant", (instant: number) => forgetter().before(instant)],
    ["of an entity before an instant", (instant: number) => forgetter().entityBefore(SENSOR, instant)],
  ] as const)
    it(`are forgotten with the history ${name}, except the one that still applies`, async () => {
      await record(
        [change(T, "21.5"), change(T + 2, "70"), change(T + 6, "22")],
        [stretch(T, T + 2, "°C"), stretch(T + 2, T + 6, "°F"), stretch(T + 6, null, "°C")],
      );
      await forget(T + 4);
      expect(await unitRows()).to.deep.equal([
        [T + 4, "°F"],
        [T + 6, "°C"],
      ]);
    });

  it("are not stored for time that is to be forgotten", async () => {
    await forgetter().entityBefore(SENSOR, T + 4);
    await record([change(T + 5, "21.5")], [stretch(T, T + 2, "°F"), stretch(T + 2, T + 9, "°C")]);
    expect(await unitRows()).to.deep.equal([[T + 4, "°C"]]);
  });

  it("are dropped with changes that are not stored yet", async () => {
    await archive.recordSoon({
      changes: [change(T, "21.5")],
      covered: { from: T, to: T + 1 },
      units: [stretch(T, null, "°C")],
    });
    await forgetter().entities([SENSOR]);
    await archive.settle();
    expect(await unitRows()).to.deep.equal([]);
  });
});
