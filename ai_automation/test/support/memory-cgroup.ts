import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A control group in which processes share a limit of memory. */
export interface MemoryCgroup {
  /** A process that writes its id into this file joins, with its later children. */
  readonly procs: string;
  /** Processes that the kernel has killed at the limit. */
  readonly kills: () => number;
  /** After its processes have ended. */
  readonly remove: () => void;
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
    const remove = (): void => rmdirSync(folder);
    try {
      writeFileSync(join(folder, limit), String(bytes), { flag: "r+" });
    } catch {
      remove();
      continue;
    }
    return {
      procs: join(folder, "cgroup.procs"),
      kills: () => Number(/oom_kill (\d+)/.exec(readFileSync(join(folder, events), "utf8"))?.[1] ?? NaN),
      remove,
    };
  }
  return undefined;
}
