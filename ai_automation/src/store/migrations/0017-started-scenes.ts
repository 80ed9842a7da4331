import type { Knex } from "knex";

/** Codes of archive/cause-code.ts: by a script, by a scene, and by a person in the app. */
const BY_STARTED = "6, 7";
const BY_APP = 1;
/** Milliseconds without an effect after which the next effect belongs to another start. */
const APART = 60_000;

/**
 * Records that people started a scene or script, as is done live since this version, from the changes that it made. Those
 * no longer count as actions of their own.
 */
export const startedScenes: Knex.Migration = {
  up: async (trx) => {
    await trx.raw(`CREATE TEMP TABLE started AS
      SELECT name, user_ref, at FROM (
        SELECT name, user_ref, at, lag(at) OVER (PARTITION BY actor_ref, user_ref ORDER BY at) AS earlier
        FROM changes JOIN causes ON causes.id = cause_ref JOIN actors ON actors.id = actor_ref
        WHERE code IN (${BY_STARTED}) AND user_ref IS NOT NULL AND (name LIKE 'scene.%' OR name LIKE 'script.%')
          AND name NOT IN (SELECT id FROM exclusions WHERE kind = 'entity')
          AND substr(name, 1, instr(name, '.') - 1) NOT IN (SELECT id FROM exclusions WHERE kind = 'domain')
      ) WHERE earlier IS NULL OR at - earlier > ${APART}`);
    await trx.raw("INSERT OR IGNORE INTO entities (entity_id) SELECT DISTINCT name FROM started");
    await trx.raw("INSERT OR IGNORE INTO states (state) SELECT 'on' WHERE EXISTS (SELECT 1 FROM started)");
    await trx.raw(`INSERT INTO causes (code, actor_ref, user_ref)
      SELECT DISTINCT ${BY_APP}, user_ref, NULL FROM started WHERE NOT EXISTS (
        SELECT 1 FROM causes WHERE code = ${BY_APP} AND actor_ref = started.user_ref AND causes.user_ref IS NULL)`);
    await trx.raw(`INSERT OR IGNORE INTO changes (entity_ref, at, state_ref, cause_ref)
      SELECT entities.id, at, states.id, min(causes.id) FROM started
      JOIN entities ON entities.entity_id = name JOIN states ON states.state = 'on'
      JOIN causes ON causes.code = ${BY_APP} AND causes.actor_ref = started.user_ref AND causes.user_ref IS NULL
      GROUP BY entities.id, at, states.id`);
    await trx.raw(`INSERT OR IGNORE INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms)
      SELECT entities.id, ${BY_APP}, count(DISTINCT at), min(at), max(at)
      FROM started JOIN entities ON entities.entity_id = name GROUP BY entities.id`);
    await trx.raw("DROP TABLE started");
  },
  down: async (trx) => {
    const started = "SELECT id FROM entities WHERE entity_id LIKE 'scene.%' OR entity_id LIKE 'script.%'";
    for (const table of ["changes", "entity_counts"])
      await trx.raw(`DELETE FROM ${table} WHERE entity_ref IN (${started})`);
    await trx.raw(`DELETE FROM entities WHERE id IN (${started})`);
  },
};
