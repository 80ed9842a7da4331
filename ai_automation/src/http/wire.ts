import type { Job } from "../model/job.ts";
import type { ReplayCounts } from "../model/habit.ts";
import type { BackfillProgress, HomeConnection } from "../model/home.ts";
import type { ReplayResult, Suggestion } from "../model/suggestion.ts";
import { DAY } from "../model/time.ts";
import type { Status } from "../suggestions/showing/status.ts";

/** Instants leave as ISO 8601 UTC, names as snake_case: with the stores, the only place where that is mapped. */
export const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/**
 * @openapi
 * components:
 *   schemas:
 *     ReplayCounts:
 *       type: object
 *       description: Counts of a replay; "days" are the local days with a true positive
 *       properties:
 *         tp: { type: integer, description: Runs after or before which the person did just that }
 *         fp: { type: integer, description: Runs that nobody wanted }
 *         noop: { type: integer, description: Runs that would have changed nothing }
 *         duplicates: { type: integer }
 *         saved: { type: integer, description: True positives at or before the action }
 *         days: { type: integer }
 */
export const countsWire = ({ tp, fp, noop, duplicates, saved, days }: ReplayCounts) => ({
  tp,
  fp,
  noop,
  duplicates,
  saved,
  days,
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Replay:
 *       description: What the automation would have done on days it was not learned from
 *       allOf:
 *         - $ref: "#/components/schemas/ReplayCounts"
 *         - type: object
 *           properties:
 *             from: { type: string, format: date-time }
 *             to: { type: string, format: date-time, description: Exclusive }
 *             precision: { type: number, nullable: true, description: tp / (tp + fp) }
 *             saved_per_week: { type: number }
 *             false_per_week: { type: number }
 *             alerts_per_week: { type: number, description: "reminders only: how often it would have told" }
 *             weeks:
 *               type: array
 *               description: The last ten weeks, oldest first
 *               items: { type: object, properties: { right: { type: integer }, wrong: { type: integer } } }
 *             marks:
 *               type: array
 *               items:
 *                 type: object
 *                 properties:
 *                   at: { type: string, format: date-time }
 *                   entity_id: { type: string }
 *                   outcome: { type: string, enum: [tp, fp, noop, duplicate] }
 *                   acted_at: { type: string, format: date-time, nullable: true }
 */
export const replayWire = (replay: ReplayResult) => ({
  from: instant(replay.from),
  to: instant(replay.to),
  ...countsWire(replay),
  precision: replay.precision,
  saved_per_week: replay.savedPerWeek,
  false_per_week: replay.falsePerWeek,
  ...(replay.alertsPerWeek === undefined ? {} : { alerts_per_week: replay.alertsPerWeek }),
  weeks: weeksOf(replay),
  marks: replay.marks.map(({ at, entityId, outcome, actedAt }) => ({
    at: instant(at),
    entity_id: entityId,
    outcome,
    acted_at: instant(actedAt),
  })),
});

const WEEK = 7 * DAY;
const WEEKS = 10;

function weeksOf({ from, to, marks }: ReplayResult): readonly { readonly right: number; readonly wrong: number }[] {
  const count = Math.max(1, Math.min(WEEKS, Math.ceil((to - from) / WEEK)));
  const weeks = Array.from({ length: count }, () => ({ right: 0, wrong: 0 }));
  for (const { at, outcome } of marks) {
    const week = weeks[count - 1 - Math.floor((to - at) / WEEK)];
    if (week !== undefined && outcome === "tp") week.right += 1;
    if (week !== undefined && outcome === "fp") week.wrong += 1;
  }
  return weeks;
}

/**
 * @openapi
 * components:
 *   schemas:
 *     Suggestion:
 *       type: object
 *       properties:
 *         id: { type: integer }
 *         pattern_id: { type: integer }
 *         pattern_type: { type: string, enum: [time_of_day, co_occurrence, anomaly] }
 *         title: { type: string }
 *         description: { type: string }
 *         status: { type: string, enum: [pending, approved, deployed, rejected] }
 *         confidence: { type: number, description: Lower bound of the held-out precision }
 *         automation: { type: object, description: A Home Assistant automation config }
 *         automation_yaml: { type: string }
 *         evidence:
 *           type: object
 *           properties:
 *             actions: { type: array, items: { type: string, format: date-time }, description: The actions it was learned from }
 *             learned: { $ref: "#/components/schemas/ReplayCounts" }
 *             levels:
 *               type: array
 *               description: "To what people set it; percent, kelvin, or the home's degrees"
 *               items:
 *                 type: object
 *                 properties:
 *                   entity_id: { type: string }
 *                   kind: { type: string, enum: [brightness, color_temp_kelvin, position, tilt_position, temperature, target_temp_low, target_temp_high, humidity, volume, percentage] }
 *                   median: { type: number }
 *                   low: { type: number, description: Lower quartile }
 *                   high: { type: number, description: Upper quartile }
 *                   times: { type: integer }
 *             people:
 *               type: array
 *               description: "Who did it, most often first; hands on switches are nobody's"
 *               items: { type: object, properties: { user_id: { type: string }, times: { type: integer } } }
 *         replay: { $ref: "#/components/schemas/Replay" }
 *         alternatives:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               title: { type: string }
 *               automation: { type: object }
 *               replay: { $ref: "#/components/schemas/ReplayCounts" }
 *         refusal: { type: string, nullable: true, description: Why Home Assistant refused it the last time or why it was dropped }
 *         ha_automation_id: { type: string, nullable: true }
 *         created_at: { type: string, format: date-time }
 *         updated_at: { type: string, format: date-time }
 *         deployed_at: { type: string, format: date-time, nullable: true }
 *         area: { type: string, nullable: true, description: The name of the area of what is acted on }
 *         label: { type: string, nullable: true, description: "The home's own label that it will bear, by the language model's choice" }
 *         watching_since: { type: string, format: date-time, nullable: true }
 *         watch:
 *           type: object
 *           nullable: true
 *           description: Its score since it is watched, once an analysis has run
 *           properties:
 *             since: { type: string, format: date-time }
 *             days: { type: integer, description: Midnights that have passed since }
 *             replay: { $ref: "#/components/schemas/Replay" }
 *         snoozed_until: { type: string, format: date-time, nullable: true }
 *         paused_at: { type: string, format: date-time, nullable: true }
 *         fix:
 *           type: object
 *           nullable: true
 *           description: It changes an automation that exists; approving updates it by its id, undo puts the old config back
 *           properties:
 *             automation_id: { type: string, description: The config id }
 *             before: { type: string }
 *             after: { type: string }
 *             automation_before: { type: object }
 */
export const suggestionWire = (
  suggestion: Suggestion,
  { area, label }: { readonly area: string | null; readonly label: string | null },
) => ({
  id: suggestion.id,
  pattern_id: suggestion.patternId,
  pattern_type: suggestion.patternType,
  title: suggestion.title,
  description: suggestion.description,
  status: suggestion.status,
  confidence: suggestion.confidence,
  automation: suggestion.automation,
  automation_yaml: suggestion.automationYaml,
  evidence: {
    actions: suggestion.evidence.actions.map(instant),
    learned: countsWire(suggestion.evidence.learned),
    levels: suggestion.evidence.levels.map(({ entityId, ...level }) => ({ entity_id: entityId, ...level })),
    people: suggestion.evidence.people.map(({ userId, times }) => ({ user_id: userId, times })),
  },
  replay: replayWire(suggestion.replay),
  alternatives: suggestion.alternatives.map(({ title, automation, replay }) => ({
    title,
    automation,
    replay: countsWire(replay),
  })),
  refusal: suggestion.refusal,
  ha_automation_id: suggestion.haAutomationId,
  created_at: suggestion.createdAt,
  updated_at: suggestion.updatedAt,
  deployed_at: suggestion.deployedAt,
  area,
  label,
  watching_since: suggestion.watchingSince,
  watch: watchWire(suggestion),
  snoozed_until: suggestion.snoozedUntil,
  paused_at: suggestion.pausedAt,
  fix: fixWire(suggestion),
});

/** Puts a suggestion on the wire, with what is known of the home. */
export type ToSuggestionWire = (suggestion: Suggestion) => ReturnType<typeof suggestionWire>;

const fixWire = ({ fix }: Suggestion) =>
  fix === undefined || fix === null
    ? null
    : { automation_id: fix.automationId, before: fix.before, after: fix.after, automation_before: fix.configBefore };

const watchWire = ({ watchingSince, watch }: Suggestion) =>
  watch === null ? null : { since: watchingSince, days: watch.days, replay: replayWire(watch.replay) };

/**
 * @openapi
 * components:
 *   schemas:
 *     Job:
 *       type: object
 *       properties:
 *         id: { type: string, format: uuid }
 *         kind: { type: string, enum: [analysis] }
 *         status: { type: string, enum: [running, done, failed, cancelled] }
 *         progress: { type: number, minimum: 0, maximum: 1 }
 *         step: { type: string, nullable: true, description: What is being done now }
 *         correlation_id: { type: string }
 *         started_at: { type: string, format: date-time }
 *         finished_at: { type: string, format: date-time, nullable: true }
 *         result: { type: object, nullable: true }
 *         error:
 *           type: object
 *           nullable: true
 *           properties: { code: { type: string }, message: { type: string } }
 */
export const jobWire = (job: Job) => ({
  id: job.id,
  kind: job.kind,
  status: job.status,
  progress: job.progress,
  step: job.step,
  correlation_id: job.correlationId,
  started_at: instant(job.startedAt),
  finished_at: instant(job.finishedAt),
  result: job.result,
  error: job.error,
});

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
 *             kind: { type: string, enum: [home_assistant, simulated] }
 *             state: { type: string, enum: [connecting, connected, invalid_token, not_admin, unreachable, starting, recorder_migrating, unsupported_version, stopped] }
 *             message: { type: string, description: What it means and what to do }
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
 *             causes: { type: object, additionalProperties: { type: integer } }
 *             backfill:
 *               type: object
 *               properties:
 *                 state: { type: string, enum: [waiting, running, done] }
 *                 days_read: { type: integer }
 *                 changes_read: { type: integer }
 *                 covered_since: { type: string, format: date-time, nullable: true }
 *                 seconds_left: { type: number, nullable: true, description: About how long it goes on }
 *         analysis:
 *           type: object
 *           properties:
 *             running: { nullable: true, allOf: [{ $ref: "#/components/schemas/Job" }] }
 *             last: { nullable: true, allOf: [{ $ref: "#/components/schemas/Job" }] }
 *             next: { type: string, format: date-time, nullable: true }
 *         suggestions:
 *           type: object
 *           properties: { pending: { type: integer }, approved: { type: integer }, deployed: { type: integer }, rejected: { type: integer } }
 *         language_model: { type: string, enum: [none, ai_task, endpoint], description: Which language model helps with words }
 *         problems:
 *           type: array
 *           description: What people should know of; of the database until the service starts again, of the rest until it is settled
 *           items:
 *             type: object
 *             properties:
 *               code: { type: string, enum: [database_damaged, mqtt_login_refused, mqtt_not_trusted, mqtt_ca_unreadable, history_unreadable, events_unreadable, home_unreadable, changes_not_stored] }
 *               message: { type: string }
 *               since: { type: string, format: date-time }
 */
export const statusWire = (status: Status, service: string) => ({
  service,
  version: status.version,
  started_at: instant(status.startedAt),
  home: {
    ...connectionWire(status.connection),
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
    causes: status.archive.causes,
    backfill: backfillWire(status.backfill),
  },
  analysis: {
    running: status.analysis.running === null ? null : jobWire(status.analysis.running),
    last: status.analysis.last === null ? null : jobWire(status.analysis.last),
    next: instant(status.analysis.next),
  },
  suggestions: status.suggestions,
  language_model: status.language,
  problems: status.problems.map(({ code, message, since }) => ({ code, message, since: instant(since) })),
});

export const connectionWire = ({ kind, state, message, since }: HomeConnection) => ({
  kind,
  state,
  message,
  since: instant(since),
});

export const backfillWire = ({ state, daysRead, changesRead, coveredSince, secondsLeft }: BackfillProgress) => ({
  state,
  days_read: daysRead,
  changes_read: changesRead,
  covered_since: instant(coveredSince),
  seconds_left: secondsLeft,
});

/** Without what only the picture of one suggestion needs: a list of many stays small. */
export const inBrief = (told: ReturnType<typeof suggestionWire>): ReturnType<typeof suggestionWire> => ({
  ...told,
  evidence: { ...told.evidence, actions: [] },
  replay: { ...told.replay, marks: [] },
});
