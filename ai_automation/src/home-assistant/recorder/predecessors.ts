import type { RecorderTables } from "./recorder-tables.ts";
import type { RecorderEntity, StateRow } from "./rows.ts";

interface Predecessor {
  /** The entity's previous state; undefined if none was read. */
  readonly value: string | undefined;
  /** Whether Home Assistant knew the previous state: the row is then a change, otherwise it is the state at a start. */
  readonly isKnown: boolean;
}

/** The previous state of each entity. Rows must be passed in chronological order. */
export interface Predecessors {
  /** Returns the entity's predecessor and stores the row as the next one. */
  replace(entity: RecorderEntity, row: StateRow, value: string): Predecessor;
}

/**
 * The recorder links a row to its predecessor unless the entity is new or Home Assistant has just started. Links can be
 * lost, so that a row also follows an earlier one of the same run of the recorder.
 */
export function createPredecessors({ runs, isUnlinked }: Pick<RecorderTables, "runs" | "isUnlinked">): Predecessors {
  const last = new Map<RecorderEntity, { value: string; seconds: number; isRemoval: boolean }>();
  let next = 0;
  return {
    replace: (entity, row, value) => {
      while ((runs[next] ?? Infinity) <= row.seconds) next += 1;
      const runStart = runs[next - 1];
      const isRemoval = row.state === null;
      const known = last.get(entity);
      if (known === undefined) {
        last.set(entity, { value, seconds: row.seconds, isRemoval });
        return row.hasPredecessor ? UNREAD : NONE;
      }
      const isOfThisRun = runStart === undefined ? isUnlinked : known.seconds >= runStart;
      const before = { value: known.value, isKnown: row.hasPredecessor || (isOfThisRun && !known.isRemoval) };
      known.value = value;
      known.seconds = row.seconds;
      known.isRemoval = isRemoval;
      return before;
    },
  };
}

const UNREAD: Predecessor = { value: undefined, isKnown: true };
const NONE: Predecessor = { value: undefined, isKnown: false };
