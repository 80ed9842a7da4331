import { execFileSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Knex } from "knex";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { createRandom } from "../../../src/model/random.ts";
import { migrate, openDatabase } from "../../../src/store/connection.ts";
import { aPiece, CHANGES_IN_A_PIECE, FIRST_INSTANT } from "../../support/a-piece.ts";
import { hasEnded, killChild, spawnChild } from "../../support/children.ts";
import { failDisk } from "../../support/failing-disk.ts";
import { until } from "../../support/until.ts";

const PROCESS = fileURLToPath(new URL("../../support/recording-process.js", import.meta.url));
const EXTENSION = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const KILLS = Number(process.env.KILLS ?? 5);
const END = FIRST_INSTANT + 100_000_000_000;

describe("an archive", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "archive-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const opened = async <T>(path: string, work: (database: Knex) => Promise<T>): Promise<T> => {
    const database = await openDatabase(path);
    try {
      await migrate(database);
      return await work(database);
    } finally {
      await database.destroy();
    }
  };

  it("that is killed while it records opens again with every confirmed piece intact", async () => {
    const random = createRandom(7);
    const path = join(folder, "killed.db");
    let kept = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, storedCount, untilStored } = record(path);
      await untilStored(3);
      await wait(300 * random());
      await killChild(child);
      const pieces = await opened(path, wholePieces);
      expect(pieces).to.be.at.least(Math.max(kept, storedCount() + 1));
      kept = pieces;
    }
  });

  it("whose flushes fail for a while, and that is then killed, has every confirmed piece intact", async function () {
    const path = join(folder, "flushes.db");
    for (const isKilledMeanwhile of [false, true]) {
      const { child, storedCount, errorOutput, untilStored } = record(path, "retry");
      await untilStored(3);
      const repair = await failDisk(child.pid, ["fsync", "fdatasync"]);
      if (repair === undefined) {
        await killChild(child);
        return this.skip();
      }
      const before = storedCount();
      // SQLite flushes at checkpoints, where a failure is deferred, and at the start of a log, where the piece is refused.
      await until(() => storedCount() >= before + 40 || /disk I\/O error/.test(errorOutput()), {
        what: "40 more pieces, or a refused one",
        lastState: () => `${storedCount() - before} more pieces, ${errorOutput()}`,
        isHopeless: () => hasEnded(child),
      });
      if (!isKilledMeanwhile) {
        await repair();
        await untilStored(storedCount() + 40);
      }
      await killChild(child);
      await repair();
      expect(await opened(path, wholePieces)).to.be.at.least(storedCount() + 1);
    }
  });

  it("whose writes fail reports it, and has every confirmed piece intact", async function () {
    const path = join(folder, "writes.db");
    const { child, storedCount, errorOutput, untilStored } = record(path);
    await untilStored(3);
    const repair = await failDisk(child.pid, ["pwrite64"]);
    if (repair === undefined) {
      await killChild(child);
      return this.skip();
    }
    const closed = once(child, "close");
    await until(() => hasEnded(child), { what: "the end of the recording process", lastState: errorOutput });
    const [code] = await closed;
    await repair();
    expect(code).to.equal(1);
    expect(errorOutput()).to.match(/SqliteError: disk I\/O error/);
    expect(await opened(path, wholePieces)).to.equal(storedCount() + 1);
  });

  it("on a full disk refuses the piece, keeps the ones before, and continues when there is space", async () => {
    const path = join(folder, "full.db");
    await opened(path, async (database) => {
      const archive = createChangeArchive(database);
      await database.raw("PRAGMA max_page_count = 120");
      const failure = await recordUntilRefused(archive);
      expect(failure.message).to.match(/full/);
      expect(await wholePieces(database)).to.equal(failure.number);
      await database.raw("PRAGMA max_page_count = 100000");
      const { changes, covered } = aPiece(failure.number);
      expect(await archive.record({ changes, covered })).to.equal(CHANGES_IN_A_PIECE);
      expect(await wholePieces(database)).to.equal(failure.number + 1);
    });
  });

  it("on a full file system does the same", async function () {
    const place = join(folder, "small");
    await mkdir(place);
    if (!mounted(place)) return this.skip();
    try {
      const path = join(place, "full.db");
      const failure = await opened(path, (database) => recordUntilRefused(createChangeArchive(database)));
      expect(failure.message).to.match(/full|disk I\/O/);
      expect(await opened(path, wholePieces)).to.equal(failure.number);
    } finally {
      execFileSync("umount", [place]);
    }
  });
});

interface Recording {
  readonly child: ChildProcess;
  /** The number of the last piece that was reported as stored. */
  readonly storedCount: () => number;
  /** Its output to stderr. */
  readonly errorOutput: () => string;
  /** Resolves when the piece of this number is stored. */
  readonly untilStored: (number: number) => Promise<void>;
}

function record(path: string, whenRefused: "end" | "retry" = "end"): Recording {
  const script = PROCESS.replace(/\.js$/, EXTENSION);
  const child = spawnChild(process.execPath, ["--disable-warning=ExperimentalWarning", script, path, whenRefused], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [text, errors] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (errors += chunk));
  const storedCount = (): number => text.split("\n").length - 2;
  return {
    child,
    storedCount,
    errorOutput: () => errors,
    untilStored: (number) =>
      until(() => storedCount() >= number, {
        what: `piece ${number} to be stored`,
        lastState: () => `the last stored piece is ${storedCount()}, exit code ${child.exitCode}, ${errors}`,
        isHopeless: () => hasEnded(child),
      }),
  };
}

async function recordUntilRefused(
  archive: ReturnType<typeof createChangeArchive>,
): Promise<{ readonly number: number; readonly message: string }> {
  for (let number = 0; number < 10_000; number++) {
    const { changes, covered } = aPiece(number);
    try {
      await archive.record({ changes, covered });
    } catch (error) {
      return { number, message: error instanceof Error ? error.message : String(error) };
    }
  }
  throw new Error("the disk was never full");
}

/** Needs the privilege to mount, which a container may lack. */
function mounted(place: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Returns the number of pieces; checks that each is intact and covered, and that the rest is reported as missing. */
async function wholePieces(database: Knex): Promise<number> {
  const check: unknown = await database.raw("PRAGMA integrity_check");
  expect(check).to.deep.equal([{ integrity_check: "ok" }]);
  const archive = createChangeArchive(database);
  const [gap, ...others] = await archive.missing({ from: FIRST_INSTANT, to: END });
  expect(others).to.deep.equal([]);
  const pieces = ((gap?.from ?? END) - FIRST_INSTANT) / (CHANGES_IN_A_PIECE * 1_000);
  const { changes } = await archive.summary();
  expect(changes).to.equal(pieces * CHANGES_IN_A_PIECE);
  return pieces;
}
