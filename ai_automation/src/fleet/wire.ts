import type { OwnFigure, ReleasedFigure } from "./homes/figures.ts";
import type { ListedHome } from "./homes/list-homes.ts";
import type { ListedDecision, ListedSuggestion } from "./homes/list-suggestions.ts";
import type { ListedRecording } from "./homes/recordings.ts";

/**
 * @openapi
 * components:
 *   securitySchemes:
 *     tenant: { type: http, scheme: bearer, description: "A tenant's token, which manages its homes" }
 *     home: { type: http, scheme: bearer, description: "A home's token, with which it reports" }
 *   schemas:
 *     Instant: { type: string, format: date-time }
 *     Thing:
 *       type: object
 *       description: A thing of a home without its name
 *       properties:
 *         kind: { type: string, example: light }
 *         state: { type: string, nullable: true, description: Null if the home named it itself, example: "on" }
 *     Structure:
 *       type: object
 *       description: A suggestion without names
 *       properties:
 *         trigger:
 *           type: object
 *           properties:
 *             kind: { type: string, enum: [clock, sun, state, numeric, event] }
 *             of: { allOf: [{ $ref: "#/components/schemas/Thing" }], nullable: true }
 *             time_of_day: { type: integer, nullable: true, description: Minutes since midnight }
 *             weekdays: { type: array, nullable: true, items: { type: integer }, description: "From Monday, which is 0" }
 *         targets: { type: array, items: { $ref: "#/components/schemas/Thing" } }
 *         confidence: { type: number, minimum: 0, maximum: 1 }
 *         right: { type: integer, description: Times right on days it was not learned from }
 *         wrong: { type: integer }
 *         saved_per_week: { type: number }
 *         wrong_per_week: { type: number }
 *         text: { type: string, description: "One sentence in the home's language; with names only if the household allows them" }
 *     Policy:
 *       type: object
 *       description: "Limits of the suggestions that are offered. Decisions of the household are never changed"
 *       properties:
 *         never_heating: { type: boolean }
 *         never_at_night: { type: boolean, description: "No automation that starts at a time between 22:00 and 7:00" }
 *         max_new_per_week: { type: integer, minimum: 0, maximum: 100, nullable: true, description: "Null for the household's own limit" }
 *     Home:
 *       type: object
 *       properties:
 *         home_id: { type: string, format: uuid }
 *         name: { type: string }
 *         state: { type: string, description: "The connection state of its app; new before the first report" }
 *         version: { type: string, nullable: true }
 *         problems: { type: array, items: { type: string } }
 *         waiting: { type: integer, description: Suggestions that await a decision }
 *         last_analysis: { type: string, format: date-time, nullable: true }
 *         history_days: { type: integer }
 *         last_seen: { type: string, format: date-time, nullable: true }
 *         attention: { type: string, nullable: true, enum: [silent, not_connected, problem, refused, unwanted, null] }
 */
export const toHomeWire = ({ last_analysis, last_seen, ...home }: ListedHome) => ({
  ...home,
  last_analysis: last_analysis?.toISOString() ?? null,
  last_seen: last_seen?.toISOString() ?? null,
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Suggestion:
 *       type: object
 *       properties:
 *         home_id: { type: string, format: uuid }
 *         suggestion_id: { type: integer, description: The number that the home gave it }
 *         status: { type: string, enum: [pending, approved, deployed, rejected] }
 *         is_deferred: { type: boolean, description: Put off or watched }
 *         is_paused: { type: boolean }
 *         reason: { type: string, nullable: true, description: Why it was rejected }
 *         offered_at: { $ref: "#/components/schemas/Instant" }
 *         changed_at: { $ref: "#/components/schemas/Instant" }
 *         structure: { $ref: "#/components/schemas/Structure" }
 *     Decision:
 *       type: object
 *       properties:
 *         suggestion_id: { type: integer }
 *         decision: { type: string, enum: [accepted, rejected, undone, restored] }
 *         reason: { type: string, nullable: true }
 *         decided_at: { $ref: "#/components/schemas/Instant" }
 */
export const toSuggestionWire = ({ offered_at, changed_at, ...suggestion }: ListedSuggestion) => ({
  ...suggestion,
  offered_at: offered_at.toISOString(),
  changed_at: changed_at.toISOString(),
});

export const toDecisionWire = ({ suggestion_id, decision, reason, decided_at }: ListedDecision) => ({
  suggestion_id,
  decision,
  reason,
  decided_at: decided_at.toISOString(),
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Recording:
 *       type: object
 *       properties:
 *         recording_id: { type: string, format: uuid }
 *         received_at: { $ref: "#/components/schemas/Instant" }
 *         state: { type: string, enum: [waiting, analysed, unreadable] }
 *         findings:
 *           type: object
 *           nullable: true
 *           properties:
 *             suggestions:
 *               type: array
 *               items:
 *                 type: object
 *                 properties:
 *                   structure: { $ref: "#/components/schemas/Structure" }
 *                   automation: { type: object, nullable: true, additionalProperties: true, description: Only if names are allowed }
 *             near_misses: { type: integer }
 *             self_acting: { type: integer }
 *             obstacle: { type: string, nullable: true, description: "Why there are no suggestions, or why the recording cannot be read" }
 *         changes: { type: integer, nullable: true }
 *         seconds: { type: number, nullable: true }
 *         finished_at: { type: string, format: date-time, nullable: true }
 */
export const toRecordingWire = ({ outcome, received_at, finished_at, ...recording }: ListedRecording) => ({
  ...recording,
  state: outcome ?? "waiting",
  received_at: received_at.toISOString(),
  finished_at: finished_at?.toISOString() ?? null,
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Figures:
 *       type: object
 *       properties:
 *         k: { type: integer, description: "Figures of all tenants are released if at least this many homes share them, the largest tenant's not counted" }
 *         all_tenants:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               trigger: { type: string, example: clock }
 *               target: { type: string, example: light }
 *               homes: { type: integer, description: Rounded down to tens }
 *               accepted_percent: { type: integer, minimum: 0, maximum: 100, description: Mean over homes of the share of suggestions accepted }
 *               undone_percent: { type: integer, minimum: 0, maximum: 100, nullable: true, description: Mean over homes of the share of runs undone }
 *         own_homes:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               trigger: { type: string }
 *               target: { type: string }
 *               homes: { type: integer }
 *               offered: { type: integer }
 *               accepted: { type: integer }
 *               rejected: { type: integer }
 *               runs: { type: integer }
 *               undone: { type: integer }
 */
export const toFiguresWire = (k: number, released: readonly ReleasedFigure[], own: readonly OwnFigure[]) => ({
  k,
  all_tenants: released,
  own_homes: own,
});
