import type { Knex } from "knex";
import { z } from "zod";

/** Where a suggestion or its pattern names the entities it is about. */
const NAMING = ["automation", "targets", "trigger", "alternatives", "automation_yaml"] as const;

const text = z.string().nullable();
const rows = z.array(
  z.object({
    id: z.number(),
    pattern_id: z.number().nullable(),
    automation: text,
    targets: text,
    trigger: text,
    alternatives: text,
    automation_yaml: text,
  }),
);
type Row = z.infer<typeof rows>[number];

/**
 * Deletes suggestions, patterns and findings that name one of the entities; null: all of them. What is deployed or is
 * about to be stays: it lives on in the home, and has to be undone there.
 */
export function createFindingsForgetter(database: Knex): (entityIds: readonly string[] | null) => Promise<void> {
  return (entityIds) =>
    database.transaction(async (trx) => {
      const undecided = rows.parse(
        await trx("suggestions")
          .whereIn("status", ["pending", "rejected"])
          .select("id", "pattern_id", ...NAMING),
      );
      const naming = entityIds === null ? undecided : undecided.filter(namesAnyOf(new Set(entityIds)));
      const ids = naming.map(({ id }) => id);
      const patterns = naming.flatMap(({ pattern_id }) => (pattern_id === null ? [] : [pattern_id]));
      await trx("user_feedback").whereIn("suggestion_id", ids).delete();
      await trx("suggestions").whereIn("id", ids).delete();
      await trx("patterns")
        .whereIn("id", patterns)
        .whereNotIn("id", trx("suggestions").select("pattern_id").whereNotNull("pattern_id"))
        .delete();
      await trx("analyses").delete();
    });
}

/** By whole ids: `light.desk` is not `light.desk_lamp`. */
const namesAnyOf =
  (entityIds: ReadonlySet<string>) =>
  (row: Row): boolean =>
    NAMING.some((column) => (row[column]?.match(/[a-z0-9_]+\.[a-z0-9_]+/g) ?? []).some((id) => entityIds.has(id)));
