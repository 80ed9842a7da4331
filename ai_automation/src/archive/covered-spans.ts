import type { Knex } from "knex";
import { z } from "zod";
import type { Interval } from "../model/state-change.ts";

const spans = z.array(z.object({ from_ms: z.number(), to_ms: z.number() }));

/**
 * What the home and imports have covered, sorted by its begin. An import covers an entity from its first change to its
 * last one, and the time from the first to the last of all of them.
 */
export async function coveredSpans(database: Knex): Promise<readonly Interval[]> {
  const rows: unknown = await database.raw(
    "SELECT from_ms, to_ms FROM coverage UNION SELECT from_ms, to_ms FROM import_coverage ORDER BY from_ms",
  );
  return spans.parse(rows).map(({ from_ms, to_ms }) => ({ from: from_ms, to: to_ms }));
}
