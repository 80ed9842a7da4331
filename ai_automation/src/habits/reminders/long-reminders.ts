import { triggerPlanOf } from "../../automation/plan-of-habit.ts";
import type { HabitTrigger } from "../../model/habit.ts";
import type { Interval } from "../../model/state-change.ts";
import { DAY, HOUR, MINUTE } from "../../model/time.ts";
import { instantsOf, recordedPartOf } from "../../replay/fires.ts";
import { quantile } from "../../statistics/quantile.ts";
import { readStays, type Stays } from "./comings-to-rest.ts";
import { codeOf, type Normal, type Reminder, type Watched } from "./watched.ts";

const MIN_STAYS = 30;
const MIN_DAYS = 14;
const MIN_HELD_OUT_STAYS = 5;
const MAX_ALERTS_PER_WEEK = 0.25;
/** The minimum duration, as a multiple of the 99th percentile of all stays. */
const USUAL_FACTOR = 1.5;
/** One longest stay per this many days may itself be a case of forgetting, so it is ignored. */
const DAYS_PER_FAULT = 90;
/** Delays of a reminder. After more than half a day, somebody has noticed anyway. */
const DURATIONS: readonly number[] = [
  ...[30, 45, 60, 90].map((minutes) => minutes * MINUTE),
  ...[2, 3, 4, 5, 6, 8, 10, 12].map((hours) => hours * HOUR),
];

/**
 * A reminder for when it is away from its rest state far longer than in all past stays, except rare ones when
 * forgotten.
 */
export function longReminder(watched: Watched): Reminder | undefined {
  const { world, entity, entityId, guarded, learn, heldOut } = watched;
  const { frame } = world;
  const [state] = guarded.away;
  const learned = readStays(frame, entity, codeOf(frame, state), learn);
  const proof = readStays(frame, entity, codeOf(frame, state), heldOut);
  const days = new Set(Array.from(learned.since, (at) => frame.clock.dayOf(at)));
  if (learned.since.length < MIN_STAYS || days.size < MIN_DAYS || proof.since.length < MIN_HELD_OUT_STAYS)
    return undefined;
  const hold = DURATIONS.find((duration) => duration >= unusualDuration(learned, learn));
  if (hold === undefined) return undefined;
  const trigger: Reminder["trigger"] = { kind: "state", entityIds: [entityId], state, hold };
  const alerts = [learn, heldOut].map((interval) => alertsOf(trigger, watched, interval));
  const isRare = [learn, heldOut].every((interval, part) => alerts[part]! <= MAX_ALERTS_PER_WEEK * weeksOf(interval));
  const hasHappened = alerts.some((count) => count > 0);
  if (!isRare || (guarded.kind === "opening" && !hasHappened)) return undefined;
  return {
    kind: "long",
    entityId,
    guarded,
    trigger,
    learned: shorterThan(hold, learned),
    heldOut: shorterThan(hold, proof),
  };
}

function unusualDuration({ duration }: Stays, { from, to }: Interval): number {
  const sorted = duration.toSorted();
  const usual = quantile(sorted, 0.99);
  const faults = 1 + Math.floor((to - from) / (DAYS_PER_FAULT * DAY));
  return Math.max(USUAL_FACTOR * usual, sorted[Math.max(0, sorted.length - 1 - faults)]!);
}

const alertsOf = (trigger: HabitTrigger, { world }: Watched, interval: Interval): number =>
  instantsOf(triggerPlanOf(trigger), [], world, recordedPartOf(world.frame, interval)).length;

const weeksOf = ({ from, to }: Interval): number => (to - from) / (7 * DAY);

const shorterThan = (hold: number, { duration }: Stays): Normal => ({
  normal: duration.filter((length) => length < hold).length,
  all: duration.length,
});
