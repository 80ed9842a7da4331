import type Database from "better-sqlite3";
import type { LevelChange } from "../model/level.ts";
import { encodeCause } from "./cause-code.ts";
import { encodeLevels } from "./level-code.ts";
import type { NameIds } from "./name-ids.ts";

/** Writes levels that differ from the previous ones: most updates are repeats. */
export function createLevelWriter(connection: Database.Database, codeOf: NameIds): (change: LevelChange) => void {
  const before = connection
    .prepare<[number, number, number], number>(
      "SELECT value FROM levels WHERE entity_ref = ? AND kind = ? AND at < ? ORDER BY at DESC LIMIT 1",
    )
    .pluck();
  const insert = connection.prepare(
    "INSERT OR IGNORE INTO levels (entity_ref, at, kind, value, cause) VALUES (?, ?, ?, ?, ?)",
  );
  return ({ entityId, at, levels, cause }) => {
    const entity = codeOf.entity(entityId);
    for (const { code, value } of encodeLevels(levels)) {
      const stored = typeof value === "number" ? value : codeOf.state(value);
      if (before.get(entity, code, at) !== stored) insert.run(entity, at, code, stored, encodeCause(cause).code);
    }
  };
}
