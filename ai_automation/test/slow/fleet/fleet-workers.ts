import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { killChild, spawnChild } from "../../support/children.ts";
import { cpuSecondsOf } from "../../support/cpu-seconds.ts";

const MAIN = fileURLToPath(new URL("../../../src/fleet/main.js", import.meta.url));

/**
 * Worker processes of a fleet, each of which analyzes one recording at a time. One that ends by itself, as it does if it
 * finds no PostgreSQL when it starts, is started again: compose.fleet.yaml has `restart: unless-stopped`.
 */
export interface FleetWorkers {
  start(): void;
  /** Kills the one that runs longest without a word, with the analysis that it runs. */
  killOldest(): Promise<void>;
  /** Seconds of CPU that the running ones and their analyses have used. */
  cpuSeconds(): number;
  stop(signal: NodeJS.Signals): Promise<void>;
}

export function fleetWorkers(appUrl: string): FleetWorkers {
  const workers = new Set<ChildProcess>();
  const env = { PATH: process.env.PATH, FLEET_DATABASE_URL: appUrl, LOG_LEVEL: "error" };
  const start = (): void => {
    const worker = spawnChild(process.execPath, ["--enable-source-maps", MAIN, "work"], { env, stdio: "ignore" });
    workers.add(worker);
    worker.once("exit", () => {
      if (workers.delete(worker)) start();
    });
  };
  return {
    start,
    killOldest: async () => {
      const [oldest] = workers;
      if (oldest === undefined) return;
      workers.delete(oldest);
      await killChild(oldest);
    },
    cpuSeconds: () => [...workers].reduce((sum, { pid }) => sum + (pid === undefined ? 0 : cpuSecondsOf(pid)), 0),
    stop: async (signal) => {
      const stopped = [...workers];
      workers.clear();
      await Promise.all(stopped.map((worker) => killChild(worker, signal)));
    },
  };
}
