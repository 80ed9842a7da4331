import type Database from "better-sqlite3";

/** A change as stored. `code` is that of its cause. */
export interface CodedChange {
  readonly entity: number;
  readonly at: number;
  readonly state: number;
  readonly code: number;
  readonly cause: number;
}

/** Stores changes in the order that they have, and calls back for those that were not stored yet. */
export type ChangeWriter = (changes: readonly CodedChange[], onAdded: (change: CodedChange) => void) => void;

/** Rows a statement: it takes half as long for each as a statement of its own. More are no faster. */
const ROWS = 50;

/** Call it within a transaction. */
export function createChangeWriter(connection: Database.Database): ChangeWriter {
  const insertOf = (rows: number): Database.Statement<number[]> =>
    connection.prepare<number[]>(
      `INSERT OR IGNORE INTO changes (entity_ref, at, state_ref, cause_ref) VALUES ${Array(rows).fill("(?, ?, ?, ?)").join()}`,
    );
  const [insert, insertMany] = [insertOf(1), insertOf(ROWS)];
  // A transaction within a transaction is a savepoint.
  const insertAllOrNone = connection.transaction((values: readonly number[]) => {
    const { changes } = insertMany.run(...values);
    if (changes > 0 && changes < ROWS) throw PARTLY;
    return changes;
  });
  /** Undefined if only some were new: the statement does not report which. */
  const addedOf = (values: readonly number[]): number | undefined => {
    try {
      return insertAllOrNone(values);
    } catch (error) {
      if (error === PARTLY) return undefined;
      throw error;
    }
  };
  const values: number[] = [];
  return (changes, onAdded) => {
    for (let from = 0; from < changes.length; from += ROWS) {
      const some = changes.slice(from, from + ROWS);
      // One array for all: an import would otherwise make more garbage here than anywhere else.
      values.length = 0;
      for (const { entity, at, state, cause } of some) values.push(entity, at, state, cause);
      const added = some.length < ROWS ? undefined : addedOf(values);
      if (added === 0) continue;
      for (const change of some) {
        const { entity, at, state, cause } = change;
        if (added === ROWS || insert.run(entity, at, state, cause).changes > 0) onAdded(change);
      }
    }
  };
}

/** Thrown to undo a statement. */
const PARTLY = new Error("some of the rows were stored already");
