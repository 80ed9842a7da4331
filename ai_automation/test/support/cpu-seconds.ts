import { readdirSync, readFileSync } from "node:fs";

/** Seconds of CPU, in user and system mode, of a process, its running children and those that it waited for. Linux. */
export function cpuSecondsOf(pid: number): number {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(statOf(name)?.[1]) === pid);
  return [String(pid), ...children].reduce((sum, name) => sum + secondsOf(statOf(name)), 0);
}

/** proc_pid_stat(5): the fields from the third on, which follow the name in parentheses. Undefined if it has ended. */
function statOf(pid: string): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
  } catch {
    return undefined;
  }
}

/** utime, stime, cutime and cstime are the fields 14 to 17, in ticks of a hundredth of a second. */
const secondsOf = (stat: readonly string[] | undefined): number =>
  (stat ?? []).slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
