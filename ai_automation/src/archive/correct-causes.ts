import type Database from "better-sqlite3";
import type { StateChange } from "../model/state-change.ts";
import { decodeCause, encodeCause } from "./cause-code.ts";
import { idOf } from "./delete-rows.ts";
import type { NameIds } from "./name-ids.ts";

/** Replaces causes of stored changes that were taken for physical or unknown. Returns how many were replaced. */
export function correctCauses(connection: Database.Database, codeOf: NameIds, changes: readonly StateChange[]): number {
  const find = connection.prepare<[number, number, number], { id: number; code: number }>(
    `SELECT causes.id, causes.code FROM changes JOIN causes ON causes.id = cause_ref
     WHERE entity_ref = ? AND at = ? AND state_ref = ?`,
  );
  const replace = connection.prepare(
    "UPDATE changes SET cause_ref = ? WHERE entity_ref = ? AND at = ? AND state_ref = ?",
  );
  const uncount = connection.prepare(
    "UPDATE entity_counts SET changes = changes - 1 WHERE entity_ref = ? AND cause = ?",
  );
  const count = connection.prepare(
    `INSERT INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms) VALUES (?, ?, 1, ?, ?)
     ON CONFLICT (entity_ref, cause) DO UPDATE SET changes = changes + 1,
       first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)`,
  );
  let corrected = 0;
  for (const { entityId, at, state, cause } of changes) {
    const [entity, stateId] = [
      idOf(connection, "entities", "entity_id", entityId),
      idOf(connection, "states", "state", state),
    ];
    const stored = entity === undefined || stateId === undefined ? undefined : find.get(entity, at, stateId);
    if (entity === undefined || stateId === undefined || stored === undefined || !isDoubtful(stored.code)) continue;
    const coded = encodeCause(cause);
    const id = codeOf.cause(coded);
    if (id === stored.id) continue;
    replace.run(id, entity, at, stateId);
    uncount.run(entity, stored.code);
    count.run(entity, coded.code, at, at);
    corrected += 1;
  }
  if (corrected > 0) connection.prepare("DELETE FROM entity_counts WHERE changes <= 0").run();
  return corrected;
}

function isDoubtful(code: number): boolean {
  const { kind } = decodeCause({ code, actor: null, user: null });
  return kind === "physical" || kind === "unknown";
}
