import type { Knex } from "knex";

const COLUMNS = {
  trigger: "JSON",
  targets: "JSON",
  automation: "JSON",
  evidence: "JSON",
  replay: "JSON",
  alternatives: "JSON",
  is_modified: "INTEGER NOT NULL DEFAULT 0",
  refusal: "TEXT",
  withdrawn_at: "TEXT",
} as const;

/** More columns of suggestions, their lifecycle events, and automations that still have to be removed from the home. */
export const suggestionLifecycle: Knex.Migration = {
  up: async (trx) => {
    for (const [name, type] of Object.entries(COLUMNS))
      await trx.raw(`ALTER TABLE suggestions ADD COLUMN "${name}" ${type}`);
    await trx.raw(`CREATE TABLE lifecycle_events (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      suggestion_id INTEGER NOT NULL REFERENCES suggestions (id) ON DELETE CASCADE,
      step TEXT NOT NULL,
      detail JSON,
      created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    )`);
    await trx.raw("CREATE INDEX lifecycle_events_by_suggestion ON lifecycle_events (suggestion_id, id)");
    await trx.raw("CREATE INDEX suggestions_by_status ON suggestions (status)");
    await trx.raw("CREATE TABLE removals (ha_automation_id TEXT PRIMARY KEY) WITHOUT ROWID");
  },
  down: async (trx) => {
    await trx.schema.dropTable("removals");
    await trx.schema.dropTable("lifecycle_events");
    await trx.raw("DROP INDEX suggestions_by_status");
    for (const name of Object.keys(COLUMNS)) await trx.raw(`ALTER TABLE suggestions DROP COLUMN "${name}"`);
  },
};
