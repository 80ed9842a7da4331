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
  return (changes, onAdded) => {
    const insertEach = (from: number, to: number): void => {
      for (const change of changes.slice(from, to)) {
        const { entity, at, state, cause } = change;
        if (insert.run(entity, at, state, cause).changes > 0) onAdded(change);
      }
    };
    const values: number[] = [];
    let done = 0;
    for (const [index, { entity, at, state, cause }] of changes.entries()) {
      values.push(entity, at, state, cause);
      if (index + 1 < done + ROWS) continue;
      const added = addedOf(values);
      if (added === undefined) insertEach(done, done + ROWS);
      if (added === ROWS) changes.slice(done, done + ROWS).forEach((change) => onAdded(change));
      done = index + 1;
      values.length = 0;
    }
    insertEach(done, changes.length);
  };
}

/** Thrown to undo a statement. */
const PARTLY = new Error("some of the rows were stored already");
