import type Database from "better-sqlite3";
import { createUnitWriter } from "./unit-writer.ts";

/**
 * Applies the units of an entity to another one, for the time until an instant during which the first has changes. Call it
 * before its changes are moved.
 */
export function copyUnits(connection: Database.Database, from: number, to: number, until: number): void {
  const spanOf = connection
    .prepare<[number], [first: number | null, last: number | null]>(
      "SELECT min(first_ms), max(last_ms) FROM entity_counts WHERE entity_ref = ?",
    )
    .raw();
  const rows = connection
    .prepare<[number], [at: number, unit: string]>("SELECT at, unit FROM units WHERE entity_ref = ? ORDER BY at")
    .raw()
    .all(from);
  const [first = null, last = null] = spanOf.get(from) ?? [];
  if (first === null || last === null) return;
  const [, otherLast = null] = spanOf.get(to) ?? [];
  const end = Math.min(last, until) + 1;
  const isCurrent = otherLast === null || end > otherLast + 1;
  const write = createUnitWriter(connection);
  for (const [index, [at, unit]] of rows.entries()) {
    const since = index === 0 ? Math.min(at, first) : Math.max(at, first);
    const next = rows[index + 1]?.[0];
    const ended = Math.min(next ?? end, end);
    if (next === undefined && isCurrent && until >= last) write(to, { from: Math.min(since, last), to: null, unit });
    else if (since < ended) write(to, { from: since, to: ended, unit });
  }
}
