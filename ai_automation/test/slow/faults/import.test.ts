import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { createRandom } from "../../../src/model/random.ts";
import { openDatabase } from "../../../src/store/connection.ts";
import { killChild, spawnChild } from "../../support/children.ts";
import { runCli } from "../../support/run-cli.ts";

const KILLS = Number(process.env.KILLS ?? 5);
const IMPORT = fileURLToPath(new URL("../../../src/cli/import.js", import.meta.url));
const ROWS = 200_000;
const FIRST = Date.parse("2023-01-01T00:00:00Z");
const LONGEST = 1_500;

describe(`an import that is interrupted ${KILLS} times`, () => {
  let folder = "";
  let recording = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "broken-"));
    recording = join(folder, "home.csv");
    const rows = Array.from(
      { length: ROWS },
      (_, i) => `${new Date(FIRST + i * 60_000).toISOString()},light.lamp_${i % 7},${i % 14 < 7 ? "on" : "off"},manual`,
    );
    await writeFile(recording, `timestamp,entity_id,state,context\n${rows.join("\n")}\n`);
  });
  after(() => rm(folder, { recursive: true }));

  const begin = (archive: string): ChildProcess =>
    spawnChild(process.execPath, [IMPORT, recording], {
      stdio: "ignore",
      env: { PATH: process.env.PATH, DATABASE_PATH: join(folder, archive) },
    });
  const kept = async (archive: string): Promise<number> => {
    const database = await openDatabase(join(folder, archive));
    try {
      expect(await database.raw("PRAGMA integrity_check")).to.deep.equal([{ integrity_check: "ok" }]);
      return (await createChangeArchive(database).summary()).changes;
    } finally {
      await database.destroy();
    }
  };

  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    it(`by ${signal} stops soon, and the next one completes it, with each change once`, async () => {
      const archive = `${signal}.db`;
      const random = createRandom(signal.length);
      for (let kill = 0; kill < KILLS; kill++) {
        const child = begin(archive);
        await Promise.race([wait(300 + LONGEST * random()), once(child, "exit")]);
        await killChild(child, signal);
      }
      const { code, stderr } = await runCli("import", [recording], undefined, { DATABASE_PATH: join(folder, archive) });
      expect(code, stderr).to.equal(0);
      expect(await kept(archive)).to.equal(ROWS);
    });
  }
});
