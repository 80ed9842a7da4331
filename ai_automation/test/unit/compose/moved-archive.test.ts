import { expect } from "chai";
import { createMovedArchive } from "../../../src/compose/moved-archive.ts";
import { createRenameLog } from "../../../src/history/identity/rename-log.ts";
import { createMemoryArchive } from "../home-assistant/a-home.ts";

describe("what a source reports under former ids", () => {
  for (const record of ["record", "recordSoon"] as const)
    it(`is recorded under the current ones, with its levels, runs and causes, after pending renames (${record})`, async () => {
      const memory = createMemoryArchive();
      const done: string[] = [];
      const { idOf } = createRenameLog([
        { kind: "renamed", batch: 1, from: "light.a", to: "light.b", at: 5 },
        { kind: "renamed", batch: 2, from: "automation.a", to: "automation.b", at: 5 },
      ]);
      const archive = createMovedArchive(memory, {
        idOf,
        undisturbed: async (work) => {
          done.push("renames");
          return work();
        },
      });
      const cause = { kind: "automation", entityId: "automation.a" } as const;
      await archive[record]({
        changes: [
          { entityId: "light.a", at: 5, state: "on", cause },
          { entityId: "light.a", at: 6, state: "on", cause },
        ],
        levels: [{ entityId: "light.a", at: 1, levels: { brightness: 1 }, cause }],
        runs: [{ entityId: "automation.a", at: 4 }],
        covered: { from: 0, to: 10 },
      });
      expect(memory.changes.map(({ entityId, cause: of }) => [entityId, of])).to.deep.equal([
        ["light.b", { kind: "automation", entityId: "automation.b" }],
        ["light.a", cause],
      ]);
      expect(memory.levels.map(({ entityId }) => entityId)).to.deep.equal(["light.b"]);
      expect(memory.runs).to.deep.equal([{ entityId: "automation.b", at: 4 }]);
      expect(done).to.deep.equal(["renames"]);
    });
});
