import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { createRunReader } from "../../../src/archive/automation-runs.ts";
import { createChangeArchive, type SqliteArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter } from "../../../src/archive/forget.ts";
import { moveEntities } from "../../../src/archive/move-entities.ts";
import { withConnection } from "../../../src/archive/raw-connection.ts";
import { createMovedArchive } from "../../../src/compose/moved-archive.ts";
import type { AutomationRun, RunTrigger } from "../../../src/model/automation.ts";
import { createPrivateArchive } from "../../../src/privacy/private-archive.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const MOTION: RunTrigger = { kind: "state", entityId: "binary_sensor.secret_door" };
const CLOCK: RunTrigger = { kind: "time", entityId: null };
const run = (at: number, startedBy?: RunTrigger): AutomationRun => ({
  entityId: "automation.x",
  at,
  ...(startedBy === undefined ? {} : { startedBy }),
});
const recorded = (...runs: readonly AutomationRun[]) => ({ changes: [], covered: { from: 0, to: 100 }, runs });

describe("triggers of runs", () => {
  let home: TemporaryDatabase;
  let archive: SqliteArchive;
  beforeEach(async () => {
    home = await temporaryDatabase();
    archive = createChangeArchive(home.database);
  });
  afterEach(() => home.remove());

  const starts = (since = 0) => createRunReader(home.database, archive.showPending).starts("automation.x", since);
  const forgetter = () =>
    createForgetter(home.database, { now: () => 1_000, onForgotten: archive.forgetNames, archive });
  const names = async (): Promise<readonly unknown[]> => home.database("run_triggers").pluck("entity_id");

  it("are counted since an instant, most frequent first, and stay when a run is read again without one", async () => {
    await archive.record(recorded(run(1, CLOCK), run(2, MOTION), run(3, MOTION), run(4)));
    await archive.record(recorded(run(1), run(4, CLOCK)));
    expect(await starts(2)).to.deep.equal({
      triggers: [
        { ...MOTION, runs: 2 },
        { ...CLOCK, runs: 1 },
      ],
      runs: [2, 3, 4],
    });
    expect((await starts()).triggers.map(({ runs }) => runs)).to.deep.equal([2, 2]);
  });

  it("follow the entity to its new id, also where two swap theirs", async () => {
    const other: RunTrigger = { kind: "state", entityId: "binary_sensor.other" };
    await archive.record(recorded(run(1, MOTION), run(2, MOTION), run(3, other)));
    const renamed = new Map([
      ["binary_sensor.secret_door", "binary_sensor.other"],
      ["binary_sensor.other", "binary_sensor.secret_door"],
    ]);
    await withConnection(home.database, (connection) => moveEntities(connection, { renamed, takenOver: [] }));
    expect((await starts()).triggers).to.deep.equal([
      { ...other, runs: 2 },
      { ...MOTION, runs: 1 },
    ]);
  });

  it("are one after a rename to an id that started runs before", async () => {
    await archive.record(recorded(run(1, MOTION), run(2, { kind: "state", entityId: "binary_sensor.new" })));
    const renamed = new Map([["binary_sensor.secret_door", "binary_sensor.new"]]);
    await withConnection(home.database, (connection) => moveEntities(connection, { renamed, takenOver: [] }));
    expect((await starts()).triggers).to.deep.equal([{ kind: "state", entityId: "binary_sensor.new", runs: 2 }]);
  });

  it("are recorded under the id that the entity has now", async () => {
    const moved = createMovedArchive(archive, {
      undisturbed: (work) => work(),
      idOf: (entityId) => (entityId === MOTION.entityId ? "binary_sensor.new" : entityId),
    });
    await moved.record(recorded(run(1, MOTION)));
    expect((await starts()).triggers.map(({ entityId }) => entityId)).to.deep.equal(["binary_sensor.new"]);
  });

  it("leave out excluded entities, and keep the run", async () => {
    const excluded = { entity: (entityId: string) => entityId === MOTION.entityId, user: () => false };
    await createPrivateArchive(archive, () => excluded).record(recorded(run(1, MOTION), run(2, CLOCK)));
    expect(await starts()).to.deep.equal({ triggers: [{ ...CLOCK, runs: 1 }], runs: [1, 2] });
    expect(await names()).to.deep.equal([null]);
  });

  it("are deleted with the entity, also from the files and from what waits to be written", async () => {
    await archive.record(recorded(run(1, MOTION), run(2, CLOCK)));
    await archive.recordSoon(recorded(run(3, MOTION)));
    await forgetter().entities(["binary_sensor.secret_door"]);
    expect(await starts()).to.deep.equal({ triggers: [{ ...CLOCK, runs: 1 }], runs: [1, 2, 3] });
    const folder = dirname(home.path);
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
    expect(files.some((bytes) => bytes.includes("secret_door"))).to.equal(false);
  });

  it("are deleted up to an instant, before which they are never stored again", async () => {
    await archive.record(recorded(run(1, MOTION), run(5, MOTION)));
    await forgetter().entityBefore("binary_sensor.secret_door", 4);
    await archive.record(recorded(run(1, MOTION), run(2, MOTION)));
    expect(await starts()).to.deep.equal({ triggers: [{ ...MOTION, runs: 1 }], runs: [1, 2, 5] });
  });

  it("are deleted with the runs", async () => {
    await archive.record(recorded(run(1, MOTION)));
    await forgetter().before(50);
    expect(await names()).to.deep.equal([]);
    await archive.record(recorded(run(60, MOTION)));
    await forgetter().entities(["automation.x"]);
    expect(await names()).to.deep.equal([]);
    await archive.record(recorded(run(70, MOTION)));
    await forgetter().everything();
    expect(await names()).to.deep.equal([]);
  });
});
