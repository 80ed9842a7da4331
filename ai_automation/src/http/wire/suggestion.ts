import type { HomeAutomation } from "../../model/automation.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { instant } from "./instant.ts";
import { toCountsWire, toReplayWire } from "./replay.ts";

export type SuggestionWire = ReturnType<typeof toSuggestionWire>;

/** Serialises a suggestion with the area and label that the home gives it. */
export type ToSuggestionWire = (suggestion: Suggestion, language?: string) => SuggestionWire;

/**
 * @openapi
 * components:
 *   schemas:
 *     Suggestion:
 *       type: object
 *       properties:
 *         id: { type: integer }
 *         pattern_id: { type: integer }
 *         pattern_type: { $ref: "#/components/schemas/PatternType" }
 *         title: { type: string }
 *         description: { type: string }
 *         status: { type: string, enum: [pending, approved, deployed, rejected] }
 *         confidence: { type: number, description: Lower confidence bound of the precision on the held-out days }
 *         automation: { $ref: "#/components/schemas/AutomationConfig" }
 *         automation_yaml: { type: string }
 *         condition_texts: { type: array, description: "The automation's conditions in words; null for those that have none", items: { type: string, nullable: true } }
 *         evidence:
 *           type: object
 *           properties:
 *             actions: { type: array, items: { type: string, format: date-time }, description: The manual actions it was learned from }
 *             learned: { $ref: "#/components/schemas/ReplayCounts" }
 *             levels:
 *               type: array
 *               description: "The levels people set; percent, kelvin, or the home's temperature unit"
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
 *               description: "Who did it, most often first; presses of a physical switch belong to nobody"
 *               items: { type: object, properties: { user_id: { type: string }, times: { type: integer } } }
 *         replay: { $ref: "#/components/schemas/Replay" }
 *         alternatives:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               title: { type: string }
 *               automation: { $ref: "#/components/schemas/AutomationConfig" }
 *               replay: { $ref: "#/components/schemas/ReplayCounts" }
 *         refusal: { type: string, nullable: true, description: Why Home Assistant last refused it or why it was dropped }
 *         ha_automation_id: { type: string, nullable: true }
 *         created_at: { type: string, format: date-time }
 *         updated_at: { type: string, format: date-time }
 *         deployed_at: { type: string, format: date-time, nullable: true }
 *         area: { type: string, nullable: true, description: The name of the target's area }
 *         label: { type: string, nullable: true, description: "The existing Home Assistant label that the language model chose for it" }
 *         watching_since: { type: string, format: date-time, nullable: true }
 *         watch:
 *           type: object
 *           nullable: true
 *           description: Its score since watching began; null until the next analysis
 *           properties:
 *             since: { type: string, format: date-time }
 *             days: { type: integer, description: Local midnights passed since }
 *             replay: { $ref: "#/components/schemas/Replay" }
 *         snoozed_until: { type: string, format: date-time, nullable: true }
 *         reject_reason: { type: string, nullable: true, enum: [wrong, not_this_room, not_at_night, too_many, other, null] }
 *         paused_at: { type: string, format: date-time, nullable: true }
 *         fix:
 *           type: object
 *           nullable: true
 *           description: Set when it changes an existing automation; approving updates that automation, undo restores its previous config
 *           properties:
 *             automation_id: { type: string, description: The id of the config }
 *             before: { type: string, description: The changed part in words before the change }
 *             after: { type: string, description: The changed part in words after the change }
 *             automation_before: { $ref: "#/components/schemas/AutomationConfig" }
 *         would_be_done_by:
 *           type: object
 *           nullable: true
 *           description: The automation of the home that would do this, but was off when it was found
 *           properties:
 *             entity_id: { type: string }
 *             name: { type: string }
 *             is_on: { type: boolean, description: Whether it is on by now }
 *     AutomationConfig:
 *       type: object
 *       description: A Home Assistant automation config
 *       required: [alias, triggers, conditions, actions]
 *       additionalProperties: true
 *       properties:
 *         alias: { type: string }
 *         description: { type: string }
 *         triggers: { type: array, items: { type: object } }
 *         conditions: { type: array, items: { type: object } }
 *         actions: { type: array, items: { type: object } }
 *         mode: { type: string, enum: [single, restart, queued, parallel] }
 */
export const toSuggestionWire = (suggestion: Suggestion, { area, label, conditionTexts, offAutomation }: OfHome) => ({
  id: suggestion.id,
  pattern_id: suggestion.patternId,
  pattern_type: suggestion.patternType,
  title: suggestion.title,
  description: suggestion.description,
  status: suggestion.status,
  confidence: suggestion.confidence,
  automation: suggestion.automation,
  automation_yaml: suggestion.automationYaml,
  condition_texts: conditionTexts,
  evidence: {
    actions: suggestion.evidence.actions.map((at) => instant(at)),
    learned: toCountsWire(suggestion.evidence.learned),
    levels: suggestion.evidence.levels.map(({ entityId, ...level }) => ({ entity_id: entityId, ...level })),
    people: suggestion.evidence.people.map(({ userId, times }) => ({ user_id: userId, times })),
  },
  replay: toReplayWire(suggestion.replay),
  alternatives: suggestion.alternatives.map(({ title, automation, replay }) => ({
    title,
    automation,
    replay: toCountsWire(replay),
  })),
  refusal: suggestion.refusal,
  ha_automation_id: suggestion.haAutomationId,
  created_at: suggestion.createdAt,
  updated_at: suggestion.updatedAt,
  deployed_at: suggestion.deployedAt,
  area,
  label,
  watching_since: suggestion.watchingSince,
  watch: toWatchWire(suggestion),
  snoozed_until: suggestion.snoozedUntil,
  reject_reason: suggestion.rejectReason,
  paused_at: suggestion.pausedAt,
  fix: toFixWire(suggestion),
  would_be_done_by:
    offAutomation === undefined
      ? null
      : { entity_id: offAutomation.entityId, name: offAutomation.name, is_on: offAutomation.isOn },
});

/** Details that come from the home. */
interface OfHome {
  readonly area: string | null;
  readonly label: string | null;
  readonly conditionTexts: readonly (string | null)[];
  /** The automation that would do this, but was off when it was found. */
  readonly offAutomation?: Pick<HomeAutomation, "entityId" | "name" | "isOn"> | undefined;
}

const toWatchWire = ({ watchingSince, watch }: Suggestion) =>
  watch === null ? null : { since: watchingSince, days: watch.days, replay: toReplayWire(watch.replay) };

const toFixWire = ({ fix }: Suggestion) =>
  fix === undefined || fix === null
    ? null
    : { automation_id: fix.automationId, before: fix.before, after: fix.after, automation_before: fix.configBefore };

/** Drops what only the evidence picture needs, so that long lists stay small. */
export const toBriefSuggestionWire = (wire: SuggestionWire): SuggestionWire => ({
  ...wire,
  evidence: { ...wire.evidence, actions: [] },
  replay: { ...wire.replay, marks: [] },
});
