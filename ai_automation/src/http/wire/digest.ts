import { formatDay } from "../../model/clock.ts";
import type { Digest, DigestCounts } from "../../suggestions/follow-up/digest.ts";

export type DigestWire = ReturnType<typeof toDigestWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Digest:
 *       type: object
 *       properties:
 *         from: { type: string, format: date, description: A Monday in the home's time zone }
 *         time_zone: { type: string }
 *         total: { $ref: "#/components/schemas/DigestCounts" }
 *         days:
 *           type: array
 *           items:
 *             type: object
 *             properties: { day: { type: string, format: date }, runs: { type: integer }, right: { type: integer }, wrong: { type: integer }, saved: { type: integer } }
 *         automations:
 *           type: array
 *           items:
 *             type: object
 *             properties: { suggestion_id: { type: integer }, alias: { type: string }, runs: { type: integer }, right: { type: integer }, wrong: { type: integer }, saved: { type: integer } }
 *     DigestCounts:
 *       type: object
 *       properties:
 *         runs: { type: integer }
 *         right: { type: integer, description: Runs that nobody undid }
 *         wrong: { type: integer, description: Runs that somebody undid within 15 minutes }
 *         saved: { type: integer, description: Manual actions that nobody had to do }
 */
export const toDigestWire = ({ zone, firstDay, total, days, automations }: Digest) => ({
  from: formatDay(firstDay),
  time_zone: zone,
  total: toCountsWire(total),
  days: days.map((day) => ({ day: formatDay(day.day), ...toCountsWire(day) })),
  automations: automations.map((one) => ({
    suggestion_id: one.suggestionId,
    alias: one.alias,
    ...toCountsWire(one),
  })),
});

const toCountsWire = ({ runs, right, wrong, saved }: DigestCounts) => ({ runs, right, wrong, saved });
