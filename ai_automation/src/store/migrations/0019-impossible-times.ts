import type { Knex } from "knex";

/**
 * Deletes changes from before 2001 and from the future, which earlier imports took from wrong clocks, and ends coverage
 * now: analyses ran over decades, and nothing was read from Home Assistant any more.
 */
export const impossibleTimes: Knex.Migration = {
  up: async (trx) => {
    const rows: { now: number }[] = await trx.raw("SELECT unixepoch() * 1000 AS now");
    const now = rows[0]?.now ?? 0;
    const times = { oldest: Date.UTC(2001, 0, 1), latest: now + 86_400_000 };
    const affected = "SELECT entity_ref FROM entity_counts WHERE first_ms < :oldest OR last_ms >= :latest";
    await trx.raw(`CREATE TEMPORARY TABLE affected AS SELECT DISTINCT entity_ref FROM (${affected})`, times);
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
  // What was deleted never happened.
  down: async () => undefined,
};
