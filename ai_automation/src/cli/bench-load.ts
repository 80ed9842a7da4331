import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { createChangeArchive } from "../archive/change-archive.ts";
import { createPlantedHome } from "../demo/planted-home.ts";
import { DELAYS } from "../home-assistant/delays.ts";
import { createLiveRecord } from "../home-assistant/live-record.ts";
import { createClock, parseDay } from "../model/clock.ts";
import { SECOND } from "../model/time.ts";
import { quantile } from "../statistics/quantile.ts";
import { migrate, openDatabase } from "../store/connection.ts";
import { memoryOf, startUntilHealthy, stop, untilAnalysed } from "./bench-service.ts";
import { parseOptions } from "./options.ts";
import { SILENT } from "./silent-log.ts";

export const LOAD_USAGE = `load: the built service with 150 concurrent readers and 50 event listeners [--seconds N, default 60]
soak: a year of live events at full speed, with the memory after each month`;

const OPTIONS = { seconds: { type: "string", default: "60" } } as const;
const READERS = 150;
const LISTENERS = 50;
const PATHS = ["suggestions", "suggestions/1", "status", "automations", "suggestions/1/evidence", "history/summary"];
const SAMPLES = 6;

type Print = (line: string) => void;

/** Prints latencies of /health, memory and open files of the service under concurrent load. */
export async function benchLoad(args: readonly string[], print: Print): Promise<void> {
  const seconds = Number(parseOptions(OPTIONS, LOAD_USAGE, [...args]).seconds);
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const { child, url } = await startUntilHealthy(join(folder, "load.db"));
  try {
    await untilAnalysed(url);
    const ended = new AbortController();
    const listeners = Array.from({ length: LISTENERS }, () => listen(`${url}/api/events`, ended.signal));
    const readers = Array.from({ length: READERS }, (_, index) => read(url, index, ended.signal));
    const health = measureHealth(`${url}/health`, ended.signal);
    for (let sample = 1; sample <= SAMPLES; sample++) {
      await wait((seconds * SECOND) / SAMPLES);
      print(
        `after ${String(Math.round((seconds * sample) / SAMPLES)).padStart(3)} s                  ${await stateOf(child)}`,
      );
    }
    ended.abort();
    const answered = (await Promise.all(readers)).reduce((sum, count) => sum + count, 0);
    await Promise.all(listeners);
    const sorted = (await health).toSorted((a, b) => a - b);
    const p99 = quantile(sorted, 0.99);
    print(
      `answered                     ${answered} requests, ${(answered / seconds).toFixed(0)} per second, all with status 200`,
    );
    print(`health meanwhile             p99 ${p99.toFixed(1)} ms of ${sorted.length} (goal 50)`);
    await wait(2 * SECOND);
    print(`after the load                  ${await stateOf(child)}`);
  } finally {
    await stop(child);
    await rm(folder, { recursive: true });
  }
}

/** Returns the number of responses; any status but 200 is an error. */
async function read(url: string, offset: number, until: AbortSignal): Promise<number> {
  let answered = 0;
  while (!until.aborted) {
    const response = await fetch(`${url}/api/${PATHS[(answered + offset) % PATHS.length]}`);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${response.url} answered ${response.status}`);
    answered += 1;
    await wait(100);
  }
  return answered;
}

async function listen(url: string, until: AbortSignal): Promise<void> {
  const response = await fetch(url, { signal: until });
  try {
    await response.text();
  } catch (error) {
    if (!until.aborted) throw error;
  }
}

/** Runs in its own thread, because the clients in this thread would distort the measurement. */
async function measureHealth(url: string, until: AbortSignal): Promise<readonly number[]> {
  const worker = new Worker(HEALTH_CLIENT, { eval: true, workerData: url });
  const latencies = once(worker, "message");
  until.addEventListener("abort", () => worker.postMessage("stop"), { once: true });
  const [measured] = z.tuple([z.array(z.number())]).parse(await latencies);
  await worker.terminate();
  return measured;
}

const HEALTH_CLIENT = `
const { parentPort, workerData } = require("node:worker_threads");
const latencies = [];
let isStopped = false;
parentPort.once("message", () => (isStopped = true));
(async () => {
  while (!isStopped) {
    const started = performance.now();
    await (await fetch(workerData)).arrayBuffer();
    latencies.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  parentPort.postMessage(latencies);
})();
`;

async function stateOf(child: ChildProcess): Promise<string> {
  const { now } = await memoryOf(child);
  const files = (await readdir(`/proc/${child.pid}/fd`)).length;
  return `${now} MB resident, ${files} open files`;
}

const FIRST_DAY = parseDay("2025-01-01") ?? NaN;
const DAYS = 365;
const MONTH = 30;
const CLOCK = createClock("Europe/Amsterdam");
const LOCATION = { latitude: 52.37, longitude: 4.89 };

/** Prints the memory growth while a year of live events is recorded in the archive. */
export async function benchSoak(print: Print): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const database = await openDatabase(join(folder, "soak.db"));
  try {
    await migrate(database);
    const archive = createChangeArchive(database);
    const home = createPlantedHome({ seed: 1, clock: CLOCK, location: LOCATION, firstDay: FIRST_DAY, days: DAYS });
    const record = createLiveRecord({ archive, log: SILENT, delays: DELAYS, from: CLOCK.instantOf(FIRST_DAY, 0) });
    const ended = new AbortController();
    const recording = record.run(ended.signal);
    const heaps: number[] = [];
    let sent = 0;
    for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day++) {
      const changes = home.changesOfDay(day);
      for (const change of changes) record.add(change);
      sent += changes.length;
      record.receivedUntil(CLOCK.instantOf(day + 1, 0));
      await record.flush();
      if ((day - FIRST_DAY) % MONTH === MONTH - 1) heaps.push(heapNow());
    }
    ended.abort();
    await recording;
    const { changes: stored } = await archive.summary();
    const growth = ((heaps.at(-1) ?? NaN) - (heaps[1] ?? NaN)) / (heaps.length - 2);
    print(`soak                         ${sent} live events of ${DAYS} days, ${stored} stored`);
    print(`memory month by month        ${heaps.map((heap) => heap.toFixed(1)).join(" ")} MB of heap`);
    print(`growth                       ${growth.toFixed(3)} MB per month from the second on`);
  } finally {
    await database.destroy();
    await rm(folder, { recursive: true });
  }
}

function heapNow(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_048_576;
}
