import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";

/** Deliberately shared by all test files of a run: the hooks of `setup.ts` end what a test left running. */
const running = new Set<ChildProcess>();

/** Starts a child process that does not outlive a failed test, nor the run. */
export function spawnChild(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(program, [...args], options);
  running.add(child);
  child.once("exit", () => void running.delete(child)).once("error", () => void running.delete(child));
  return child;
}

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Kills the child where it still runs. Resolves when it has ended. */
export async function killChild(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

export const runningChildren = (): ReadonlySet<ChildProcess> => new Set(running);

/** The process ids of a process's own children; only on Linux. */
export async function childrenOf({ pid }: Pick<ChildProcess, "pid">): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim() === "" ? [] : text.trim().split(" ").map(Number);
}
