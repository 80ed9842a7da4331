import type Database from "better-sqlite3";

/** Reads of a large home; a result has a few kilobytes at most. */
const MAX_KEPT = 4_000;

/**
 * Keeps the result for each key until its version changes. Reading a version has to be much cheaper than reading the
 * result.
 */
export function createKeptReads<T>(): (key: string, version: string, read: () => T) => T {
  const kept = new Map<string, { readonly version: string; readonly value: T }>();
  return (key, version, read) => {
    const known = kept.get(key);
    if (known?.version === version) return known.value;
    const value = read();
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, { version, value });
    return value;
  };
}

/**
 * Keeps only what was read last, until anything in the database changes. `total_changes` counts the changes by this
 * connection, `data_version` changes with those by others.
 */
export function keepLastRead<T>(connection: Database.Database, read: (name: string) => T): (name: string) => T {
  const versionOf = connection
    .prepare<[], string>("SELECT total_changes() || ' ' || data_version FROM pragma_data_version")
    .pluck();
  let last: { readonly key: string; readonly value: T } | undefined;
  return (name) => {
    const key = `${versionOf.get()} ${name}`;
    if (last?.key !== key) last = { key, value: read(name) };
    return last.value;
  };
}

/** A value that belongs to a connection, such as prepared statements, and is created once. */
export function perConnection<T>(create: (connection: Database.Database) => T): (connection: Database.Database) => T {
  const created = new WeakMap<Database.Database, { readonly value: T }>();
  return (connection) => {
    let known = created.get(connection);
    if (known === undefined) {
      known = { value: create(connection) };
      created.set(connection, known);
    }
    return known.value;
  };
}
