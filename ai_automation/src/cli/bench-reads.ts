import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { createChangeArchive } from "../archive/change-archive.ts";
import { createLogger } from "../compose/logger.ts";
import { memoryAtHand } from "../compose/memory-at-hand.ts";
import { startService } from "../compose/start-service.ts";
import { MINING_WORKER } from "../compose/workers/worker-urls.ts";
import { loadConfig } from "../config/config.ts";
import { createSimulatedHome } from "../demo/simulated-home.ts";
import { createProcessMiner } from "../mining/process-miner.ts";
import type { AutomationConfig, AutomationRun } from "../model/automation.ts";
import type { Cause } from "../model/cause.ts";
import { createCorrelation } from "../model/correlation.ts";
import type { Entity, HomeSnapshot } from "../model/home.ts";
import { createRandom } from "../model/random.ts";
import type { StateChange } from "../model/state-change.ts";
import { DAY, SECOND } from "../model/time.ts";
import { migrate, openDatabase } from "../store/connection.ts";
import { parseOptions } from "./options.ts";

export const READS_USAGE = `reads: how long each read of the API keeps the main thread busy in a home of 3,355 entities and 502 automations
  [--changes N, default 2000000]`;

const OPTIONS = { changes: { type: "string", default: "2000000" } } as const;
const AUTOMATIONS = 502;
const LIGHTS = 400;
const SENSORS = 500;
const METERS = 1_953;
const AREAS = 200;
const DAYS = 120;
const RUNS_A_DAY = 10;
/** Each; the first is cold. */
const TIMES = 3;
const GOAL_MILLISECONDS = 50;

type Print = (line: string) => void;

/**
 * Measures CPU time of the main thread between two turns of its event loop, because the time on a clock would include
 * the other programs of a busy machine. The requests come from a thread of their own.
 */
export async function benchReads(args: readonly string[], print: Print): Promise<void> {
  const changes = Number(parseOptions(OPTIONS, READS_USAGE, [...args]).changes);
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const path = join(folder, "reads.db");
  try {
    const now = Date.now();
    const stored = await fill(path, now, changes);
    print(`home                         ${ENTITIES.size} entities, ${AUTOMATIONS} automations, ${stored} changes`);
    const service = await startBigHome(path);
    try {
      const url = `http://127.0.0.1:${service.address.port}`;
      for (const read of readsOf(now)) {
        let longest = 0;
        let total = 0;
        for (let time = 0; time < TIMES; time++) {
          const busy = await busyWhile(`${url}${read}`);
          longest = Math.max(longest, busy.longest);
          total = Math.max(total, busy.total);
        }
        const [path = ""] = read.split("?");
        print(
          `${path.padEnd(32)} ${longest.toFixed(0)} ms without a break (goal ${GOAL_MILLISECONDS}), ${total.toFixed(0)} ms in all`,
        );
      }
    } finally {
      await service.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

const paths = z.object({
  paths: z.record(z.string(), z.object({ get: z.object({}).optional() })),
});

/** Every read without an id in its path, apart from the endless one, and those of one entity. */
function readsOf(now: number): readonly string[] {
  const documented = Object.entries(paths.parse(openapi()).paths).flatMap(([path, { get }]) =>
    get === undefined || path.includes("{") || path === "/api/events" ? [] : [path],
  );
  const yesterday = new Date(now - DAY).toISOString().slice(0, 10);
  const timeline = `/api/entities/light.l1/timeline?from=${new Date(now - DAYS * DAY).toISOString()}`;
  return [...documented, `/api/history/ledger?day=${yesterday}`, timeline];
}

const openapi = (): object => z.looseObject({}).parse(JSON.parse(readFileSync(OPENAPI, "utf8")));

const OPENAPI = new URL("../openapi.json", import.meta.url);

interface Busy {
  /** Milliseconds of CPU time between two turns of the event loop, at most. */
  readonly longest: number;
  /** Milliseconds of CPU time, including the measurement. */
  readonly total: number;
}

async function busyWhile(url: string): Promise<Busy> {
  const client = new Worker(CLIENT, { eval: true, workerData: url });
  let longest = 0;
  let isOver = false;
  let before = process.threadCpuUsage();
  const look = (): void => {
    const since = process.threadCpuUsage(before);
    longest = Math.max(longest, (since.user + since.system) / 1_000);
    before = process.threadCpuUsage();
    if (!isOver) setTimeout(look);
  };
  await once(client, "online");
  const started = process.threadCpuUsage();
  before = started;
  setTimeout(look);
  const [status] = await once(client, "message");
  isOver = true;
  await client.terminate();
  if (status !== 200 && status !== 404) throw new Error(`${url} answered ${status}`);
  const all = process.threadCpuUsage(started);
  return { longest, total: (all.user + all.system) / 1_000 };
}

const CLIENT = `
const { parentPort, workerData } = require("node:worker_threads");
fetch(workerData).then(async (response) => {
  await response.arrayBuffer();
  parentPort.postMessage(response.status);
}, (error) => parentPort.postMessage(String(error)));
`;

function startBigHome(databasePath: string): ReturnType<typeof startService> {
  const config = loadConfig({ options: null, environment: { DATABASE_PATH: databasePath }, dotenv: {} });
  const correlation = createCorrelation();
  const environment = {
    version: "bench",
    openapi: openapi(),
    panelFolder: "/none",
    logger: createLogger("silent", correlation).logger,
    correlation,
    now: Date.now,
    monotonic: () => performance.now(),
    onFatal: (error: Error): void => {
      throw error;
    },
  };
  return startService({ ...config, port: 0 }, environment, {
    createHome: (_config, archive, listener) => ({
      ...createSimulatedHome({ archive, listener, statePath: null, historyDays: 0 }),
      start: async () => undefined,
      connection: () => ({ kind: "simulated", state: "connected", message: "", since: 0 }),
      snapshot: () => SNAPSHOT,
    }),
    createMiner: (path, parts) => createProcessMiner(path, { ...parts, worker: MINING_WORKER, memoryAtHand }),
  });
}

const numbered = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

const LIGHT_IDS = numbered(LIGHTS, "light.l");
const SENSOR_IDS = numbered(SENSORS, "binary_sensor.m");
const METER_IDS = numbered(METERS, "sensor.t");
const AUTOMATION_IDS = numbered(AUTOMATIONS, "automation.a");

const ENTITIES: ReadonlyMap<string, Entity> = new Map(
  [...LIGHT_IDS, ...SENSOR_IDS, ...METER_IDS, ...AUTOMATION_IDS].map((entityId, index) => [
    entityId,
    {
      entityId,
      name: `Thing ${index}`,
      areaId: `area_${index % AREAS}`,
      areaName: `Area ${index % AREAS}`,
      deviceClass: null,
      isMinable: true,
    },
  ]),
);

const configOf = (index: number): AutomationConfig => ({
  alias: `Automation ${index}`,
  triggers: [{ trigger: "state", entity_id: SENSOR_IDS[index % SENSORS], to: "on" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: [LIGHT_IDS[index % LIGHTS]] } }],
  mode: "single",
});

const SNAPSHOT: HomeSnapshot = {
  info: {
    name: "Big home",
    version: "2026.11.0",
    zone: "Europe/Amsterdam",
    latitude: 52.37,
    longitude: 4.89,
    language: "en",
  },
  entities: ENTITIES,
  persons: [{ userId: "anna", name: "Anna", entityId: "person.anna" }],
  automations: AUTOMATION_IDS.map((entityId, index) => ({
    entityId,
    id: `id_${index}`,
    name: `Automation ${index}`,
    isOn: true,
    config: configOf(index),
  })),
};

/** A quarter of the changes are of lights, half of them manual; automations run ten times a day. */
async function fill(path: string, now: number, total: number): Promise<number> {
  const database = await openDatabase(path);
  try {
    await migrate(database);
    const archive = createChangeArchive(database);
    const random = createRandom(1);
    const someOf = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
    let stored = 0;
    for (let day = DAYS; day > 0; day--) {
      const from = now - day * DAY;
      const changes = Array.from({ length: Math.ceil(total / DAYS) }, (): StateChange => {
        const at = from + Math.floor(random() * DAY);
        if (random() < 0.25) {
          const cause: Cause = random() < 0.5 ? { kind: "physical" } : { kind: "automation", entityId: null };
          return { entityId: someOf(LIGHT_IDS) ?? "", at, state: random() < 0.5 ? "on" : "off", cause };
        }
        if (random() < 0.5)
          return { entityId: someOf(SENSOR_IDS) ?? "", at, state: random() < 0.5 ? "on" : "off", cause: UNKNOWN };
        return {
          entityId: someOf(METER_IDS) ?? "",
          at,
          state: String(Math.floor(random() * 300) / 10),
          cause: UNKNOWN,
        };
      }).sort((a, b) => a.at - b.at);
      const runs = AUTOMATION_IDS.flatMap((entityId) =>
        Array.from({ length: RUNS_A_DAY }, (): AutomationRun => ({
          entityId,
          at: from + SECOND * Math.floor((random() * DAY) / SECOND),
        })),
      );
      stored += await archive.record({ changes, covered: { from, to: from + DAY }, runs });
    }
    return stored;
  } finally {
    await database.destroy();
  }
}

const UNKNOWN: Cause = { kind: "unknown" };
