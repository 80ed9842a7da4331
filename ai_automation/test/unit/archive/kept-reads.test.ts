import { expect } from "chai";
import { createRunReader } from "../../../src/archive/automation-runs.ts";
import { createChangeArchive, type SqliteArchive } from "../../../src/archive/change-archive.ts";
import { createForgetter } from "../../../src/archive/forget.ts";
import { moveEntities } from "../../../src/archive/move-entities.ts";
import { withConnection } from "../../../src/archive/raw-connection.ts";
import type { Cause } from "../../../src/model/cause.ts";
import { createRandom } from "../../../src/model/random.ts";
import { DAY, MINUTE } from "../../../src/model/time.ts";
import type { RunReader } from "../../../src/suggestions/history-ports.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const START = Date.parse("2026-06-01T00:00:00Z");
const AUTOMATIONS = ["automation.x", "automation.y"];
const LAMPS = ["light.a", "light.b", "light.moved"];
const CAUSES: readonly Cause[] = [
  { kind: "physical" },
  { kind: "person", userId: "anna", via: "app" },
  { kind: "unknown" },
  ...AUTOMATIONS.map((entityId) => ({ kind: "automation", entityId }) as const),
];

describe("what is kept of runs", () => {
  let home: TemporaryDatabase;
  let archive: SqliteArchive;
  let kept: RunReader;
  beforeEach(async () => {
    home = await temporaryDatabase();
    archive = createChangeArchive(home.database);
    kept = createRunReader(home.database);
    await record(1, 300);
    await same();
  });
  afterEach(() => home.remove());

  const record = (seed: number, count: number): Promise<number> => {
    const random = createRandom(seed);
    const someOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] ?? expect.fail();
    const at = (): number => START + Math.floor(random() * 3 * DAY);
    return archive.record({
      changes: Array.from({ length: count }, () => ({
        entityId: someOf(LAMPS),
        at: at(),
        state: random() < 0.5 ? "on" : "off",
        cause: someOf(CAUSES),
      })),
      covered: { from: START, to: START + 3 * DAY },
      runs: Array.from({ length: count }, () => ({ entityId: someOf(AUTOMATIONS), at: at() })),
    });
  };
  const everything = async (reader: RunReader): Promise<object> => {
    const answers: object[] = [];
    for (const since of [0, START + DAY, START + DAY + 1, START + 1.5 * DAY])
      for (const entityId of AUTOMATIONS)
        for (const state of ["on", null]) {
          const targets = LAMPS.map((lamp) => ({ entityId: lamp, state }));
          const part = { since, window: 15 * MINUTE };
          answers.push({
            since,
            entityId,
            corrections: await reader.corrections(entityId, targets, part),
            followed: await reader.followed(entityId, targets, part),
            opposites: await reader.opposites(entityId, targets, since),
            changes: await reader.changesOfAutomations(since),
            count: await reader.count(entityId, { from: since, to: Infinity }),
          });
        }
    return answers;
  };
  const same = async (): Promise<string> => {
    const now = await everything(createRunReader(home.database));
    expect(await everything(kept)).to.deep.equal(now);
    return JSON.stringify(now);
  };
  const forgetter = () =>
    createForgetter(home.database, {
      now: () => START + 3 * DAY,
      onForgotten: archive.forgetNames,
      archive,
    });

  const writes: Readonly<Record<string, () => Promise<unknown>>> = {
    "more was recorded": () => record(2, 20),
    "one run was recorded": () =>
      archive.record({
        changes: [],
        covered: { from: START, to: START + 1 },
        runs: [{ entityId: "automation.x", at: START + DAY + 5 }],
      }),
    "a cause was corrected": async () => {
      const change = { entityId: "light.a", at: START + DAY + 2 * MINUTE, state: "on" } as const;
      const covered = { from: START, to: START + 1 };
      await archive.record({ changes: [{ ...change, cause: { kind: "unknown" } }], covered });
      await same();
      await archive.correctCauses([{ ...change, cause: { kind: "automation", entityId: "automation.x" } }]);
    },
    "a person was forgotten": () => forgetter().person("anna"),
    "an entity was forgotten": () => forgetter().entities(["light.a"]),
    "the oldest day was forgotten": () => forgetter().before(START + DAY),
    "everything was forgotten": () => forgetter().everything(),
    "entities were renamed": () =>
      withConnection(home.database, (connection) => {
        const renamed = new Map([
          ["light.moved", "light.new"],
          ["light.a", "light.b"],
          ["automation.x", "automation.z"],
        ]);
        moveEntities(connection, { renamed, takenOver: [] });
      }),
  };
  for (const [what, write] of Object.entries(writes))
    it(`is read again once ${what}`, async () => {
      const before = await same();
      await write();
      archive.forgetNames();
      expect(await same()).not.to.equal(before);
    });

  it("follows one write after another", async () => {
    for (let seed = 3; seed < 12; seed++) {
      await record(seed, 5);
      await same();
    }
  });
});
