import type { ChangeArchive } from "../../../src/model/archive.ts";
import type { AutomationRun } from "../../../src/model/automation.ts";
import type { Interval, StateChange } from "../../../src/model/state-change.ts";

export interface MemoryArchive extends ChangeArchive {
  readonly changes: StateChange[];
  readonly runs: AutomationRun[];
  readonly covered: Interval[];
}

/** Stores changes as they come, without removing duplicates. */
export function createMemoryArchive(): MemoryArchive {
  const changes: StateChange[] = [];
  const runs: AutomationRun[] = [];
  const covered: Interval[] = [];
  const record: ChangeArchive["record"] = async ({ changes: more, covered: interval, runs: moreRuns = [] }) => {
    if (more.some(({ at }) => at < interval.from || at >= interval.to))
      throw new Error("a change outside its interval");
    changes.push(...more);
    runs.push(...moreRuns);
    covered.push(interval);
    return more.length;
  };
  return {
    changes,
    runs,
    covered,
    record,
    recordSoon: async (recorded) => void (await record(recorded)),
    settle: async () => undefined,
    correctCauses: async () => {
      throw new Error("nothing is imported here");
    },
    missing: async (interval) => without(interval, covered),
  };
}

function without({ from, to }: Interval, covered: readonly Interval[]): readonly Interval[] {
  const gaps: Interval[] = [];
  let start = from;
  for (const known of [...covered].sort((a, b) => a.from - b.from)) {
    if (known.from >= to) break;
    if (known.from > start) gaps.push({ from: start, to: known.from });
    start = Math.max(start, known.to);
  }
  if (start < to) gaps.push({ from: start, to });
  return gaps;
}
