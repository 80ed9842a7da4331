import { formatDay } from "../../model/clock.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Daylight, EvidencePicture } from "../../suggestions/showing/evidence.ts";
import type { StateText } from "../../suggestions/showing/state-text.ts";
import { toCauseWire } from "./history.ts";
import { instant } from "./instant.ts";

export type EvidenceWire = ReturnType<typeof toEvidenceWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Evidence:
 *       type: object
 *       description: Manual actions on a suggestion's targets over the whole recorded history
 *       properties:
 *         time_zone: { type: string }
 *         from: { type: string, format: date-time }
 *         to: { type: string, format: date-time, description: Exclusive }
 *         held_out_from: { type: string, format: date-time, description: Start of the held-out days }
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
 *           description: "The newest 5,000 changes made manually or of unknown origin, oldest first"
 *           items:
 *             type: object
 *             properties:
 *               at: { type: string, format: date-time }
 *               entity_id: { type: string }
 *               state: { type: string }
 *               state_text: { type: string, description: "The state in the reader's language" }
 *               cause: { $ref: "#/components/schemas/Cause" }
 *         daylight:
 *           type: array
 *           description: "Sunrise and sunset of each local day from the first to the last, oldest first; null where the sun does not rise or set"
 *           items:
 *             type: object
 *             properties:
 *               day: { type: string, format: date }
 *               sunrise: { type: string, format: date-time, nullable: true }
 *               sunset: { type: string, format: date-time, nullable: true }
 */
export const toEvidenceWire = (picture: EvidencePicture, home: HomeSnapshot | undefined, textOf: StateText) => ({
  time_zone: picture.zone,
  from: instant(picture.from),
  to: instant(picture.to),
  held_out_from: instant(picture.heldOutFrom),
  targets: picture.targets.map(({ entityId, state, name }) => ({ entity_id: entityId, state, name })),
  actions: picture.actions.map(({ at, entityId, state, cause }) => ({
    at: instant(at),
    entity_id: entityId,
    state,
    state_text: textOf(entityId, state),
    cause: toCauseWire(cause, home),
  })),
  daylight: picture.daylight.map(toDaylightWire),
});

const toDaylightWire = ({ day, sunrise, sunset }: Daylight) => ({
  day: formatDay(day),
  sunrise: instant(sunrise),
  sunset: instant(sunset),
});
