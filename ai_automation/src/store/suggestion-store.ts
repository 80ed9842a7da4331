import type { Knex } from "knex";
import { z } from "zod";
import { automationYaml } from "../automation/write/yaml.ts";
import type { AutomationConfig } from "../model/automation.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import type { SuggestionStore, Transition } from "../suggestions/ports.ts";
import { refusalColumn } from "./refusal-column.ts";
import { createSuggestionQueries } from "./suggestion-queries.ts";

/** Suggestions with their patterns, feedback and lifecycle in SQLite. Changes of several tables are one transaction. */
export function createSuggestionStore(database: Knex): SuggestionStore {
  return {
    ...createSuggestionQueries(database),
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
    beginUndo: async (id) => {
      await database("begun_undos").insert({ suggestion_id: id }).onConflict().ignore();
    },
    cancelUndo: async (id) => {
      await database("begun_undos").where({ suggestion_id: id }).delete();
    },
    completeRemoval: async (haAutomationId) => {
      await database("removals").where({ ha_automation_id: haAutomationId }).delete();
    },
  };
}

/** Only these may be changed by an analysis: pending, and not edited, snoozed or watched. */
const OPEN = { status: "pending", is_modified: 0, watching_since: null, snoozed_until: null } as const;

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
    ...(set?.refusal === undefined ? {} : { refusal: refusalColumn(set.refusal, set.refusalCause) }),
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
  if (step === "undone") await trx("begun_undos").where({ suggestion_id: id }).delete();
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

/** A pattern's `device_id` is the entity that the automation acts on. */
const patternColumns = ({ targets, trigger, confidence, evidence }: SuggestionDraft) => ({
  device_id: targets[0]?.entityId ?? "",
  metadata: JSON.stringify({ trigger, targets }),
  confidence,
  occurrences: evidence.actions.length,
});
