import type { Knex } from "knex";
import { z } from "zod";
import { PATTERN_TYPES } from "../model/habit.ts";
import { REJECT_REASONS, SUGGESTION_STATUSES, type SuggestionStatus } from "../model/suggestion.ts";
import type { ListRequest, SuggestionStore } from "../suggestions/ports.ts";
import { json } from "./json-column.ts";
import { patternRow, suggestionRow } from "./suggestion-rows.ts";

export type SuggestionQueries = Pick<
  SuggestionStore,
  | "find"
  | "list"
  | "all"
  | "withStatus"
  | "byAutomation"
  | "rejections"
  | "removals"
  | "begunUndos"
  | "patterns"
  | "countByStatus"
>;

/** The reads of the suggestion store. */
export function createSuggestionQueries(database: Knex): SuggestionQueries {
  const joined = () =>
    withAutomation(database("suggestions"))
      .join("patterns", "patterns.id", "suggestions.pattern_id")
      .select("suggestions.*", "patterns.pattern_type", database.raw(LAST_REASON));
  const visible = (status: SuggestionStatus | undefined) => {
    const query = withAutomation(database("suggestions")).whereNull("withdrawn_at");
    return status === undefined ? query : query.where({ status });
  };
  return {
    find: async (id) => z.array(suggestionRow).parse(await joined().where("suggestions.id", id))[0],
    list: async (status, { limit, offset, snoozedAt }) => {
      const chosen = () => snoozedWhere(visible(status), snoozedAt);
      const page = chosen()
        .select("id")
        .orderByRaw("confidence * json_extract(replay, '$.savedPerWeek') DESC, id")
        .limit(limit)
        .offset(offset);
      const ids = z
        .array(z.object({ id: z.number() }))
        .parse(await page)
        .map(({ id }) => id);
      const found = z.array(suggestionRow).parse(await joined().whereIn("suggestions.id", ids));
      const items = ids.flatMap((id) => found.filter((suggestion) => suggestion.id === id));
      return { items, total: await countOf(chosen()) };
    },
    all: async () => z.array(suggestionRow).parse(await joined().orderBy("suggestions.id")),
    withStatus: async (status) =>
      z.array(suggestionRow).parse(await joined().where({ status }).orderBy("suggestions.id")),
    byAutomation: async (haAutomationId) =>
      z.array(suggestionRow).parse(
        await joined()
          .where((which) => {
            void which.where({ ha_automation_id: haAutomationId }).orWhere({ fixes_automation_id: haAutomationId });
          })
          .orderBy("suggestions.id"),
      ),
    rejections: async () =>
      z
        .array(rejectionRow)
        .parse(
          await database("suggestions")
            .join("lifecycle_events", "lifecycle_events.suggestion_id", "suggestions.id")
            .join("patterns", "patterns.id", "suggestions.pattern_id")
            .where({ status: "rejected", step: "rejected" })
            .whereNull("suggestions.fix")
            .whereRaw("json_extract(lifecycle_events.detail, '$.reason') IS NOT NULL")
            .select(
              "suggestions.id as suggestionId",
              "lifecycle_events.created_at as at",
              "targets",
              "patterns.pattern_type as patternType",
              database.raw("json_extract(lifecycle_events.detail, '$.reason') AS reason"),
            ),
        ),
    removals: async () =>
      z.array(z.string()).parse(await database("removals").orderBy("ha_automation_id").pluck("ha_automation_id")),
    begunUndos: async () =>
      z.array(z.number()).parse(await database("begun_undos").orderBy("suggestion_id").pluck("suggestion_id")),
    patterns: async ({ limit, offset }) => ({
      items: z.array(patternRow).parse(await database("patterns").orderBy("id", "desc").limit(limit).offset(offset)),
      total: await countOf(database("patterns")),
    }),
    countByStatus: async () => {
      const rows = await visible(undefined).select("status").count({ count: "*" }).groupBy("status");
      const counts = new Map(
        z
          .array(statusCount)
          .parse(rows)
          .map(({ status, count }) => [status, count]),
      );
      const of = (status: SuggestionStatus): number => counts.get(status) ?? 0;
      return { pending: of("pending"), approved: of("approved"), deployed: of("deployed"), rejected: of("rejected") };
    },
  };
}

/** Times are ISO 8601 in UTC, which sort as text. */
const snoozedWhere = (query: Knex.QueryBuilder, snoozed: ListRequest["snoozedAt"]): Knex.QueryBuilder => {
  if (snoozed === undefined) return query;
  const at = new Date(snoozed.at).toISOString();
  return snoozed.is ? query.where("snoozed_until", ">", at) : query.whereRaw("COALESCE(snoozed_until, '') <= ?", [at]);
};

const LAST_REASON = `(SELECT json_extract(detail, '$.reason') FROM lifecycle_events
  WHERE suggestion_id = suggestions.id AND step = 'rejected' ORDER BY lifecycle_events.id DESC LIMIT 1) AS reject_reason`;

/** Omits rows that another program wrote with only the original columns: they have nothing to replay. */
const withAutomation = (query: Knex.QueryBuilder): Knex.QueryBuilder => query.whereNotNull("suggestions.automation");

const rejectionRow = z.object({
  suggestionId: z.number(),
  at: z.string(),
  targets: json(z.array(z.object({ entityId: z.string(), state: z.string() }))),
  reason: z.enum(REJECT_REASONS),
  patternType: z.enum(PATTERN_TYPES),
});

const statusCount = z.object({ status: z.enum(SUGGESTION_STATUSES), count: z.number() });

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [row] = z.array(z.object({ count: z.number() })).parse(await query.count({ count: "*" }));
  return row?.count ?? 0;
}
