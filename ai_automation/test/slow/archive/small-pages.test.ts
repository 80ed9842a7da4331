import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect } from "chai";
import { createRandom } from "../../../src/model/random.ts";
import { openWithLargePages } from "../../support/an-old-database.ts";
import { hasEnded, killChild, spawnChild } from "../../support/children.ts";

const EXTENSION = import.meta.url.endsWith(".ts") ? "ts" : "js";
const OPEN = new URL(`../../../src/store/open-or-renew.${EXTENSION}`, import.meta.url);
const KILLS = Number(process.env.KILLS ?? 5);
/** About 10 MB, which take many times as long to rewrite as a process to start. */
const CHANGES = 600_000;

describe("a database of an earlier version", () => {
  let folder = "";
  let path = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pages-"));
    path = join(folder, "ai.db");
    const database = await openWithLargePages(path);
    await database.raw(
      `INSERT INTO changes (entity_ref, at, state_ref, cause_ref)
       WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${CHANGES})
       SELECT n % 100, n * 1000, n % 17, 1 FROM numbers`,
    );
    await database.destroy();
  });
  after(() => rm(folder, { recursive: true }));

  /** SQLite undoes an interrupted rewriting when the file is opened. */
  const inspect = () => {
    const file = new Database(path);
    try {
      const check: unknown = file.pragma("integrity_check", { simple: true });
      const sums: unknown = file.prepare("SELECT count(*), sum(at), sum(at * state_ref) FROM changes").raw().get();
      return { content: { check, sums }, pageBytes: file.pragma("page_size", { simple: true }) };
    } finally {
      file.close();
    }
  };
  const start = () =>
    spawnChild(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        "--input-type=module",
        "--eval",
        `const { openOrRenew } = await import(${JSON.stringify(OPEN.href)});
       const { database, setAside } = await openOrRenew(${JSON.stringify(path)}, 0);
       await database.destroy();
       process.exitCode = setAside === null ? 0 : 1;`,
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );

  it(`that is killed ${KILLS} times while its pages are rewritten keeps its content, and is rewritten in the end`, async () => {
    const random = createRandom(5);
    const { content, pageBytes } = inspect();
    expect(pageBytes).to.equal(4_096);
    const begun = performance.now();
    const whole = start();
    while (!hasEnded(whole)) await wait(5);
    const milliseconds = performance.now() - begun;
    expect([whole.exitCode, inspect()]).to.deep.equal([0, { content, pageBytes: 1_024 }]);

    const old = new Database(path);
    old.pragma("journal_mode = DELETE");
    old.pragma("page_size = 4096");
    old.exec("VACUUM");
    old.close();
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start();
      await wait(milliseconds * (0.2 + 0.8 * random()));
      await killChild(child);
      expect([kill, inspect().content]).to.deep.equal([kill, content]);
    }
    const last = start();
    while (!hasEnded(last)) await wait(5);
    expect([last.exitCode, inspect()]).to.deep.equal([0, { content, pageBytes: 1_024 }]);
  });
});
