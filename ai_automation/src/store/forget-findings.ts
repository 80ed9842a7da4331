import type { Knex } from "knex";
import { z } from "zod";

/** Columns that contain entity ids. */
const ENTITY_COLUMNS = ["automation", "targets", "trigger", "alternatives", "automation_yaml"] as const;

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
 * Deletes suggestions, patterns and analyses that name one of the entities; null for all. Approved and deployed
 * suggestions stay, because their automations exist in the home and have to be undone there.
 */
export function createFindingsForgetter(database: Knex): (entityIds: readonly string[] | null) => Promise<void> {
  return (entityIds) =>
    database.transaction(async (trx) => {
      const undeployed = rows.parse(
        await trx("suggestions")
          .whereIn("status", ["pending", "rejected"])
          .select("id", "pattern_id", ...ENTITY_COLUMNS),
      );
      const deleted = entityIds === null ? undeployed : undeployed.filter(namesAnyOf(new Set(entityIds)));
      const ids = deleted.map(({ id }) => id);
      const patterns = deleted.flatMap(({ pattern_id }) => (pattern_id === null ? [] : [pattern_id]));
      await trx("user_feedback").whereIn("suggestion_id", ids).delete();
      await trx("suggestions").whereIn("id", ids).delete();
      await trx("patterns")
        .whereIn("id", patterns)
        .whereNotIn("id", trx("suggestions").select("pattern_id").whereNotNull("pattern_id"))
        .delete();
      await trx("analyses").delete();
    });
}

/** Compares whole ids: `light.desk` does not match `light.desk_lamp`. */
const namesAnyOf =
  (entityIds: ReadonlySet<string>) =>
  (row: Row): boolean =>
    ENTITY_COLUMNS.some((column) =>
      (row[column]?.match(/[a-z0-9_]+\.[a-z0-9_]+/g) ?? []).some((id) => entityIds.has(id)),
    );
