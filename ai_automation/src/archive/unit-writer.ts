import type Database from "better-sqlite3";
import type { UnitStretch } from "../model/unit.ts";

/** Call it within a transaction. */
export type UnitWriter = (entity: number, stretch: Omit<UnitStretch, "entityId">) => void;

/**
 * Writes the unit of some time into an entity's rows, which are few: one for each change of the unit. The units of other
 * times stay as they are, whichever is reported first. The last unit also applies to later changes, until one is reported.
 */
export function createUnitWriter(connection: Database.Database): UnitWriter {
  const lastUntil = connection
    .prepare<[number, number], string>(
      "SELECT unit FROM units WHERE entity_ref = ? AND at <= ? ORDER BY at DESC LIMIT 1",
    )
    .pluck();
  const first = connection
    .prepare<[number], string>("SELECT unit FROM units WHERE entity_ref = ? ORDER BY at LIMIT 1")
    .pluck();
  const next = connection
    .prepare<[number, number], number | null>("SELECT min(at) FROM units WHERE entity_ref = ? AND at > ?")
    .pluck();
  const hasChangeFrom = connection
    .prepare<[number, number], number>("SELECT 1 FROM changes WHERE entity_ref = ? AND at >= ? LIMIT 1")
    .pluck();
  const clear = connection.prepare("DELETE FROM units WHERE entity_ref = ? AND at >= ? AND at < ?");
  const insert = connection.prepare("INSERT OR REPLACE INTO units (entity_ref, at, unit) VALUES (?, ?, ?)");
  const removeSame = connection.prepare("DELETE FROM units WHERE entity_ref = ? AND at = ? AND unit = ?");
  return (entity, { from, to, unit }) => {
    const changed = next.get(entity, from) ?? Number.MAX_SAFE_INTEGER;
    const until = to ?? changed;
    if (changed >= until && lastUntil.get(entity, from) === unit) return;
    const after = lastUntil.get(entity, until) ?? first.get(entity);
    clear.run(entity, from, until);
    if (after !== undefined && to !== null && hasChangeFrom.get(entity, until) !== undefined) {
      insert.run(entity, until, after);
      removeSame.run(entity, next.get(entity, until) ?? until - 1, after);
    }
    if (lastUntil.get(entity, from) !== unit) insert.run(entity, from, unit);
    if (lastUntil.get(entity, until - 1) === unit) removeSame.run(entity, until, unit);
  };
}
