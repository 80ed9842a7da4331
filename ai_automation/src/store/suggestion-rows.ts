import { z } from "zod";
import { automationConfig } from "../model/automation.ts";
import { PATTERN_TYPES } from "../model/habit.ts";
import { NUMERIC_LEVELS } from "../model/level.ts";
import { REJECT_REASONS, SUGGESTION_STATUSES, type Pattern, type Suggestion } from "../model/suggestion.ts";
import { habitTrigger } from "./habit-column.ts";
import { counts, json } from "./json-column.ts";
import { refusalOf } from "./refusal-column.ts";

const replay = counts.extend({
  from: z.number(),
  to: z.number(),
  precision: z.number().nullable(),
  savedPerWeek: z.number(),
  falsePerWeek: z.number(),
  alertsPerWeek: z.number().optional(),
  judgedDays: z.number().optional(),
  marks: z.array(
    z.object({
      at: z.number(),
      entityId: z.string(),
      outcome: z.enum(["tp", "fp", "noop", "duplicate"]),
      actedAt: z.number().nullable(),
    }),
  ),
});

const usualLevel = z.object({
  entityId: z.string(),
  kind: z.enum(NUMERIC_LEVELS),
  median: z.number(),
  low: z.number(),
  high: z.number(),
  times: z.number(),
});

const descriptionFacts = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("habit"),
    days: z.number(),
    times: z.number(),
    right: z.number(),
    of: z.number(),
    owner: z.string().nullable(),
    off: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("reminder"),
    days: z.number(),
    normal: z.number(),
    all: z.number(),
    testedNormal: z.number(),
    testedAll: z.number(),
  }),
]);

const change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("days"), weekdays: z.array(z.number()) }),
  z.object({ kind: z.literal("hours"), after: z.number(), before: z.number() }),
  z.object({ kind: z.literal("sun"), isDark: z.boolean() }),
  z.object({ kind: z.literal("for"), before: z.number(), after: z.number() }),
  z.object({ kind: z.literal("time"), by: z.number() }),
  z.object({ kind: z.literal("state"), entityId: z.string(), state: z.string() }),
  z.object({
    kind: z.literal("number"),
    entityId: z.string(),
    above: z.number().nullable(),
    below: z.number().nullable(),
  }),
  z.object({
    kind: z.literal("level"),
    entityId: z.string(),
    level: z.enum(NUMERIC_LEVELS),
    before: z.number().nullable(),
    after: z.number(),
  }),
]);

const fixFacts = z.object({
  change,
  undone: z.number(),
  runs: z.number(),
  repaired: z.number(),
  kept: z.number(),
});

const convertedBound = z.object({ before: z.number().nullable(), after: z.number().nullable() });

const fix = z.object({
  automationId: z.string(),
  configBefore: automationConfig,
  before: z.string(),
  after: z.string(),
  facts: fixFacts.exactOptional(),
  renames: z.array(z.object({ from: z.string(), to: z.string() })).exactOptional(),
  units: z
    .array(
      z.object({
        entityId: z.string(),
        from: z.string(),
        to: z.string(),
        above: convertedBound,
        below: convertedBound,
      }),
    )
    .exactOptional(),
});

/** Parses a joined row of suggestions and patterns into the model. */
export const suggestionRow = z
  .object({
    id: z.number(),
    pattern_id: z.number(),
    pattern_type: z.enum(PATTERN_TYPES),
    title: z.string(),
    description: z.string(),
    status: z.enum(SUGGESTION_STATUSES),
    confidence: z.number(),
    trigger: json(habitTrigger),
    targets: json(z.array(z.object({ entityId: z.string(), state: z.string() }))),
    automation: json(automationConfig),
    automation_yaml: z.string(),
    evidence: json(
      z.object({
        actions: z.array(z.number()),
        learned: counts,
        levels: z.array(usualLevel).default([]),
        people: z.array(z.object({ userId: z.string(), times: z.number() })).default([]),
        wouldBeDoneBy: z.string().exactOptional(),
        facts: descriptionFacts.exactOptional(),
      }),
    ),
    replay: json(replay),
    alternatives: json(z.array(z.object({ title: z.string(), automation: automationConfig, replay: counts }))),
    is_modified: z.number(),
    refusal: z.string().nullable(),
    ha_automation_id: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    deployed_at: z.string().nullable(),
    watching_since: z.string().nullable(),
    watch: json(z.object({ days: z.number(), replay })).nullable(),
    snoozed_until: z.string().nullable(),
    paused_at: z.string().nullable(),
    fix: json(fix).nullable(),
    followed_since: z.string().nullable(),
    reject_reason: z.enum(REJECT_REASONS).nullable().catch(null),
  })
  .transform((row): Suggestion => ({
    id: row.id,
    patternId: row.pattern_id,
    patternType: row.pattern_type,
    title: row.title,
    description: row.description,
    status: row.status,
    confidence: row.confidence,
    trigger: row.trigger,
    targets: row.targets,
    automation: row.automation,
    automationYaml: row.automation_yaml,
    evidence: row.evidence,
    replay: row.replay,
    alternatives: row.alternatives,
    isModified: row.is_modified === 1,
    ...refusalOf(row.refusal),
    haAutomationId: row.ha_automation_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deployedAt: row.deployed_at,
    ...(row.status === "pending"
      ? { watchingSince: row.watching_since, watch: row.watch, snoozedUntil: row.snoozed_until }
      : { watchingSince: null, watch: null, snoozedUntil: null }),
    pausedAt: row.status === "deployed" ? row.paused_at : null,
    fix: row.fix,
    followedSince: row.status === "deployed" ? row.followed_since : null,
    rejectReason: row.status === "rejected" ? row.reject_reason : null,
  }));

export const patternRow = z
  .object({
    id: z.number(),
    pattern_type: z.enum(PATTERN_TYPES),
    device_id: z.string(),
    metadata: json(z.unknown()).nullable(),
    confidence: z.number(),
    occurrences: z.number(),
    created_at: z.string(),
  })
  .transform((row): Pattern => ({
    id: row.id,
    patternType: row.pattern_type,
    deviceId: row.device_id,
    metadata: row.metadata,
    confidence: row.confidence,
    occurrences: row.occurrences,
    createdAt: row.created_at,
  }));
