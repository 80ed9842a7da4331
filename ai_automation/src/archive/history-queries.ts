import type { Knex } from "knex";
import { z } from "zod";
import { contextOf } from "../model/cause.ts";
import type { HistoryQueries, StoredLevel } from "../model/history-queries.ts";
import { isNumericLevel } from "../model/level.ts";
import { decodeCause } from "./cause-code.ts";
import { coveredSpans } from "./covered-spans.ts";
import { gapsIn } from "./gaps.ts";
import { levelKindOf } from "./level-code.ts";
import { NOTHING_PENDING } from "./raw-connection.ts";

const countRows = z.array(
  z.object({
    entity_id: z.string(),
    cause: z.number(),
    changes: z.number(),
    first_ms: z.number(),
    last_ms: z.number(),
  }),
);
const changeRows = z.array(
  z.object({
    at: z.number(),
    state: z.string(),
    cause: z.number(),
    actor: z.string().nullable(),
    second: z.string().nullable(),
  }),
);
const levelRows = z.array(
  z.object({ at: z.number(), kind: z.number(), value: z.number(), text: z.string().nullable() }),
);

export function createHistoryQueries(database: Knex, showPending = NOTHING_PENDING): HistoryQueries {
  return {
    entityIds: async () => {
      await showPending();
      return database("entities").orderBy("entity_id").pluck("entity_id");
    },
    counts: async () => {
      await showPending();
      const rows = await database("entity_counts")
        .join("entities", "entities.id", "entity_counts.entity_ref")
        .select("entity_id", "cause", "changes", "first_ms", "last_ms")
        .orderBy("entity_id");
      return countRows.parse(rows).map(({ entity_id, cause: code, changes, first_ms, last_ms }) => {
        const cause = decodeCause({ code, actor: null, user: null });
        return {
          entityId: entity_id,
          cause: cause.kind,
          context: contextOf(cause),
          changes,
          first: first_ms,
          last: last_ms,
        };
      });
    },
    gaps: async (interval) => {
      await showPending();
      return gapsIn(interval, await coveredSpans(database));
    },
    sizeBytes: async () => {
      const rows: unknown = await database.raw(
        "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()",
      );
      return z.tuple([z.object({ bytes: z.number() })]).parse(rows)[0].bytes;
    },
    changes: async (entityId, { from, to }, limit) => {
      await showPending();
      const rows: unknown = await database.raw(
        `SELECT c.at, s.state, c.cause, a.name AS actor, b.name AS second FROM told_changes c
         JOIN states s ON s.id = c.state_ref LEFT JOIN actors a ON a.id = c.actor_ref
         LEFT JOIN actors b ON b.id = c.user_ref
         WHERE c.entity_ref = (SELECT id FROM entities WHERE entity_id = ?) AND c.at >= ? AND c.at < ?
         ORDER BY c.at DESC LIMIT ?`,
        [entityId, from, to, limit],
      );
      return changeRows
        .parse(rows)
        .map(({ at, state, cause, actor, second }) => ({
          entityId,
          at,
          state,
          cause: decodeCause({ code: cause, actor, user: second }),
        }))
        .reverse();
    },
    levels: async (entityId, { from, to }) => {
      await showPending();
      const rows: unknown = await database.raw(
        `SELECT l.at, l.kind, l.value, s.state AS text FROM levels l LEFT JOIN states s ON s.id = l.value
         WHERE l.entity_ref = (SELECT id FROM entities WHERE entity_id = ?) AND l.at >= ? AND l.at < ? ORDER BY l.at`,
        [entityId, from, to],
      );
      return levelRows.parse(rows).flatMap(({ at, kind: code, value, text }): readonly StoredLevel[] => {
        const kind = levelKindOf(code);
        if (kind === undefined) return [];
        return [{ at, kind, value: isNumericLevel(kind) ? value : (text ?? "") }];
      });
    },
  };
}
