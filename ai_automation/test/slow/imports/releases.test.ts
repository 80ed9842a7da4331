import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { z } from "zod";
import { readSource } from "../../../src/compose/history-sources.ts";
import type { LeftOut } from "../../../src/model/history-piece.ts";
import { DAY } from "../../../src/model/time.ts";
import { startMariaDb, startPostgres } from "../../support/database-servers.ts";
import { readRecorded, type Recorded } from "./recorded.ts";

/** Releases by the schema of their recorder (components/recorder/models.py, since 2022.7 db_schema.py). */
const RELEASES = {
  16: "2021.6.6",
  18: "2021.8.8",
  22: "2021.10.7",
  25: "2022.4.7",
  30: "2022.12.9",
  35: "2023.3.6",
  41: "2023.6.3",
  42: "2024.2.5",
  43: "2024.6.4",
  48: "2025.2.5",
  53: "2026.11.0",
} as const;
type Schema = keyof typeof RELEASES;

const SCHEMAS = [16, 18, 22, 25, 30, 35, 41, 42, 43, 48, 53] as const;
const UPGRADED = [16, 25, 41] as const;
/**
 * Releases that lose rows: 2024.2 runs a task without a commit before it (components/recorder/core.py, line 924, says
 * `if not task.commit_before`), and the task's session rolls back what the connection, which both share, has not committed.
 * The first event of a type in a run starts such a task. 2023.6 and 2024.6 commit before it.
 */
const LOSES_ROWS: ReadonlySet<Schema> = new Set([42]);

/** Lines of the log of a 2026.11 upgrade after which it is killed: the rest is as it was before. */
const KILLS = [
  { schema: 16, after: "Upgrade to version 33 done" },
  { schema: 16, after: "Migrating states context_ids to binary format: done=False" },
  { schema: 30, after: "Migrating event_types done=False" },
  { schema: 30, after: "Migrating entity_ids done=False" },
] as const;

const FOLDER = process.env["RECORDER_RELEASES"];
const LIVE = fileURLToPath(new URL("../../../../test/slow/releases/live.py", import.meta.url));
/** Two runs of the recorder of fifteen days each. */
const RUNS = [0, 15] as const;
const READINGS_A_DAY = "10";

const line = z.union([
  z.object({ entity: z.string(), at: z.number(), state: z.string(), cause: z.string() }),
  z.object({ entity: z.string(), day: z.number(), level: z.number() }),
]);
type Line = z.infer<typeof line>;

const run = promisify(execFile);
const pythonOf = (schema: Schema): string => join(FOLDER ?? "", RELEASES[schema], "bin", "python");

describe("import from the recorders of real releases", () => {
  let folder = "";
  const made = new Map<Schema, { readonly path: string; readonly truth: readonly Line[] }>();
  before(async function () {
    if (FOLDER === undefined) {
      process.stderr.write("    skipped: RECORDER_RELEASES is not set, see test/slow/releases/install.sh\n");
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "releases-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const live = async (schema: Schema, url: string): Promise<readonly Line[]> => {
    const truth: Line[] = [];
    for (const firstDay of RUNS) {
      const { stdout } = await run(pythonOf(schema), [LIVE, url, String(firstDay), "15", READINGS_A_DAY]);
      for (const text of stdout.trim().split("\n")) truth.push(line.parse(JSON.parse(text)));
    }
    return truth;
  };
  const isInstalled = (schema: Schema): boolean => existsSync(pythonOf(schema));
  const skipUnless = (context: Mocha.Context, ...schemas: readonly Schema[]): void => {
    const missing = schemas.find((schema) => !isInstalled(schema));
    if (missing === undefined) return;
    process.stderr.write(`    skipped: ${RELEASES[missing]} is not installed\n`);
    context.skip();
  };
  const recordOnce = async (schema: Schema): Promise<{ readonly path: string; readonly truth: readonly Line[] }> => {
    const known = made.get(schema);
    if (known !== undefined) return known;
    const path = join(folder, `${schema}.db`);
    const record = (): Promise<readonly Line[]> => live(schema, `sqlite:///${path}`);
    const truth = await record().catch(async (error: unknown) => {
      if (!String(error).includes("the recorder has given up")) throw error;
      for (const suffix of ["", "-wal", "-shm"]) await rm(path + suffix, { force: true });
      return record();
    });
    const recorded = { path, truth };
    made.set(schema, recorded);
    return recorded;
  };
  const copyOf = async (schema: Schema): Promise<{ readonly path: string; readonly truth: readonly Line[] }> => {
    const { path, truth } = await recordOnce(schema);
    const copy = join(folder, `copy-${schema}.db`);
    for (const suffix of ["-wal", "-shm"]) await rm(copy + suffix, { force: true });
    await copyFile(path, copy);
    return { path: copy, truth };
  };

  for (const schema of SCHEMAS)
    it(`reads schema ${schema} of ${RELEASES[schema]}`, async function () {
      skipUnless(this, schema);
      const { path, truth } = await recordOnce(schema);
      if (LOSES_ROWS.has(schema)) await expectRecorded(path, truth, readRecorded(path));
      else await expectEverything(path, truth);
    });

  for (const schema of UPGRADED)
    it(`reads schema ${schema} after its upgrade by ${RELEASES[53]}`, async function () {
      skipUnless(this, schema, 53);
      const { path, truth } = await copyOf(schema);
      await run(pythonOf(53), [LIVE, `sqlite:///${path}`, "upgrade"], { maxBuffer: 1e8 });
      await expectEverything(path, truth);
    });

  for (const { schema, after: text } of KILLS)
    it(`reads schema ${schema} whose upgrade was killed after "${text}"`, async function () {
      skipUnless(this, schema, 53);
      const { path, truth } = await copyOf(schema);
      await killUpgrade(pythonOf(53), `sqlite:///${path}`, text);
      await expectEverything(path, truth);
    });

  const servers = [
    { name: "MariaDB", start: startMariaDb, urlOf: (address: string) => address.replace("mysql:", "mysql+pymysql:") },
    { name: "PostgreSQL", start: startPostgres, urlOf: (address: string) => address },
  ];
  for (const { name, start, urlOf } of servers)
    for (const schema of [25, 53] as const)
      it(`reads schema ${schema} from ${name}`, async function () {
        skipUnless(this, schema);
        const server = await start();
        if (server === undefined) {
          process.stderr.write(`    skipped: ${name} is not installed\n`);
          return this.skip();
        }
        try {
          const url = urlOf(server.address) + (name === "MariaDB" ? "&charset=utf8mb4" : "");
          await expectEverything(server.address, await live(schema, url));
        } finally {
          await server.database.destroy();
          await server.stop();
        }
      });
});

/** Every change with its instant and cause, every level, nothing else, and every row either counted or a change. */
async function expectEverything(place: string, truth: readonly Line[]): Promise<void> {
  const { changes, levels, leftOut } = await read(place);
  const expected = truth.flatMap((one) => ("state" in one ? [lineOf(one)] : []));
  expect(expected).to.have.length.above(500);
  expect([...changes].sort()).to.deep.equal([...expected].sort());
  expect(truth.filter((one) => "level" in one && !levels.has(`${one.entity} ${one.level}`))).to.deep.equal([]);
  // Without a predecessor: the first states of six entities, five again after the restart, and light.porch's three.
  expect(leftOut).to.deep.equal({ impossibleTime: 0, unknownEntity: 0, noPredecessor: 10 });
}

/** The same for a release that loses rows: every change in the database, with its cause and levels if their events are. */
async function expectRecorded(path: string, truth: readonly Line[], recorded: Recorded): Promise<void> {
  const { changes, levels, leftOut } = await read(path);
  const happened = truth.flatMap((one) => ("state" in one ? [one] : []));
  const kept = happened.filter(({ entity, at }) => recorded.hasChange(entity, Math.round(at * 1e6)));
  const isComplete = (line: string): boolean => recorded.hasEventsOf(Number(line.split(" ")[0]) * 1e3);
  const shown = (line: string): string => (isComplete(line) ? line : line.slice(0, line.lastIndexOf(" ")));
  process.stderr.write(`      the release lost ${happened.length - kept.length} of ${happened.length} changes\n`);
  expect(kept).to.have.length.above(450);
  expect(changes.map(shown).sort()).to.deep.equal(kept.map(lineOf).map(shown).sort());
  const missing = truth.filter(
    (one) =>
      "level" in one &&
      recorded.hasEventsOf((START + one.day * DAY) * 1e3) &&
      !levels.has(`${one.entity} ${one.level}`),
  );
  expect(missing).to.deep.equal([]);
  expect(leftOut).to.include({ impossibleTime: 0, unknownEntity: 0 });
}

/** The first day of live.py, in milliseconds. */
const START = Date.UTC(2022, 2, 1);

const lineOf = ({ at, entity, state, cause }: Extract<Line, { at: number }>): string =>
  `${Math.floor(Math.round(at * 1e6) / 1e3)} ${entity} ${state} ${cause}`;

interface Read {
  readonly changes: readonly string[];
  readonly levels: ReadonlySet<string>;
  readonly leftOut: LeftOut;
}

async function read(place: string): Promise<Read> {
  const changes: string[] = [];
  const levels = new Set<string>();
  const leftOut: Record<string, number> = {};
  const options = { zone: null, after: null, now: Date.now(), workFolder: tmpdir(), rowsAPiece: 200 };
  for await (const piece of readSource(place, { ...options, userKindOf: () => "person" })) {
    for (const { entityId, at, state, cause } of piece.changes)
      changes.push(`${at} ${entityId} ${state} ${cause.kind === "automation" ? cause.entityId : cause.kind}`);
    for (const { entityId, levels: values } of piece.levels)
      for (const value of Object.values(values)) levels.add(`${entityId} ${value}`);
    for (const [reason, rows] of Object.entries(piece.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + rows;
  }
  return { changes, levels, leftOut };
}

async function killUpgrade(python: string, url: string, text: string): Promise<void> {
  const child = spawn(python, [LIVE, url, "upgrade"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  let isSeen = false;
  for await (const logged of createInterface({ input: child.stderr })) {
    if (!logged.includes(text) || isSeen) continue;
    isSeen = true;
    child.kill("SIGKILL");
  }
  const [, signal] = await ended;
  expect({ isSeen, signal }).to.deep.equal({ isSeen: true, signal: "SIGKILL" });
}
