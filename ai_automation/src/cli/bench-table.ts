import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readFrame } from "../archive/read-frame.ts";
import type { BusyHome } from "../demo/busy-home.ts";
import { recordingText } from "../history/recording/write-recording.ts";
import { contextOf } from "../model/cause.ts";
import { createClock } from "../model/clock.ts";
import { SECOND } from "../model/time.ts";
import { measureLive } from "./bench-archive.ts";
import { fillRecorder } from "./bench-import.ts";
import { cpuSeconds, referenceSeconds } from "./bench-release.ts";
import { IDLE_AFTER, MAIN, startUntilHealthy, stop, untilAnalysed } from "./bench-service.ts";
import { BUSY_HOME_INFO, createBusyArchive, daysOfBusyHome } from "./busy-archive.ts";
import { lookWhile, usageOf, usageOfTree, type Usage } from "./process-usage.ts";

export const TABLE_USAGE = `table: memory, CPU time, disk and answers beside release 1.0.0, on 1.7 million changes of 810 entities; takes minutes
  (17 million: mining --large)`;

/** Ten weeks of the busy home: 1.7 million changes. */
const DAYS = 73;
const RECORDER_EVENTS = 500_000;

type Print = (line: string) => void;

/** Prints every figure beside that of release 1.0.0 and the share of it that is the goal. */
export async function benchTable(print: Print): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const row: Row = (name, value, unit, before, goal) => print(format(name, value, unit, before, goal));
  try {
    row("reference calculation", referenceSeconds(), "CPU s", 0.45, 1);
    await measureIdle(join(folder, "idle.db"), row);
    await measureDemo(join(folder, "demo.db"), row);
    const archive = join(folder, "busy.db");
    const { home, changes } = await createBusyArchive(archive, DAYS);
    await measureArchive(archive, changes, row);
    row("written per live change", await measureLive(join(folder, "live.db")), "kB", 15.6, 0.2);
    const recording = join(folder, "busy.csv");
    await writeCsv(home, recording);
    await measureMine(recording, row);
    await measureImport("import of CSV", recording, join(folder, "csv.db"), changes, row);
    const recorder = join(folder, "home-assistant_v2.db");
    fillRecorder(recorder, RECORDER_EVENTS);
    await measureImport("import of a recorder", recorder, join(folder, "recorder.db"), RECORDER_EVENTS, row);
    await measureService(archive, row);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param goal the share of 1.0.0 that is to be reached, or how many times as much where more is better */
type Row = (name: string, value: number, unit: string, before: number, goal: number) => void;

const format = (name: string, value: number, unit: string, before: number, goal: number): string =>
  [
    name.padEnd(42),
    Number(value.toPrecision(3)).toString().padStart(8),
    unit.padEnd(16),
    `${(value / before).toFixed(2)} of ${before} (goal ${goal})`,
  ].join(" ");

/** Away from Home Assistant: nothing is read and nothing analyzed. */
async function measureIdle(path: string, row: Row): Promise<void> {
  const away = { HA_URL: "http://127.0.0.1:9", HA_TOKEN: "none" };
  // The first start fills Node's compile cache.
  for (const isFirst of [true, false]) {
    const { child } = await startUntilHealthy(`${path}${isFirst ? "" : "2"}`, MAIN, away);
    const seconds = usageOf(child.pid)?.seconds ?? NaN;
    await wait(3 * SECOND);
    if (!isFirst) {
      row("start until healthy", seconds, "CPU s", 0.55, 0.73);
      row("idle, not connected", usageOfTree(child.pid).resident, "MB resident", 98, 0.87);
    }
    await stop(child);
  }
}

async function measureDemo(path: string, row: Row): Promise<void> {
  const { child, url } = await startUntilHealthy(path);
  await untilAnalysed(url);
  await wait(IDLE_AFTER);
  row("a minute after an analysis, simulated home", usageOfTree(child.pid).resident, "MB resident", 157, 0.64);
  await stop(child);
}

async function measureArchive(path: string, changes: number, row: Row): Promise<void> {
  row("archive", (await stat(path)).size / changes, "bytes a change", 17.5, 0.23);
  const home = { clock: createClock(BUSY_HOME_INFO.zone), location: BUSY_HOME_INFO };
  // The first run includes JIT compilation.
  readFrame(path, home);
  const { seconds } = cpuSeconds(() => readFrame(path, home));
  row("reading the archive", changes / seconds / 1e6, "million rows a CPU s", 3.35, 5);
}

/** In order of time, as an export would be. */
async function writeCsv(home: BusyHome, path: string): Promise<void> {
  const rows = function* () {
    for (const changes of daysOfBusyHome(home, DAYS))
      for (const { at, entityId, state, cause } of changes.toSorted((a, b) => a.at - b.at))
        yield { at, entityId, state, context: contextOf(cause) };
  };
  await pipeline(Readable.from(recordingText(rows())), createWriteStream(path));
}

async function measureMine(recording: string, row: Row): Promise<void> {
  const { seconds, peak } = await runToEnd([
    "--max-semi-space-size=4",
    fileURLToPath(new URL("./mine.js", import.meta.url)),
    "--events",
    recording,
    "--time-zone",
    BUSY_HOME_INFO.zone,
  ]);
  row("mine of CSV, time", seconds, "CPU s", 4, 0.6);
  row("mine of CSV, memory", peak, "MB at the peak", 452, 0.4);
}

/** 1.0.0: 83,000 to 290,000 changes a second. */
async function measureImport(name: string, source: string, archive: string, changes: number, row: Row): Promise<void> {
  const { seconds } = await runToEnd(
    ["--max-semi-space-size=32", fileURLToPath(new URL("./import.js", import.meta.url)), source],
    { DATABASE_PATH: archive },
  );
  row(name, changes / seconds / 1_000, "thousand a CPU s", name.includes("CSV") ? 290 : 83, 3);
}

async function runToEnd(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Usage> {
  const child = spawn(process.execPath, args, { stdio: "ignore", env: { PATH: process.env.PATH, ...environment } });
  let last: Usage | undefined;
  const code = await lookWhile(ended(child), () => (last = usageOf(child.pid) ?? last));
  if (code !== 0 || last === undefined) throw new Error(`${args.join(" ")} exited with ${code}`);
  return last;
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));

const started = z.object({ id: z.number() });
const job = z.object({ status: z.string() });
const listed = z.object({ suggestions: z.array(z.object({ id: z.number() })) });

/** The service on the busy home, with one analysis. */
async function measureService(path: string, row: Row): Promise<void> {
  const service = fileURLToPath(new URL("./busy-service.js", import.meta.url));
  const { child, url } = await startUntilHealthy(path, service, { RETENTION_DAYS: "0" });
  try {
    let most = 0;
    const analysed = async (): Promise<void> => {
      const { id } = started.parse(await (await fetch(`${url}/api/analysis`, { method: "POST" })).json());
      for (;;) {
        const { status } = job.parse(await (await fetch(`${url}/api/jobs/${id}`)).json());
        if (status === "done") return;
        if (status !== "running") throw new Error(`the analysis is ${status}`);
        await wait(SECOND);
      }
    };
    await lookWhile(analysed(), () => (most = Math.max(most, usageOfTree(child.pid).resident)));
    row("analysis in the service, with its miner", most, "MB at the peak", 401, 0.5);
    const { plain, packed } = await largestEvidence(url);
    row("evidence of a suggestion, gzip", packed / 1_000, `kB of ${Math.round(plain / 1_000)}`, 746, 0.05);
    await wait(IDLE_AFTER);
    row("a minute after an analysis", usageOfTree(child.pid).resident, "MB resident", 382, 0.31);
  } finally {
    await stop(child);
  }
}

interface Sizes {
  readonly plain: number;
  readonly packed: number;
}

/** The bytes of the largest evidence among the first suggestions, without and with compression. */
async function largestEvidence(url: string): Promise<Sizes> {
  const { suggestions } = listed.parse(await (await fetch(`${url}/api/suggestions?limit=20`)).json());
  const sizes: Sizes[] = [];
  for (const { id } of suggestions) {
    const evidence = `${url}/api/suggestions/${id}/evidence`;
    sizes.push({ plain: await bytesOf(evidence, "identity"), packed: await bytesOf(evidence, "gzip") });
  }
  return sizes.reduce((largest, one) => (one.plain > largest.plain ? one : largest), { plain: 0, packed: 0 });
}

/** As sent: `fetch` decompresses. */
const bytesOf = (url: string, encoding: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { "Accept-Encoding": encoding } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => resolve(bytes)).on("error", reject);
    }).on("error", reject);
  });
