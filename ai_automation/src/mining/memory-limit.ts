import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { AppError } from "../model/errors.ts";

/** Milliseconds between two looks. An analysis allocates about 100 MB a second. */
const LOOKS_EVERY = 250;

export interface MemoryWatch {
  /** Whether the process was ended for its memory. */
  readonly isExceeded: () => boolean;
  /** The most bytes seen. */
  readonly peak: () => number;
  readonly stop: () => void;
}

/**
 * Kills a process that uses more than `limit` bytes of its own: the columns of a history are outside of V8's own limit.
 * The pages of files, mostly of Node itself, are the service's as well and do not count again.
 */
export function watchMemory(child: Pick<ChildProcess, "pid" | "kill">, limit: number): MemoryWatch {
  let peak = 0;
  let isExceeded = false;
  const timer = setInterval(() => {
    peak = Math.max(peak, child.pid === undefined ? 0 : ownBytes(child.pid));
    if (peak <= limit || isExceeded) return;
    isExceeded = true;
    child.kill("SIGKILL");
  }, LOOKS_EVERY).unref();
  return { isExceeded: () => isExceeded, peak: () => peak, stop: () => clearInterval(timer) };
}

/** 0 where it is not known: only Linux has /proc. */
function ownBytes(pid: number): number {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

/** @param peak the most bytes seen, which may be less than what the process reached */
export const outOfMemory = (limit: number, peak: number): AppError =>
  new AppError(
    "too_little_memory",
    `The history needs more than ${megabytes(Math.max(peak, limit))} MB of memory, and only ${megabytes(limit)} MB are free.`,
  );
