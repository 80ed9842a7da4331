import type { HomeSnapshot } from "../../model/home.ts";
import type { EvidencePicture } from "../../suggestions/showing/evidence.ts";
import { causeWire } from "./history.ts";
import { instant } from "../wire.ts";

/**
 * @openapi
 * components:
 *   schemas:
 *     Evidence:
 *       type: object
 *       description: What people did to a suggestion's targets, over all history that is kept
 *       properties:
 *         time_zone: { type: string }
 *         from: { type: string, format: date-time }
 *         to: { type: string, format: date-time, description: Exclusive }
 *         held_out_from: { type: string, format: date-time, description: From here on are the days that it was not learned from }
 *         targets:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               entity_id: { type: string }
 *               state: { type: string }
 *               name: { type: string }
 *         actions:
 *           type: array
 *           description: "Changes by hand, and those of unknown origin; the newest 5,000, oldest first"
 *           items:
 *             type: object
 *             properties:
 *               at: { type: string, format: date-time }
 *               entity_id: { type: string }
 *               state: { type: string }
 *               cause: { $ref: "#/components/schemas/Cause" }
 *         sun:
 *           type: object
 *           nullable: true
 *           description: Where the home is
 *           properties: { latitude: { type: number }, longitude: { type: number } }
 */
export const evidenceWire = (picture: EvidencePicture, home: HomeSnapshot | undefined) => ({
  time_zone: picture.zone,
  from: instant(picture.from),
  to: instant(picture.to),
  held_out_from: instant(picture.heldOutFrom),
  targets: picture.targets.map(({ entityId, state, name }) => ({ entity_id: entityId, state, name })),
  actions: picture.actions.map(({ at, entityId, state, cause }) => ({
    at: instant(at),
    entity_id: entityId,
    state,
    cause: causeWire(cause, home),
  })),
  sun: picture.sun,
});
