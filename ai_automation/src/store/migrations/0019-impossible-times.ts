import type { Knex } from "knex";

/**
 * Deletes changes from before 2001 and from the future, which earlier imports took from wrong clocks, and ends coverage
 * now: analyses ran over decades, and nothing was read from Home Assistant any more. Coverage that begins before 2001 is
 * also what is left once the whole history was read, so that it is deleted only if an import has stored such a change;
 * deleted history stays covered.
 */
export const impossibleTimes: Knex.Migration = {
  up: async (trx) => {
    const rows: { now: number }[] = await trx.raw("SELECT unixepoch() * 1000 AS now");
    const now = rows[0]?.now ?? 0;
    const times = { oldest: Date.UTC(2001, 0, 1), latest: now + 86_400_000 };
    const affected = "SELECT entity_ref FROM entity_counts WHERE first_ms < :oldest OR last_ms >= :latest";
    await trx.raw(`CREATE TEMPORARY TABLE affected AS SELECT DISTINCT entity_ref FROM (${affected})`, times);
    const old: { found: number }[] = await trx.raw(
      "SELECT count(*) AS found FROM entity_counts WHERE first_ms < :oldest",
      times,
    );
    if ((old[0]?.found ?? 0) > 0) {
      await trx.raw("DELETE FROM coverage WHERE from_ms < :oldest", times);
      await trx.raw("UPDATE import_coverage SET from_ms = :oldest WHERE from_ms < :oldest AND to_ms > :oldest", times);
      await trx.raw(`INSERT INTO coverage (from_ms, to_ms)
        SELECT 0, json(value) FROM kept_values WHERE name = 'history_forgotten_until' AND json_type(value) = 'integer'`);
    }
    for (const table of ["changes", "levels"])
      await trx.raw(
        `DELETE FROM ${table} WHERE (at < :oldest OR at >= :latest) AND entity_ref IN (SELECT entity_ref FROM affected)`,
        times,
      );
    await trx.raw("DELETE FROM entity_counts WHERE entity_ref IN (SELECT entity_ref FROM affected)");
    await trx.raw(`INSERT INTO entity_counts (entity_ref, cause, changes, first_ms, last_ms)
      SELECT entity_ref, cause, count(*), min(at), max(at) FROM told_changes
      WHERE entity_ref IN (SELECT entity_ref FROM affected) GROUP BY 1, 2`);
    await trx.raw("DROP TABLE affected");
    for (const table of ["coverage", "import_coverage"]) {
      await trx.raw(`DELETE FROM ${table} WHERE from_ms >= :latest`, times);
      await trx.raw(`UPDATE ${table} SET to_ms = :now WHERE to_ms >= :latest`, { ...times, now });
    }
  },
  // The deleted changes never happened.
  down: async () => undefined,
};
