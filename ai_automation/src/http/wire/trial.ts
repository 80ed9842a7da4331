import type { TrialPreview, TrialState, Tried } from "../../suggestions/deciding/trials.ts";
import type { StateText } from "../../suggestions/showing/state-text.ts";

export type TrialPreviewWire = ReturnType<typeof toTrialPreviewWire>;
export type TriedWire = ReturnType<typeof toTriedWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     TrialPreview:
 *       type: object
 *       properties:
 *         choices:
 *           type: array
 *           description: Its actions in words, of either part for an automation in two parts
 *           items:
 *             type: object
 *             properties:
 *               text: { type: string, nullable: true, description: "The actions, or the message of a notification" }
 *               is_notification: { type: boolean }
 *         obstacle:
 *           type: object
 *           nullable: true
 *           description: Why it cannot be tried now
 *           properties:
 *             kind: { type: string, enum: [away, missing, unavailable, complex] }
 *             names: { type: array, items: { type: string } }
 *         is_simulated: { type: boolean, description: Whether the home is simulated, so that nothing real is switched }
 */
export const toTrialPreviewWire = ({ choices, obstacle, isSimulated }: TrialPreview) => ({
  choices: choices.map(({ text, isNotification }) => ({ text, is_notification: isNotification })),
  obstacle: obstacle === null ? null : { kind: obstacle.kind, names: obstacle.names },
  is_simulated: isSimulated,
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Tried:
 *       type: object
 *       properties:
 *         before:
 *           type: array
 *           description: The states before it
 *           items: { $ref: "#/components/schemas/TrialState" }
 *         can_take_back: { type: boolean, description: Whether the states before it can be brought back for 15 minutes }
 */
export const toTriedWire = ({ before, canTakeBack }: Tried, textOf: StateText) => ({
  before: before.map((one) => toTrialStateWire(one, textOf)),
  can_take_back: canTakeBack,
});

/**
 * @openapi
 * components:
 *   schemas:
 *     TrialState:
 *       type: object
 *       properties: { entity_id: { type: string }, name: { type: string }, state: { type: string }, state_text: { type: string, description: As Home Assistant shows it } }
 */
export const toTrialStateWire = ({ entityId, name, state }: TrialState, textOf: StateText) => ({
  entity_id: entityId,
  name,
  state,
  state_text: textOf(entityId, state),
});
