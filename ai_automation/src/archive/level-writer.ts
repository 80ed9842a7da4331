import type Database from "better-sqlite3";
import type { LevelChange } from "../model/level.ts";
import { encodeCause } from "./cause-code.ts";
import type { NameIds } from "./name-ids.ts";
import { encodeLevels } from "./level-code.ts";

/** Writes the levels that are other than the ones before them: most updates repeat what is known. */
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
      const kept = typeof value === "number" ? value : codeOf.state(value);
      if (before.get(entity, code, at) !== kept) insert.run(entity, at, code, kept, encodeCause(cause).code);
    }
  };
}
