import type { Reason } from "../../model/reason.ts";
import { HOUR, MINUTE } from "../../model/time.ts";
import type { Activity, ListedAutomation } from "../../suggestions/follow-up/automation-list.ts";
import type { Attention } from "../../suggestions/follow-up/verdict.ts";
import { reasonTexts } from "../../suggestions/words/reason-text.ts";
import { instant } from "./instant.ts";

export type AutomationWire = ReturnType<typeof toAutomationWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Activity:
 *       type: object
 *       properties:
 *         total: { type: integer, description: Of automations created here, since then }
 *         last_7_days: { type: integer, description: "Local days, including today" }
 *         last: { type: string, format: date-time, nullable: true }
 *     Reason:
 *       type: object
 *       properties:
 *         code: { type: string, example: attribute }
 *         values: { type: object, additionalProperties: { type: string }, example: { attribute: brightness, entity: light.hall } }
 *         text: { type: string, description: "In the reader's language", example: the attribute "brightness" of light.hall }
 *     Automation:
 *       type: object
 *       properties:
 *         entity_id: { type: string, nullable: true, description: Null while Home Assistant does not have an automation that was created here }
 *         id: { type: string, nullable: true, description: The id of the config }
 *         suggestion_id: { type: integer, nullable: true, description: Set for automations created here }
 *         alias: { type: string }
 *         is_ours: { type: boolean }
 *         is_on: { type: boolean, nullable: true, description: Null while Home Assistant does not have it }
 *         paused_at: { type: string, format: date-time, nullable: true }
 *         runs: { $ref: "#/components/schemas/Activity" }
 *         corrections:
 *           nullable: true
 *           description: How often somebody undid a run within 15 minutes; null if it changes nothing that can be undone, or if that is not known
 *           allOf: [{ $ref: "#/components/schemas/Activity" }]
 *         understood: { type: string, enum: [in_full, in_part, by_runs, not], description: "How much of its config is understood; by_runs: only what its runs changed" }
 *         not_understood: { type: array, items: { $ref: "#/components/schemas/Reason" }, description: "The parts of its config that are not understood" }
 *         not_replayed: { type: array, items: { $ref: "#/components/schemas/Reason" }, description: "The parts that are understood, but that the replay cannot judge" }
 *         acts_on: { type: array, items: { type: string }, description: "The entities that it changes, by its config and its runs of the last 90 days" }
 *         started_by:
 *           type: array
 *           description: "The triggers of its runs of the last 90 days, most frequent first, unless it is understood in full; at most five"
 *           items:
 *             type: object
 *             properties:
 *               trigger: { type: string, enum: [state, zone, time, sun, event, mqtt, webhook, tag, home_assistant, other] }
 *               entity_id: { type: string, nullable: true, description: The entity that changed }
 *               name: { type: string, nullable: true, description: Its name }
 *               runs: { type: integer }
 *         usual_hours:
 *           type: object
 *           nullable: true
 *           description: "The shortest part of the day with nine tenths of these runs; null for fewer than five, or if it is longer than twelve hours"
 *           properties:
 *             from: { type: string, example: "06:30" }
 *             to: { type: string, example: "08:10" }
 *         needs_attention:
 *           type: object
 *           nullable: true
 *           description: Why somebody should check it; based on the runs that changed something since it was created, resumed or fixed
 *           properties:
 *             reason: { type: string, enum: [often_undone, imprecise, undone_later] }
 *             reversals: { type: integer, description: "Undone runs in the last 14 days; for undone_later, the number of such days" }
 *             runs: { type: integer }
 *             precision: { type: number, description: The share of runs that nobody undid }
 *         is_idle: { type: boolean, description: It has not run in 90 days although its trigger occurred }
 *         missing_entities: { type: array, items: { type: string }, description: Entities in its config that Home Assistant no longer has }
 *         blocked_by: { type: array, items: { type: string }, description: "The missing entities because of which it never runs: a condition on one is an error, also inside not" }
 *         weeks:
 *           type: array
 *           description: The last eight weeks, oldest first; the last one ends today
 *           items:
 *             type: object
 *             properties:
 *               from: { type: string, format: date-time }
 *               runs: { type: integer }
 *               corrections: { type: integer, nullable: true }
 */
export const toAutomationWire = (automation: ListedAutomation, language: string) => ({
  entity_id: automation.entityId,
  id: automation.id,
  suggestion_id: automation.suggestionId,
  alias: automation.alias,
  is_ours: automation.suggestionId !== null,
  is_on: automation.isOn,
  paused_at: automation.pausedAt,
  runs: toActivityWire(automation.runs),
  corrections: automation.corrections === null ? null : toActivityWire(automation.corrections),
  understood: automation.understood,
  not_understood: toReasonsWire(automation.notUnderstood, language),
  not_replayed: toReasonsWire(automation.notReplayed, language),
  acts_on: automation.actsOn,
  started_by: automation.startedBy.map(({ kind, entityId, name, runs }) => ({
    trigger: kind,
    entity_id: entityId,
    name,
    runs,
  })),
  usual_hours:
    automation.usualHours === null
      ? null
      : { from: timeText(automation.usualHours.from), to: timeText(automation.usualHours.to) },
  needs_attention: automation.attention === null ? null : toAttentionWire(automation.attention),
  is_idle: automation.isIdle,
  missing_entities: automation.missing,
  blocked_by: automation.blockedBy,
  weeks: automation.weeks.map(({ from, runs, corrections }) => ({ from: instant(from), runs, corrections })),
});

const toReasonsWire = (reasons: readonly Reason[], language: string) => {
  const texts = reasonTexts(reasons, language);
  return reasons.map(({ code, values = {} }, index) => ({ code, values, text: texts[index] ?? code }));
};

const toActivityWire = ({ total, last7Days, last }: Activity) => ({
  total,
  last_7_days: last7Days,
  last: instant(last),
});

const toAttentionWire = ({ reason, reversals, runs, precision }: Attention) => ({ reason, reversals, runs, precision });

/** "06:30" */
const timeText = (timeOfDay: number): string =>
  [Math.floor(timeOfDay / HOUR), Math.floor((timeOfDay % HOUR) / MINUTE)]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
