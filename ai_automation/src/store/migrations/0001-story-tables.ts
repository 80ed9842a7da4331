import type { Knex } from "knex";

const NOW = "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))";

/** The three tables of the original requirements: their columns must stay as they are in every later version. */
export const storyTables: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TABLE patterns (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      pattern_type TEXT NOT NULL CHECK (pattern_type IN ('time_of_day', 'co_occurrence', 'anomaly')),
      device_id TEXT NOT NULL,
      metadata JSON,
      confidence REAL NOT NULL,
      occurrences INTEGER NOT NULL,
      created_at TEXT DEFAULT ${NOW}
    )`);
    await trx.raw(`CREATE TABLE suggestions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      pattern_id INTEGER REFERENCES patterns (id),
      title TEXT NOT NULL,
      description TEXT,
      automation_yaml TEXT NOT NULL,
      status TEXT DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'deployed', 'rejected')),
      confidence REAL NOT NULL,
      created_at TEXT DEFAULT ${NOW},
      updated_at TEXT DEFAULT ${NOW},
      deployed_at TEXT,
      ha_automation_id TEXT
    )`);
    await trx.raw(`CREATE TABLE user_feedback (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      suggestion_id INTEGER REFERENCES suggestions (id) ON DELETE CASCADE,
      action TEXT NOT NULL CHECK (action IN ('approved', 'rejected', 'modified')),
      feedback_text TEXT,
      created_at TEXT DEFAULT ${NOW}
    )`);
    await trx.raw(`CREATE TRIGGER suggestions_updated AFTER UPDATE ON suggestions
      WHEN NEW.updated_at IS OLD.updated_at
      BEGIN UPDATE suggestions SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id; END`);
  },
  down: async (trx) => {
    await trx.schema.dropTable("user_feedback");
    await trx.schema.dropTable("suggestions");
    await trx.schema.dropTable("patterns");
  },
};
