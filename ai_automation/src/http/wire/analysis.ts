import { createHash } from "node:crypto";
import { formatDay, formatTimeOfDay } from "../../model/clock.ts";
import type { HabitTarget } from "../../model/habit.ts";
import type { MachineCause, NamedMachine } from "../../model/self-acting.ts";
import { DAY, SECOND } from "../../model/time.ts";
import type { WatchedHabit } from "../../suggestions/finding/watched-habits.ts";
import type {
  ReportedNearMiss,
  ReportedObstacle,
  ReportedReason,
  ReportedSelfActing,
} from "../../suggestions/miner.ts";
import type { AnalysisRecord } from "../../suggestions/ports.ts";
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
 *         changes: { type: integer, description: State changes analyzed }
 *         history:
 *           type: object
 *           description: The full local days analyzed
 *           properties:
 *             from: { type: string, format: date-time, nullable: true }
 *             to: { type: string, format: date-time, nullable: true, description: Exclusive }
 *             days: { type: integer, description: Without those that nobody recorded }
 *         unusual_days:
 *           type: object
 *           description: Local days that were not learned from
 *           properties:
 *             away: { type: array, items: { type: string, format: date }, description: Nobody was at home }
 *             paused: { type: array, items: { type: string, format: date }, description: Learning was paused }
 *             crowded: { type: array, items: { type: string, format: date }, description: "At least twice the usual activity, as with guests" }
 *             unrecorded: { type: array, items: { type: string, format: date }, description: "Nobody recorded them: two or more without any change" }
 *         suggestions: { type: integer }
 *         obstacle:
 *           type: object
 *           nullable: true
 *           description: Why nothing can be found in this home
 *           properties:
 *             kind: { type: string, enum: [too_little_history, no_actuators, nothing_done_by_hand, no_pattern] }
 *             text: { type: string }
 *             has: { type: number, nullable: true, description: Days }
 *             needs: { type: number, nullable: true, description: Days }
 *         near_misses:
 *           type: array
 *           items: { $ref: "#/components/schemas/NearMiss" }
 *         watched_habits:
 *           type: array
 *           description: Promising habits that somebody watches, and for two weeks what became of them
 *           items: { $ref: "#/components/schemas/WatchedHabit" }
 *         self_acting:
 *           type: array
 *           description: Actions that already happen by themselves, most frequent first; nothing is learned from them unless they were contradicted
 *           items: { $ref: "#/components/schemas/SelfActing" }
 */
export const toAnalysisWire = (analysis: AnalysisRecord, watched: readonly WatchedHabit[]) => ({
  finished_at: instant(analysis.finishedAt),
  seconds: analysis.seconds,
  changes: analysis.changes,
  history: toHistoryWire(analysis),
  unusual_days: {
    away: analysis.unusual.away.map(formatDay),
    crowded: analysis.unusual.crowded.map(formatDay),
    paused: analysis.unusual.paused.map(formatDay),
    unrecorded: analysis.unusual.unrecorded.map(formatDay),
  },
  suggestions: analysis.suggestions,
  obstacle: analysis.obstacle === null ? null : toObstacleWire(analysis.obstacle),
  near_misses: analysis.nearMisses.map((near) => toNearMissWire(near, watched)),
  watched_habits: watched.map(toWatchedHabitWire),
  self_acting: analysis.selfActing.map(toSelfActingWire),
});

const toHistoryWire = ({ history, unusual: { unrecorded } }: AnalysisRecord) =>
  history === null
    ? { from: null, to: null, days: 0 }
    : {
        from: instant(history.from),
        to: instant(history.to),
        days: Math.round((history.to - history.from) / DAY) - unrecorded.length,
      };

/**
 * @openapi
 * components:
 *   schemas:
 *     NearMiss:
 *       type: object
 *       description: "The best candidate for an entity and state that got no suggestion, and why it was not suggested"
 *       properties:
 *         id: { type: string }
 *         title: { type: string }
 *         entity_id: { type: string }
 *         state: { type: string }
 *         watching_since: { type: string, format: date-time, nullable: true, description: Null unless somebody watches it }
 *         reason:
 *           type: object
 *           required: [kind, text, has, needs]
 *           properties:
 *             kind: { type: string, enum: [too_few_times, too_few_days, not_right_enough, not_confirmed, given_up, could_be_chance, already_automated, contradicts, never_automated] }
 *             text: { type: string, description: The reason in one sentence }
 *             has: { type: number, nullable: true, description: "Times, days, or a share from 0 to 1, depending on the kind" }
 *             needs: { type: number, nullable: true }
 *             by: { type: string, description: The existing automation that already does it or contradicts it }
 *         learned: { $ref: "#/components/schemas/ReplayCounts" }
 *         held_out: { $ref: "#/components/schemas/ReplayCounts" }
 *         prospect:
 *           type: object
 *           nullable: true
 *           description: The evidence that is still needed if it stays right; null unless it is likely to be proven soon
 *           properties:
 *             more: { type: integer, description: Further right runs }
 *             likely_at: { type: string, format: date-time, description: When they will have happened at the rate so far }
 */
const toNearMissWire = (
  { title, entityId, state, reason, learned, heldOut, prospect }: ReportedNearMiss,
  watched: readonly WatchedHabit[],
) => ({
  id: habitId({ entityId, state }),
  title,
  entity_id: entityId,
  state,
  watching_since: sinceWhen({ entityId, state }, watched),
  reason: toReasonWire(reason),
  learned: toCountsWire(learned),
  held_out: toCountsWire(heldOut),
  prospect: prospect === null ? null : { more: prospect.more, likely_at: instant(prospect.likelyAt) },
});

/** Identifies a near miss within one analysis, and a watched habit. */
export const habitId = ({ entityId, state }: HabitTarget): string => hashOf([entityId, state]);

function sinceWhen({ entityId, state }: HabitTarget, watched: readonly WatchedHabit[]): string | null {
  const one = watched.find((one) => one.outcome === null && one.entityId === entityId && one.state === state);
  return one === undefined ? null : instant(one.since);
}

/**
 * @openapi
 * components:
 *   schemas:
 *     WatchedHabit:
 *       type: object
 *       properties:
 *         id: { type: string, description: The id of its near miss }
 *         title: { type: string }
 *         entity_id: { type: string }
 *         state: { type: string }
 *         since: { type: string, format: date-time }
 *         outcome: { type: string, enum: [offered, dropped], nullable: true, description: Null while it is promising }
 *         suggestion_id: { type: integer, nullable: true, description: The suggestion that it became }
 *         reason: { type: string, nullable: true, description: Why it was dropped }
 */
export const toWatchedHabitWire = ({ entityId, state, title, since, outcome }: WatchedHabit) => ({
  id: habitId({ entityId, state }),
  title,
  entity_id: entityId,
  state,
  since: instant(since),
  outcome: outcome === null ? null : outcome.kind,
  suggestion_id: outcome?.kind === "offered" ? outcome.suggestionId : null,
  reason: outcome?.kind === "dropped" ? outcome.reason : null,
});

const toReasonWire = ({ kind, text, has, needs, by }: ReportedReason) => ({
  kind,
  text,
  has,
  needs,
  ...(by === null ? {} : { by }),
});

const toObstacleWire = ({ kind, text, has, needs }: ReportedObstacle) => ({ kind, text, has, needs });

/**
 * @openapi
 * components:
 *   schemas:
 *     SelfActing:
 *       type: object
 *       properties:
 *         id: { type: string }
 *         title: { type: string }
 *         text: { type: string, description: "When it happens, how often that was seen, and the user it acts as, in one sentence" }
 *         entity_id: { type: string }
 *         state: { type: string }
 *         cause:
 *           type: object
 *           required: [kind]
 *           properties:
 *             kind: { type: string, enum: [after, own, clock, sun], description: "After a change of another entity, after its own last change, at a time of day, or relative to sunrise or sunset" }
 *             entity_id: { type: string, description: The trigger }
 *             state: { type: string, description: The state or event type of the trigger }
 *             lag_seconds: { type: number }
 *             event: { type: string, enum: [sunrise, sunset] }
 *             offset_seconds: { type: number, description: After sunrise or sunset; negative before }
 *             time_of_day: { type: string, description: "HH:MM or HH:MM:SS" }
 *         count: { type: integer, description: Number of occurrences }
 *         from: { type: string, format: date-time, description: First occurrence }
 *         to: { type: string, format: date-time, description: Last occurrence }
 *         acts_as: { type: string, nullable: true, description: "The user id it acts as, for example that of a scheduler" }
 *         contradicted: { type: boolean, description: "Whether somebody said that it was a person, so that the next analysis learns from it" }
 */
export const toSelfActingWire = (one: ReportedSelfActing) => ({
  id: selfActingId(one),
  ...toSelfActing(one),
  contradicted: one.isContradicted,
});

/** Identifies what acts by itself, within one analysis. */
export const selfActingId = ({ target, cause }: NamedMachine): string =>
  hashOf([target.entityId, target.state, toMachineCauseWire(cause)]);

const hashOf = (key: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 16);

const toSelfActing = ({ title, text, target, cause, count, from, to, actsAs }: ReportedSelfActing) => ({
  title,
  text,
  entity_id: target.entityId,
  state: target.state,
  cause: toMachineCauseWire(cause),
  count,
  from: instant(from),
  to: instant(to),
  acts_as: actsAs,
});

/** Durations are in seconds, times of day are HH:MM or HH:MM:SS. */
export const toMachineCauseWire = (cause: MachineCause) => {
  switch (cause.kind) {
    case "after":
      return { kind: cause.kind, entity_id: cause.entityId, state: cause.state, lag_seconds: cause.lag / SECOND };
    case "own":
      return { kind: cause.kind, state: cause.state, lag_seconds: cause.lag / SECOND };
    case "sun":
      return { kind: cause.kind, event: cause.event, offset_seconds: cause.offset / SECOND };
    case "clock":
      return { kind: cause.kind, time_of_day: formatTimeOfDay(cause.timeOfDay) };
  }
};
