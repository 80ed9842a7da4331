import type { Knex } from "knex";

/** Where a suggestion or its pattern names the entities it is about. */
const NAMING = ["automation", "targets", "trigger", "alternatives", "automation_yaml"] as const;

/**
 * Deletes suggestions, patterns and findings that name one of the entities; null: all of them. What is deployed or is
 * about to be stays: it lives on in the home, and has to be undone there.
 */
export function createFindingsForgetter(database: Knex): (entityIds: readonly string[] | null) => Promise<void> {
  return (entityIds) =>
    database.transaction(async (trx) => {
      const naming = trx("suggestions").whereIn("status", ["pending", "rejected"]);
      if (entityIds !== null)
        void naming.andWhere((any) => {
          for (const entityId of entityIds)
            for (const column of NAMING) void any.orWhereRaw("instr(??, ?) > 0", [column, entityId]);
        });
      const ids: readonly number[] = await naming.clone().pluck("id");
      const patterns: readonly number[] = await naming.clone().pluck("pattern_id");
      await trx("user_feedback").whereIn("suggestion_id", ids).delete();
      await trx("suggestions").whereIn("id", ids).delete();
      await trx("patterns")
        .whereIn("id", patterns)
        .whereNotIn("id", trx("suggestions").select("pattern_id").whereNotNull("pattern_id"))
        .delete();
      await trx("analyses").delete();
    });
}
