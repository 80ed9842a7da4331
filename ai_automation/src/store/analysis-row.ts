import { z } from "zod";
import { machineCauseSchema } from "../suggestions/finding/contradictions.ts";
import { OBSTACLE_KINDS, REASON_KINDS } from "../suggestions/miner.ts";
import type { AnalysisRecord } from "../suggestions/ports.ts";
import { habitCondition, habitTrigger } from "./habit-column.ts";
import { counts, json } from "./json-column.ts";

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const lack = { text: z.string(), has: z.number().nullable(), needs: z.number().nullable() };

const seen = z.object({ times: z.number(), devices: z.number() });
const obstacle = z.object({ kind: z.enum(OBSTACLE_KINDS), ...lack, seen: seen.exactOptional() });

const shortfall = { has: z.number(), needs: z.number() };

const reasonFacts = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("too_few_times"), ...shortfall }),
  z.object({ kind: z.literal("too_few_days"), ...shortfall }),
  z.object({ kind: z.literal("not_right_enough"), ...shortfall }),
  z.object({ kind: z.literal("not_confirmed"), ...shortfall }),
  z.object({ kind: z.literal("given_up"), ...shortfall }),
  z.object({ kind: z.literal("could_be_chance"), ...shortfall }),
  z.object({
    kind: z.literal("already_automated"),
    by: z.string().nullable(),
    certainty: z.enum(["sure", "perhaps"]),
  }),
  z.object({ kind: z.literal("contradicts"), other: z.string() }),
]);

const nearMiss = z.object({
  title: z.string(),
  entityId: z.string(),
  state: z.string(),
  // Analyses by release 1.0.0 can also have too_few_weeks.
  reason: z.object({
    kind: z.enum(REASON_KINDS).catch("too_few_days"),
    ...lack,
    by: z.string().nullable(),
    reason: reasonFacts.exactOptional(),
  }),
  form: z.object({ trigger: habitTrigger, conditions: z.array(habitCondition) }).exactOptional(),
  learned: counts,
  heldOut: counts,
  prospect: z.object({ more: z.number(), likelyAt: z.number() }).nullable().default(null),
  newestDays: z.number().exactOptional(),
});

const selfActing = z.object({
  target: z.object({ entityId: z.string(), state: z.string() }),
  cause: machineCauseSchema,
  count: z.number(),
  from: z.number(),
  to: z.number(),
  actsAs: z.string().nullable(),
  isContradicted: z.boolean().default(false),
  title: z.string(),
  text: z.string(),
});

/** Parses a row of `analyses` into the model. */
export const analysisRow = z
  .object({
    finished_at: instant,
    changes: z.number(),
    seconds: z.number(),
    suggestions: z.number(),
    history_from: instant.nullable(),
    history_to: instant.nullable(),
    obstacle: json(obstacle).nullable(),
    near_misses: json(z.array(nearMiss)),
    self_acting: json(z.array(selfActing)),
    unusual_days: json(
      z.object({
        away: z.array(z.int()),
        crowded: z.array(z.int()),
        paused: z.array(z.int()).default([]),
        unrecorded: z.array(z.int()).default([]),
      }),
    ),
  })
  .transform((row): AnalysisRecord => ({
    finishedAt: row.finished_at,
    changes: row.changes,
    seconds: row.seconds,
    suggestions: row.suggestions,
    history:
      row.history_from === null || row.history_to === null ? null : { from: row.history_from, to: row.history_to },
    obstacle: row.obstacle,
    nearMisses: row.near_misses,
    selfActing: row.self_acting,
    unusual: row.unusual_days,
  }));
