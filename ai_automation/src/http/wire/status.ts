import type { BackfillProgress, HomeConnection } from "../../model/home.ts";
import type { Status } from "../../suggestions/showing/status.ts";
import { connectionText } from "../../suggestions/words/error-text.ts";
import { problemText } from "../../suggestions/words/problems.ts";
import { instant } from "./instant.ts";
import { toJobWire } from "./job.ts";
import { toLearningWire } from "./learning.ts";

export type StatusWire = ReturnType<typeof toStatusWire>;
export type ConnectionWire = ReturnType<typeof toConnectionWire>;
export type BackfillWire = ReturnType<typeof toBackfillWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Status:
 *       type: object
 *       properties:
 *         service: { type: string }
 *         version: { type: string }
 *         started_at: { type: string, format: date-time }
 *         home:
 *           type: object
 *           properties:
 *             kind: { $ref: "#/components/schemas/HomeKind" }
 *             state: { $ref: "#/components/schemas/HomeState" }
 *             message: { type: string, description: The meaning of the state and the remedy }
 *             since: { type: string, format: date-time }
 *             name: { type: string, nullable: true }
 *             version: { type: string, nullable: true }
 *             time_zone: { type: string, nullable: true }
 *             automations: { type: integer }
 *         history:
 *           type: object
 *           properties:
 *             changes: { type: integer }
 *             entities: { type: integer }
 *             first: { type: string, format: date-time, nullable: true }
 *             last: { type: string, format: date-time, nullable: true }
 *             days: { type: number, description: Days between them that are known }
 *             causes: { $ref: "#/components/schemas/CauseCounts" }
 *             backfill: { $ref: "#/components/schemas/Backfill" }
 *         analysis:
 *           type: object
 *           properties:
 *             running: { nullable: true, allOf: [{ $ref: "#/components/schemas/Job" }] }
 *             last: { nullable: true, allOf: [{ $ref: "#/components/schemas/Job" }] }
 *             next: { type: string, format: date-time, nullable: true }
 *         suggestions:
 *           type: object
 *           properties: { pending: { type: integer }, approved: { type: integer }, deployed: { type: integer }, rejected: { type: integer } }
 *         learning: { $ref: "#/components/schemas/Learning" }
 *         language_model: { type: string, enum: [none, ai_task, endpoint], description: The configured language model }
 *         fleet_policy:
 *           type: object
 *           nullable: true
 *           description: "Limits on new suggestions, set by those who look after the home; null without fleet_url. The household's decisions are not limited"
 *           properties:
 *             never_heating: { type: boolean }
 *             never_at_night: { type: boolean, description: "No automation that starts at a time between 22:00 and 7:00" }
 *             max_new_per_week: { type: integer, nullable: true, description: "Null for the household's own limit" }
 *         problems:
 *           type: array
 *           description: "Problems that need attention. A database problem is listed until the service restarts, all others until they are resolved"
 *           items:
 *             type: object
 *             properties:
 *               code: { type: string, enum: [database_damaged, mqtt_login_refused, mqtt_not_trusted, mqtt_ca_unreadable, history_unreadable, events_unreadable, home_unreadable, changes_not_stored] }
 *               message: { type: string, description: The cause and the remedy }
 *               since: { type: string, format: date-time }
 */
export const toStatusWire = (status: Status, service: string, language = status.info?.language ?? "en") => ({
  service,
  version: status.version,
  started_at: instant(status.startedAt),
  home: {
    ...toConnectionWire(status.connection, language),
    name: status.info?.name ?? null,
    version: status.info?.version ?? null,
    time_zone: status.info?.zone ?? null,
    automations: status.automations,
  },
  history: {
    changes: status.archive.changes,
    entities: status.archive.entities,
    first: instant(status.archive.first),
    last: instant(status.archive.last),
    days: Math.round(10 * status.archive.days) / 10,
    causes: status.archive.causes,
    backfill: toBackfillWire(status.backfill),
  },
  analysis: {
    running: status.analysis.running === null ? null : toJobWire(status.analysis.running, language),
    last: status.analysis.last === null ? null : toJobWire(status.analysis.last, language),
    next: instant(status.analysis.next),
  },
  suggestions: status.suggestions,
  learning: toLearningWire(status.pause),
  language_model: status.language,
  fleet_policy: status.fleetPolicy,
  problems: status.problems.map((problem) => ({
    code: problem.code,
    message: problemText(problem, language),
    since: instant(problem.since),
  })),
});

/**
 * @openapi
 * components:
 *   schemas:
 *     HomeKind: { type: string, enum: [home_assistant, simulated] }
 *     HomeState: { type: string, enum: [connecting, connected, invalid_token, not_admin, unreachable, starting, recovery_mode, recorder_migrating, unsupported_version, other_home, stopped] }
 *     Connection:
 *       type: object
 *       properties:
 *         kind: { $ref: "#/components/schemas/HomeKind" }
 *         state: { $ref: "#/components/schemas/HomeState" }
 *         message: { type: string, description: The meaning of the state and the remedy }
 *         since: { type: string, format: date-time }
 */
export const toConnectionWire = (connection: HomeConnection, language: string) => ({
  kind: connection.kind,
  state: connection.state,
  message: connectionText(connection, language),
  since: instant(connection.since),
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Backfill:
 *       type: object
 *       description: Reading the history that Home Assistant has already recorded
 *       properties:
 *         state: { type: string, enum: [waiting, running, done] }
 *         days_read: { type: integer }
 *         changes_read: { type: integer }
 *         covered_since: { type: string, format: date-time, nullable: true, description: History is complete from here to now }
 *         seconds_left: { type: number, nullable: true, description: Estimate }
 */
export const toBackfillWire = ({ state, daysRead, changesRead, coveredSince, secondsLeft }: BackfillProgress) => ({
  state,
  days_read: daysRead,
  changes_read: changesRead,
  covered_since: instant(coveredSince),
  seconds_left: secondsLeft,
});
