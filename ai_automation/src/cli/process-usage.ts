import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** CPU seconds so far, and megabytes of resident memory, of one process or several. */
export interface Usage {
  readonly seconds: number;
  readonly resident: number;
  readonly peak: number;
}

const TICKS_PER_SECOND = 100;

/** From /proc; undefined once the process has ended, and outside of Linux. */
export function usageOf(pid: number | undefined): Usage | undefined {
  try {
    // proc(5): after the name in parentheses, utime and stime are the 12th and the 13th field.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const megabytes = (name: string): number =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024);
    const [resident, peak] = [megabytes("VmRSS"), megabytes("VmHWM")];
    // A process that has ended and was not waited for yet has no memory.
    if (Number.isNaN(peak)) return undefined;
    return { seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, resident, peak };
  } catch {
    return undefined;
  }
}

/** The process and its children, of which the ended ones count no longer. Pages that they share count for each. */
export function usageOfTree(pid: number | undefined): Usage {
  const all = [pid, ...childrenOf(pid)].flatMap((one) => usageOf(one) ?? []);
  const sumOf = (key: keyof Usage): number => all.reduce((sum, one) => sum + one[key], 0);
  return { seconds: sumOf("seconds"), resident: sumOf("resident"), peak: sumOf("peak") };
}

function childrenOf(pid: number | undefined): readonly number[] {
  try {
    const ids = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return ids === "" ? [] : ids.split(" ").map(Number);
  } catch {
    return [];
  }
}

const LOOKS_EVERY = 100;

/** Looks at something while work is done, and returns what was seen until then, also of what has ended by then. */
export async function lookWhile<T>(work: Promise<T>, look: () => void): Promise<T> {
  const state = { isOver: false };
  const isOver = (): void => void (state.isOver = true);
  work.then(isOver, isOver);
  while (!state.isOver) {
    look();
    await Promise.race([work.catch(() => undefined), wait(LOOKS_EVERY)]);
  }
  return work;
}
