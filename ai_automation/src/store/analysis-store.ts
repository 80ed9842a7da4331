import type { Knex } from "knex";
import type { AnalysisStore } from "../suggestions/ports.ts";
import { analysisRow } from "./analysis-row.ts";

const ONLY_ROW = 1;

/** Stores the last analysis only: saving replaces the previous one. */
export function createAnalysisStore(database: Knex): AnalysisStore {
  return {
    save: async (analysis) => {
      const { finishedAt, changes, seconds, suggestions, history, obstacle, nearMisses, selfActing, unusual } =
        analysis;
      await database("analyses")
        .insert({
          id: ONLY_ROW,
          finished_at: isoOf(finishedAt),
          changes,
          seconds,
          suggestions,
          history_from: history === null ? null : isoOf(history.from),
          history_to: history === null ? null : isoOf(history.to),
          obstacle: obstacle === null ? null : JSON.stringify(obstacle),
          near_misses: JSON.stringify(nearMisses),
          self_acting: JSON.stringify(selfActing),
          unusual_days: JSON.stringify(unusual),
        })
        .onConflict("id")
        .merge();
    },
    last: async () => {
      const row: unknown = await database("analyses").where({ id: ONLY_ROW }).first();
      return row === undefined ? undefined : analysisRow.parse(row);
    },
  };
}

const isoOf = (at: number): string => new Date(at).toISOString();
