import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import express from "express";
import { createChangeArchive, type SqliteArchive } from "../archive/change-archive.ts";
import { readFrame } from "../archive/read-frame.ts";
import { levelsWith } from "../demo/level-habits.ts";
import { createPlantedHome } from "../demo/planted-home.ts";
import { DELAYS } from "../home-assistant/delays.ts";
import { createLiveRecord } from "../home-assistant/live-record.ts";
import { healthRoutes } from "../http/routes/health.ts";
import { closeServer, listen } from "../http/server.ts";
import { createClock, parseDay } from "../model/clock.ts";
import type { StateChange } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import { quantile } from "../statistics/quantile.ts";
import { migrate, openDatabase } from "../store/connection.ts";
import { parseOptions } from "./options.ts";
import { SILENT } from "./silent-log.ts";

export const ARCHIVE_USAGE = `archive: archive size, read speed, bytes written for a live change, and /health latency during a burst of live events
  [--days N, default 900, about a million changes] [--seconds N, default 60, length of the burst]`;

const OPTIONS = { days: { type: "string", default: "900" }, seconds: { type: "string", default: "60" } } as const;
const CLOCK = createClock("Europe/Amsterdam");
const LOCATION = { latitude: 52.37, longitude: 4.89 };
const FIRST_DAY = parseDay("2020-01-01") ?? NaN;
const SEED = 1;
const EVENTS_PER_SECOND = 2_000;
const ENTITIES = 200;

type Print = (line: string) => void;

export async function benchArchive(args: readonly string[], print: Print): Promise<void> {
  const { days, seconds } = parseOptions(OPTIONS, ARCHIVE_USAGE, [...args]);
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const path = join(folder, "archive.db");
  const database = await openDatabase(path);
  try {
    await migrate(database);
    const archive = createChangeArchive(database);
    await fill(archive, Number(days), print);
    await database.raw("PRAGMA wal_checkpoint(TRUNCATE)");
    const { changes } = await archive.summary();
    const { size } = await stat(path);
    print(`size                         ${(size / changes).toFixed(1)} bytes per change in total (goal 20)`);
    read(path, print);
    const kilobytes = await measureLive(join(folder, "live.db"));
    print(`written live                 ${kilobytes.toFixed(1)} kB per change (goal 3.1)`);
    await burst(archive, Number(seconds), print);
  } finally {
    await database.destroy();
    await rm(folder, { recursive: true });
  }
}

async function fill(archive: SqliteArchive, days: number, print: Print): Promise<void> {
  const home = createPlantedHome({ seed: SEED, clock: CLOCK, location: LOCATION, firstDay: FIRST_DAY, days });
  let added = 0;
  let milliseconds = 0;
  for (let day = FIRST_DAY; day < FIRST_DAY + days; day++) {
    const changes = home.changesOfDay(day);
    const levels = levelsWith(changes, SEED);
    const started = performance.now();
    added += await archive.record({
      changes,
      covered: { from: CLOCK.instantOf(day, 0), to: CLOCK.instantOf(day + 1, 0) },
      levels,
    });
    milliseconds += performance.now() - started;
  }
  print(`recording                    ${added} changes at ${perSecond(added, milliseconds)} per second`);
}

/** Times the second run; the first includes JIT compilation. */
function read(path: string, print: Print): void {
  readFrame(path, { clock: CLOCK, location: LOCATION });
  const started = performance.now();
  const { times } = readFrame(path, { clock: CLOCK, location: LOCATION });
  print(
    `reading into columns         ${perSecond(times.length, performance.now() - started)} rows per second (goal 1000000)`,
  );
}

/** The kilobytes that the kernel is asked to write for each of about 20,000 live changes in a day. Linux only. */
export async function measureLive(path: string): Promise<number> {
  const database = await openDatabase(path);
  try {
    await migrate(database);
    let clock = 0;
    const archive = createChangeArchive(database, () => clock);
    const homes = Array.from({ length: LIVE_HOMES }, (_, seed) =>
      createPlantedHome({ seed, clock: CLOCK, location: LOCATION, firstDay: FIRST_DAY, days: LIVE_DAYS }),
    );
    const changesOf = (day: number): readonly StateChange[] =>
      homes
        .flatMap((home, seed) =>
          home.changesOfDay(day).map((change) => ({ ...change, entityId: `${change.entityId}_${seed}` })),
        )
        .sort((a, b) => a.at - b.at);
    const last = FIRST_DAY + LIVE_DAYS - 1;
    for (let day = FIRST_DAY; day < last; day++)
      await archive.record({
        changes: changesOf(day),
        covered: { from: CLOCK.instantOf(day, 0), to: CLOCK.instantOf(day + 1, 0) },
      });
    await database.raw("PRAGMA wal_checkpoint(TRUNCATE)");
    const changes = changesOf(last);
    const before = await bytesWritten();
    let coveredUntil = CLOCK.instantOf(last, 0);
    for (const change of changes) {
      clock = change.at;
      await archive.recordSoon({ changes: [change], covered: { from: coveredUntil, to: change.at + 1 } });
      coveredUntil = change.at + 1;
    }
    await archive.settle();
    return ((await bytesWritten()) - before) / changes.length / 1_000;
  } finally {
    await database.destroy();
  }
}

const LIVE_HOMES = 18;
const LIVE_DAYS = 15;

async function bytesWritten(): Promise<number> {
  return Number(/write_bytes: (\d+)/.exec(await readFile("/proc/self/io", "utf8"))?.[1]);
}

/** Sends live events as the adapter does and measures the latency of /health meanwhile. */
async function burst(archive: SqliteArchive, seconds: number, print: Print): Promise<void> {
  const app = express();
  app.use(healthRoutes("bench"));
  const { server, address } = await listen(app, { host: "127.0.0.1", port: 0, supervisorAddress: null });
  const from = Date.now();
  const before = (await archive.summary()).changes;
  const record = createLiveRecord({ archive, log: SILENT, delays: DELAYS, from });
  const ended = new AbortController();
  const recording = record.run(ended.signal);
  const latencies = askHealth(`http://127.0.0.1:${address.port}/health`, ended.signal);
  const began = performance.now();
  let sent = 0;
  while (sent < seconds * EVENTS_PER_SECOND) {
    const due = Math.min(
      seconds * EVENTS_PER_SECOND,
      Math.floor(((performance.now() - began) / SECOND) * EVENTS_PER_SECOND),
    );
    for (; sent < due; sent++)
      record.add({
        entityId: `sensor.burst_${sent % ENTITIES}`,
        at: from + Math.floor((sent / EVENTS_PER_SECOND) * SECOND),
        state: String(sent % 977),
        cause: { kind: "unknown" },
      });
    await wait(10);
  }
  ended.abort();
  await recording;
  const stored = (await archive.summary()).changes - before;
  const sorted = (await latencies).sort((a, b) => a - b);
  const p99 = quantile(sorted, 0.99);
  print(`burst                        ${sent} events in ${seconds} s, ${sent - stored} lost (goal 0)`);
  print(`health during the burst      p99 ${p99.toFixed(1)} ms of ${sorted.length} (goal 50)`);
  await closeServer(server, SECOND);
}

async function askHealth(url: string, until: AbortSignal): Promise<number[]> {
  const latencies: number[] = [];
  while (!until.aborted) {
    const started = performance.now();
    await (await fetch(url)).arrayBuffer();
    latencies.push(performance.now() - started);
    await wait(20);
  }
  return latencies;
}

const perSecond = (count: number, milliseconds: number): string => ((count / milliseconds) * SECOND).toFixed(0);
