import type { Proposal } from "../../suggestions/asking/requests.ts";
import { toReplayWire } from "./replay.ts";

export type ProposalWire = ReturnType<typeof toProposalWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Proposal:
 *       type: object
 *       properties:
 *         plan:
 *           type: object
 *           description: The changes, from a fixed list. A thing is an entity id, or a short name if a language model chose the changes
 *           properties: { changes: { type: array, items: { type: object } }, not_possible: { type: string, nullable: true, description: The part of the request that the list cannot express } }
 *         automation: { $ref: "#/components/schemas/AutomationConfig" }
 *         automation_yaml: { type: string }
 *         before: { type: string, nullable: true, description: The automation in words before the change; null for a new automation }
 *         after: { type: string, description: The automation in words after the change }
 *         doubts:
 *           type: array
 *           description: Where the request and the plan disagree
 *           items: { type: object, properties: { kind: { type: string, enum: [not_said, left_out, days, light, direction, switching, thing, dropped, half_day, spelling, not_understood, interpreted] }, text: { type: string } } }
 *         note: { type: string, nullable: true, description: "The part of the request that could not be met, or that the history holds no evidence" }
 *         replay: { $ref: "#/components/schemas/Replay" }
 */
export const toProposalWire = (
  { plan, automation, before, after, doubts, note, replay }: Proposal,
  automationYaml: string,
) => ({
  plan: { changes: plan.changes, not_possible: plan.not_possible },
  automation,
  automation_yaml: automationYaml,
  before,
  after,
  doubts: doubts.map(({ kind, text }) => ({ kind, text })),
  note,
  replay: toReplayWire(replay),
});
