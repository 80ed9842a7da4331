import { z } from "zod";

/** The parts of a command's document that are measured over homes or written as tables. */

const counts = z.object({
  tp: z.number(),
  fp: z.number(),
  noop: z.number(),
  duplicates: z.number(),
  saved: z.number(),
});

const countedDays = counts.extend({ days: z.number() });

export const minedDocument = z.object({
  suggestions: z.array(
    z.object({
      title: z.string(),
      pattern_type: z.string(),
      confidence: z.number(),
      automation: z.looseObject({}),
      evidence: z.object({
        actions: z.array(z.string()),
        learned: countedDays,
        held_out: countedDays.extend({
          saved_per_week: z.number(),
          false_per_week: z.number(),
          /** Only for reminders. */
          alerts_per_week: z.number().optional(),
        }),
      }),
    }),
  ),
  near_misses: z.array(
    z.object({
      title: z.string(),
      entity_id: z.string(),
      state: z.string(),
      reason: z.object({ kind: z.string(), has: z.number().nullable(), needs: z.number().nullable() }),
      learned: countedDays,
      held_out: countedDays,
    }),
  ),
});

const judged = z.object({
  judged_days: z.number(),
  methods: z.array(
    counts.extend({ method: z.string(), actions: z.number(), suggestions_by_fold: z.array(z.number()) }),
  ),
});

export const evaluatedDocument = z.object({
  evaluations: z.array(
    judged.extend({
      protocol: z.string(),
      train_days: z.union([z.number(), z.literal("all")]),
      hands: judged.nullable(),
    }),
  ),
});

export const replayedDocument = countedDays.extend({
  actions: z.number(),
  automations: z.array(
    counts.extend({
      alias: z.string(),
      verdict: z.string(),
      alerts_per_week: z.number().nullable(),
      understanding: z.string(),
      unsupported: z.array(z.string()),
    }),
  ),
});

export type MinedDocument = z.infer<typeof minedDocument>;
export type EvaluatedDocument = z.infer<typeof evaluatedDocument>;
export type ReplayedDocument = z.infer<typeof replayedDocument>;
