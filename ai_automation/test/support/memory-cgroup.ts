import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.ts";

/** A control group in which processes share a limit of memory. */
export interface MemoryCgroup {
  /** A process that writes its id into this file joins, with its later children. */
  readonly procs: string;
  /** Processes that the kernel has killed at the limit. */
  readonly kills: () => number;
  /** Kills the processes that are still in it. */
  readonly remove: () => Promise<void>;
}

const VERSIONS = [
  { root: "/sys/fs/cgroup", limit: "memory.max", events: "memory.events" },
  { root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", events: "memory.oom_control" },
] as const;

/** Of cgroup version 2 or 1; undefined where neither may be created. */
export function createMemoryCgroup(bytes: number): MemoryCgroup | undefined {
  for (const { root, limit, events } of VERSIONS) {
    const folder = join(root, `ai-automation-test-${process.pid}`);
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    const procs = join(folder, "cgroup.procs");
    try {
      writeFileSync(join(folder, limit), String(bytes), { flag: "r+" });
    } catch {
      rmdirSync(folder);
      continue;
    }
    return {
      procs,
      kills: () => Number(/oom_kill (\d+)/.exec(readFileSync(join(folder, events), "utf8"))?.[1] ?? NaN),
      remove: async () => {
        await until(() => killAll(procs) === 0);
        rmdirSync(folder);
      },
    };
  }
  return undefined;
}

/** Returns how many processes there were: killed ones leave the group a moment later. */
function killAll(procs: string): number {
  const ids = readFileSync(procs, "utf8").split("\n").filter(Boolean).map(Number);
  for (const id of ids) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // Has ended meanwhile.
    }
  }
  return ids.length;
}
