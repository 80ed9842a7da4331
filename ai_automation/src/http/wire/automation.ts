import type { Activity, ListedAutomation } from "../../suggestions/follow-up/automation-list.ts";
import { instant } from "../wire.ts";

/**
 * @openapi
 * components:
 *   schemas:
 *     Activity:
 *       type: object
 *       properties:
 *         total: { type: integer, description: Ours since they were created }
 *         last_7_days: { type: integer, description: "Local days, today counts" }
 *         last: { type: string, format: date-time, nullable: true }
 *     Automation:
 *       type: object
 *       properties:
 *         entity_id: { type: string, nullable: true, description: Null while one of ours is not found in the home }
 *         id: { type: string, nullable: true, description: The config id }
 *         suggestion_id: { type: integer, nullable: true, description: Ours come from a suggestion }
 *         alias: { type: string }
 *         is_ours: { type: boolean }
 *         is_on: { type: boolean, nullable: true, description: Null while it is not found in the home }
 *         paused_at: { type: string, format: date-time, nullable: true }
 *         runs: { $ref: "#/components/schemas/Activity" }
 *         corrections:
 *           description: How often somebody undid what a run did within 15 minutes of it
 *           allOf: [{ $ref: "#/components/schemas/Activity" }]
 *         needs_attention:
 *           type: object
 *           nullable: true
 *           description: Why somebody should look at it; runs that changed something since it was created, resumed or fixed
 *           properties:
 *             reason: { type: string, enum: [often_undone, imprecise, undone_later] }
 *             reversals: { type: integer, description: "In the last 14 days; days, where it is undone later" }
 *             runs: { type: integer }
 *             precision: { type: number, description: The share of the runs that nobody undid }
 *         is_idle: { type: boolean, description: It has not run in 90 days while its trigger happened }
 *         missing_entities: { type: array, items: { type: string }, description: What it names that the home no longer has }
 *         weeks:
 *           type: array
 *           description: The last eight, oldest first; the last one ends with today
 *           items:
 *             type: object
 *             properties:
 *               from: { type: string, format: date-time }
 *               runs: { type: integer }
 *               corrections: { type: integer }
 */
export const automationWire = (automation: ListedAutomation) => ({
  entity_id: automation.entityId,
  id: automation.id,
  suggestion_id: automation.suggestionId,
  alias: automation.alias,
  is_ours: automation.suggestionId !== null,
  is_on: automation.isOn,
  paused_at: automation.pausedAt,
  runs: activityWire(automation.runs),
  corrections: activityWire(automation.corrections),
  needs_attention: automation.attention,
  is_idle: automation.isIdle,
  missing_entities: automation.missing,
  weeks: automation.weeks.map(({ from, runs, corrections }) => ({ from: instant(from), runs, corrections })),
});

const activityWire = ({ total, last7Days, last }: Activity) => ({
  total,
  last_7_days: last7Days,
  last: instant(last),
});
