import type { Knex } from "knex";
import { z } from "zod";
import { PATTERN_TYPES } from "../model/habit.ts";
import type { AutomationConfig } from "../model/automation.ts";
import {
  REJECT_REASONS,
  SUGGESTION_STATUSES,
  type SuggestionDraft,
  type SuggestionStatus,
} from "../model/suggestion.ts";
import { automationYaml } from "../automation/write/yaml.ts";
import type { SuggestionStore, Transition } from "../suggestions/ports.ts";
import { json } from "./json-column.ts";
import { patternRow, suggestionRow } from "./suggestion-rows.ts";

/** Suggestions, their patterns, feedback and life in SQLite. Every change of several tables is one transaction. */
export function createSuggestionStore(database: Knex): SuggestionStore {
  const joined = () =>
    withAutomation(database("suggestions"))
      .join("patterns", "patterns.id", "suggestions.pattern_id")
      .select("suggestions.*", "patterns.pattern_type");
  const visible = (status: SuggestionStatus | undefined) => {
    const query = withAutomation(database("suggestions")).whereNull("withdrawn_at");
    return status === undefined ? query : query.where({ status });
  };
  return {
    find: async (id) => z.array(suggestionRow).parse(await joined().where("suggestions.id", id))[0],
    list: async (status, { limit, offset }) => {
      const page = visible(status)
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
      return { items, total: await countOf(visible(status)) };
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
    offer: (draft) => database.transaction((trx) => insertDraft(trx, draft)),
    refresh: (id, draft) => database.transaction((trx) => updateDraft(trx, id, draft)),
    withdraw: (id) =>
      database.transaction(async (trx) => {
        const withdrawn = await trx("suggestions")
          .where({ id, ...OPEN })
          .whereNull("withdrawn_at")
          .update({ withdrawn_at: new Date().toISOString() });
        if (withdrawn > 0) await addStep(trx, id, "withdrawn");
      }),
    adopt: (id, automation) =>
      database.transaction(async (trx) => {
        const columns = automation === null ? {} : automationColumns(automation);
        const changed = await trx("suggestions")
          .where({ id, status: "deployed" })
          .update({ ...columns, is_modified: 1 });
        if (changed === 0) return;
        await trx("user_feedback").insert({ suggestion_id: id, action: "modified" });
        await addStep(trx, id, "modified", { by: "home" });
      }),
    modify: (id, automation, replay, title) =>
      database.transaction(async (trx) => {
        const changed = await trx("suggestions")
          .where({ id, status: "pending" })
          .update({
            ...automationColumns(automation),
            title,
            replay: JSON.stringify(replay),
            is_modified: 1,
            watch: null,
            refusal: null,
            withdrawn_at: null,
          });
        if (changed === 0) return false;
        await trx("user_feedback").insert({ suggestion_id: id, action: "modified" });
        await addStep(trx, id, "modified");
        return true;
      }),
    move: (id, transition) => database.transaction((trx) => makeTransition(trx, id, transition)),
    saveWatchScore: async ({ id, watchingSince }, score) => {
      await database("suggestions")
        .where({ id, status: "pending", watching_since: watchingSince })
        .update({ watch: JSON.stringify(score) });
    },
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
    completeRemoval: async (haAutomationId) => {
      await database("removals").where({ ha_automation_id: haAutomationId }).delete();
    },
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

/** What an analysis may change: nobody has edited, put off or decided it, or watches how it does. */
const OPEN = { status: "pending", is_modified: 0, watching_since: null, snoozed_until: null } as const;

/** Leaves out rows that another program wrote with the first story's columns alone: there is nothing to replay. */
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

async function insertDraft(trx: Knex.Transaction, draft: SuggestionDraft): Promise<number> {
  const [patternId] = await trx("patterns").insert({ pattern_type: draft.patternType, ...patternColumns(draft) });
  const [id] = z
    .tuple([z.number()])
    .parse(await trx("suggestions").insert({ pattern_id: patternId, ...draftColumns(draft) }));
  await addStep(trx, id, "offered");
  return id;
}

async function updateDraft(trx: Knex.Transaction, id: number, draft: SuggestionDraft): Promise<void> {
  const changed = await trx("suggestions")
    .where({ id, ...OPEN })
    .update({ ...draftColumns(draft), withdrawn_at: null });
  if (changed === 0) return;
  await trx("patterns")
    .whereIn("id", trx("suggestions").where({ id }).select("pattern_id"))
    .update(patternColumns(draft));
}

async function makeTransition(trx: Knex.Transaction, id: number, transition: Transition): Promise<boolean> {
  const { step, from, to, set, feedback, remove, becomes, detail } = transition;
  const columns = {
    ...(set?.haAutomationId === undefined ? {} : { ha_automation_id: set.haAutomationId }),
    ...(set?.deployedAt === undefined ? {} : { deployed_at: set.deployedAt }),
    ...(set?.refusal === undefined ? {} : { refusal: set.refusal }),
    ...(set?.watchingSince === undefined ? {} : { watching_since: set.watchingSince, watch: null }),
    ...(set?.snoozedUntil === undefined ? {} : { snoozed_until: set.snoozedUntil }),
    ...(set?.pausedAt === undefined ? {} : { paused_at: set.pausedAt }),
    ...(set?.followedSince === undefined ? {} : { followed_since: set.followedSince }),
  };
  const moved = await trx("suggestions")
    .where({ id })
    .whereIn("status", [...from])
    .update({ status: to, withdrawn_at: null, ...columns });
  if (moved === 0) return false;
  if (feedback !== undefined) {
    await trx("user_feedback").insert({ suggestion_id: id, action: feedback.action, feedback_text: feedback.text });
  }
  if (remove !== undefined) await trx("removals").insert({ ha_automation_id: remove }).onConflict().ignore();
  if (becomes !== undefined) {
    await trx("suggestions")
      .where({ status: "deployed", ha_automation_id: becomes.haAutomationId })
      .whereNull("fixes_automation_id")
      .update(automationColumns(becomes.automation));
  }
  await addStep(trx, id, step, detail);
  return true;
}

async function addStep(
  trx: Knex.Transaction,
  id: number,
  step: Transition["step"],
  detail?: Transition["detail"],
): Promise<void> {
  await trx("lifecycle_events").insert({
    suggestion_id: id,
    step,
    detail: detail === undefined ? null : JSON.stringify(detail),
  });
}

function draftColumns(draft: SuggestionDraft) {
  return {
    title: draft.title,
    description: draft.description,
    confidence: draft.confidence,
    trigger: JSON.stringify(draft.trigger),
    targets: JSON.stringify(draft.targets),
    evidence: JSON.stringify(draft.evidence),
    replay: JSON.stringify(draft.replay),
    alternatives: JSON.stringify(draft.alternatives),
    ...fixColumns(draft),
    ...automationColumns(draft.automation),
  };
}

const fixColumns = ({ fix }: SuggestionDraft) =>
  fix === undefined || fix === null
    ? { fixes_automation_id: null, fix: null }
    : { fixes_automation_id: fix.automationId, fix: JSON.stringify(fix) };

const automationColumns = (automation: AutomationConfig) => ({
  automation: JSON.stringify(automation),
  automation_yaml: automationYaml(automation),
});

/** A pattern's `device_id` is the entity that is acted on. */
const patternColumns = ({ targets, trigger, confidence, evidence }: SuggestionDraft) => ({
  device_id: targets[0]?.entityId ?? "",
  metadata: JSON.stringify({ trigger, targets }),
  confidence,
  occurrences: evidence.actions.length,
});
