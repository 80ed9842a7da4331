import type { Knex } from "knex";

/** Records an analysis that found nothing, without which the service starts its first one as soon as it can. */
export async function preventFirstAnalysis(database: Knex, finishedAt: number): Promise<void> {
  await database("analyses").insert({
    id: 1,
    finished_at: new Date(finishedAt).toISOString(),
    changes: 0,
    seconds: 0,
    suggestions: 0,
    near_misses: "[]",
  });
}
