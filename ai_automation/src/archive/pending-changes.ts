import type { RecordedInterval } from "../model/archive.ts";
import { withoutTrigger } from "../model/automation.ts";
import { MINUTE, type Now } from "../model/time.ts";

/** Live changes that are not in the database yet. */
export interface PendingChanges {
  add(recorded: RecordedInterval): void;
  isEmpty(): boolean;
  /** There are enough of them, or they are old enough, to be written. */
  isDue(): boolean;
  /** As few intervals as cover the same time. */
  intervals(): readonly RecordedInterval[];
  clear(): void;
  /** Drops what is to be forgotten, but not the time that it covers. Returns the number of dropped changes of states. */
  drop(isForgotten: IsForgotten): number;
}

/** A run is forgotten with its automation only, a unit with its entity only: `at` is then undefined. */
type IsForgotten = (entityId: string, at: number | undefined) => boolean;

/**
 * Each write costs whole pages: five for one change, a dozen for the changes of a minute. What a crash loses is read
 * again from the home's recorder, since its time is not covered yet.
 */
const LONGEST = MINUTE;
const MOST = 500;

export function createPendingChanges(monotonic: Now): PendingChanges {
  let pending: RecordedInterval[] = [];
  let since = 0;
  return {
    add: (recorded) => {
      if (pending.length === 0) since = monotonic();
      pending.push(recorded);
    },
    isEmpty: () => pending.length === 0,
    isDue: () => {
      const changes = pending.reduce((sum, one) => sum + one.changes.length + (one.levels?.length ?? 0), 0);
      return pending.length > 0 && (changes >= MOST || monotonic() - since >= LONGEST);
    },
    intervals: () => pending.reduce<readonly RecordedInterval[]>(joined, []),
    clear: () => {
      pending = [];
    },
    drop: (isForgotten) => {
      const isKept = ({ entityId, at }: { readonly entityId: string; readonly at: number }): boolean =>
        !isForgotten(entityId, at);
      const before = countOf(pending);
      pending = pending.map(({ changes, covered, levels = [], runs = [], units = [] }) => ({
        changes: changes.filter(isKept),
        covered,
        levels: levels.filter(isKept),
        runs: runs
          .filter(({ entityId }) => !isForgotten(entityId, undefined))
          .map((run) => withoutTrigger(run, (entityId) => isForgotten(entityId, run.at))),
        units: units.filter(({ entityId }) => !isForgotten(entityId, undefined)),
      }));
      return before - countOf(pending);
    },
  };
}

const countOf = (pending: readonly RecordedInterval[]): number =>
  pending.reduce((sum, { changes }) => sum + changes.length, 0);

/** Joins intervals that touch. Without a connection to the home, time passes that none of them covers. */
function joined(intervals: readonly RecordedInterval[], next: RecordedInterval): readonly RecordedInterval[] {
  const last = intervals.at(-1);
  if (last === undefined || next.covered.from > last.covered.to) return [...intervals, next];
  return [
    ...intervals.slice(0, -1),
    {
      changes: [...last.changes, ...next.changes],
      covered: {
        from: Math.min(last.covered.from, next.covered.from),
        to: Math.max(last.covered.to, next.covered.to),
      },
      levels: [...(last.levels ?? []), ...(next.levels ?? [])],
      runs: [...(last.runs ?? []), ...(next.runs ?? [])],
      units: [...(last.units ?? []), ...(next.units ?? [])],
    },
  ];
}
