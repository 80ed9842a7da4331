import { DAY } from "../../model/time.ts";
import type { AnalysisRecord } from "../../suggestions/ports.ts";
import type { ReportedNearMiss, ReportedObstacle, ReportedReason } from "../../suggestions/miner.ts";
import { instant } from "./instant.ts";
import { toCountsWire } from "./replay.ts";

export type AnalysisWire = ReturnType<typeof toAnalysisWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Analysis:
 *       type: object
 *       properties:
 *         finished_at: { type: string, format: date-time }
 *         seconds: { type: number }
 *         changes: { type: integer, description: State changes analysed }
 *         history:
 *           type: object
 *           description: The whole local days analysed
 *           properties:
 *             from: { type: string, format: date-time, nullable: true }
 *             to: { type: string, format: date-time, nullable: true, description: Exclusive }
 *             days: { type: integer }
 *         suggestions: { type: integer }
 *         obstacle:
 *           type: object
 *           nullable: true
 *           description: Why nothing can be found in this home
 *           properties:
 *             kind: { type: string, enum: [too_little_history, no_actuators, nothing_done_by_hand] }
 *             text: { type: string }
 *             has: { type: number, nullable: true, description: Days }
 *             needs: { type: number, nullable: true, description: Days }
 *         near_misses:
 *           type: array
 *           items: { $ref: "#/components/schemas/NearMiss" }
 */
export const toAnalysisWire = (analysis: AnalysisRecord) => ({
  finished_at: instant(analysis.finishedAt),
  seconds: analysis.seconds,
  changes: analysis.changes,
  history: toHistoryWire(analysis.history),
  suggestions: analysis.suggestions,
  obstacle: analysis.obstacle === null ? null : toObstacleWire(analysis.obstacle),
  near_misses: analysis.nearMisses.map(toNearMissWire),
});

const toHistoryWire = (history: AnalysisRecord["history"]) =>
  history === null
    ? { from: null, to: null, days: 0 }
    : { from: instant(history.from), to: instant(history.to), days: Math.round((history.to - history.from) / DAY) };

/**
 * @openapi
 * components:
 *   schemas:
 *     NearMiss:
 *       type: object
 *       description: "The best candidate for an entity and state without a suggestion, and why it was not offered"
 *       properties:
 *         title: { type: string }
 *         entity_id: { type: string }
 *         state: { type: string }
 *         reason:
 *           type: object
 *           required: [kind, text, has, needs]
 *           properties:
 *             kind: { type: string, enum: [too_few_times, too_few_days, too_few_weeks, not_right_enough, not_confirmed, given_up, could_be_chance, already_automated, contradicts] }
 *             text: { type: string, description: The reason as one sentence }
 *             has: { type: number, nullable: true, description: "Times, days, weeks, or a share from 0 to 1, depending on the kind" }
 *             needs: { type: number, nullable: true }
 *             by: { type: string, description: The existing automation that already does it or contradicts it }
 *         learned: { $ref: "#/components/schemas/ReplayCounts" }
 *         held_out: { $ref: "#/components/schemas/ReplayCounts" }
 */
const toNearMissWire = ({ title, entityId, state, reason, learned, heldOut }: ReportedNearMiss) => ({
  title,
  entity_id: entityId,
  state,
  reason: toReasonWire(reason),
  learned: toCountsWire(learned),
  held_out: toCountsWire(heldOut),
});

const toReasonWire = ({ kind, text, has, needs, by }: ReportedReason) => ({
  kind,
  text,
  has,
  needs,
  ...(by === null ? {} : { by }),
});

const toObstacleWire = ({ kind, text, has, needs }: ReportedObstacle) => ({ kind, text, has, needs });
