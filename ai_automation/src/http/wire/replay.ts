import type { ReplayCounts } from "../../model/habit.ts";
import type { ReplayResult } from "../../model/suggestion.ts";
import { DAY } from "../../model/time.ts";
import { instant } from "./instant.ts";

export type ReplayWire = ReturnType<typeof toReplayWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Replay:
 *       type: object
 *       description: The runs that the automation would have had on recorded days
 *       required: [from, to, tp, fp, noop, duplicates, saved, days, judged_days, precision, saved_per_week, false_per_week, weeks, marks]
 *       properties:
 *         from: { type: string, format: date-time }
 *         to: { type: string, format: date-time, description: Exclusive }
 *         tp: { type: integer, description: Runs that match a manual action }
 *         fp: { type: integer, description: Runs that match no manual action }
 *         noop: { type: integer, description: Runs that would have changed nothing }
 *         duplicates: { type: integer, description: Further runs for the same manual action }
 *         saved: { type: integer, description: True positives at or before the manual action }
 *         days: { type: integer, description: Local days with a true positive }
 *         judged_days: { type: integer, description: "Days from its begin to its end that were recorded and not left out" }
 *         precision: { type: number, nullable: true, description: tp / (tp + fp); null without either }
 *         saved_per_week: { type: number, description: "Manual actions saved; one tap on a group counts once" }
 *         false_per_week: { type: number }
 *         alerts_per_week: { type: number, description: "Reminders only: how often it would have notified" }
 *         weeks:
 *           type: array
 *           description: At most the last ten weeks, oldest first
 *           items: { type: object, properties: { right: { type: integer }, wrong: { type: integer } } }
 *         marks:
 *           type: array
 *           items:
 *             type: object
 *             properties:
 *               at: { type: string, format: date-time }
 *               entity_id: { type: string }
 *               outcome: { type: string, enum: [tp, fp, noop, duplicate] }
 *               acted_at: { type: string, format: date-time, nullable: true }
 */
export const toReplayWire = (replay: ReplayResult) => ({
  from: instant(replay.from),
  to: instant(replay.to),
  ...toCountsWire(replay),
  judged_days: replay.judgedDays ?? Math.round((replay.to - replay.from) / DAY),
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

/**
 * @openapi
 * components:
 *   schemas:
 *     ReplayCounts:
 *       type: object
 *       properties:
 *         tp: { type: integer, description: Runs that match a manual action }
 *         fp: { type: integer, description: Runs that match no manual action }
 *         noop: { type: integer, description: Runs that would have changed nothing }
 *         duplicates: { type: integer, description: Further runs for the same manual action }
 *         saved: { type: integer, description: True positives at or before the manual action }
 *         days: { type: integer, description: Local days with a true positive }
 */
export const toCountsWire = ({ tp, fp, noop, duplicates, saved, days }: ReplayCounts) => ({
  tp,
  fp,
  noop,
  duplicates,
  saved,
  days,
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
