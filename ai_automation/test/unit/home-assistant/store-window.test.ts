import { expect } from "chai";
import { storeWindow } from "../../../src/home-assistant/store-window.ts";
import type { ChangeArchive, RecordedInterval } from "../../../src/model/archive.ts";
import type { StateChange } from "../../../src/model/state-change.ts";

const WINDOW = { from: 1_000_000, to: 2_000_000 };

/** In order of time, with as many changes of each entity. */
const changesOf = (entities: number, each: number): readonly StateChange[] =>
  Array.from({ length: entities * each }, (_, index) => ({
    entityId: `sensor.s${index % entities}`,
    state: String(index),
    at: WINDOW.from + index,
    cause: { kind: "physical" },
  }));

describe("a window of the history", () => {
  let recorded: RecordedInterval[] = [];
  let turns = 0;
  /** The number of records after which the history is deleted. */
  let deletedAfter = Infinity;
  const archive: Pick<ChangeArchive, "record" | "missing"> = {
    record: async (one) => {
      recorded.push(one);
      return one.changes.length;
    },
    missing: async (interval) => (recorded.length >= deletedAfter ? [] : [interval]),
  };
  const rest = { levels: [], runs: [{ entityId: "automation.a", at: WINDOW.from }] };
  const store = (changes: readonly StateChange[]) => storeWindow(archive, { changes, covered: WINDOW, ...rest });

  beforeEach(() => {
    [recorded, turns, deletedAfter] = [[], 0, Infinity];
  });

  it("is stored at once if it is small", async () => {
    const changes = changesOf(3, 4);
    expect(await store(changes)).to.equal(12);
    expect(recorded.map(({ covered, runs }) => [covered, runs])).to.deep.equal([[WINDOW, rest.runs]]);
    expect(recorded[0]?.changes).to.have.deep.members(changes);
  });

  it("of a large home is stored in pieces of whole entities, and is covered with the last one", async () => {
    const changes = changesOf(100, 120);
    const count = setInterval(() => (turns += 1), 0);
    expect(await store(changes)).to.equal(12_000);
    clearInterval(count);
    expect(recorded.map((one) => one.changes.length)).to.deep.equal([2_500, 2_500, 2_500, 2_500, 2_000]);
    const stored = recorded.flatMap((one) => one.changes.map(({ at }) => at));
    expect(stored.toSorted((a, b) => a - b)).to.deep.equal(changes.map(({ at }) => at));
    const piecesOfEntities = recorded.map((one) => new Set(one.changes.map(({ entityId }) => entityId)).size);
    expect(piecesOfEntities).to.deep.equal([21, 22, 22, 22, 17]);
    expect(recorded.map(({ covered: { from, to } }) => to - from)).to.deep.equal([0, 0, 0, 0, WINDOW.to - WINDOW.from]);
    expect(recorded.map(({ runs = [] }) => runs.length)).to.deep.equal([0, 0, 0, 0, 1]);
    expect(turns, "turns of other work").to.be.above(0);
  });

  it("is stored no further once the history is deleted", async () => {
    deletedAfter = 2;
    expect(await store(changesOf(100, 120))).to.equal(5_000);
    expect(recorded).to.have.length(2);
    deletedAfter = 0;
    recorded = [];
    expect(await store(changesOf(1, 1))).to.equal(0);
  });
});
