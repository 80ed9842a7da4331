import type { ActionSeries } from "../../history/frame/lookup.ts";
import { MINUTE } from "../../model/time.ts";
import { CLOCK_WINDOW } from "../../replay/match.ts";
import { momentsOf } from "../../replay/moments.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import { judgeShifts, worthOf, type ShiftOutcome } from "./shifted-fires.ts";

/** Offsets of up to two hours. Beyond that, a clock trigger describes the habit as well. */
const COARSE = Array.from({ length: 25 }, (_, index) => (index - 12) * 10 * MINUTE);
const FINE = [-5 * MINUTE, 0, 5 * MINUTE];
/** Peaks closer than this are the same habit. */
const APART = 30 * MINUTE;
const MAX_PEAKS = 2;
const MIN_HIT_DAYS = 4;
const MIN_PRECISION = 0.3;
/** A time of day explains actions this far apart (docs/evaluation.md, section 3). */
const LEAST_MOVEMENT = 2 * CLOCK_WINDOW;

type SunEvent = "sunrise" | "sunset";

/**
 * Habits at an offset from sunrise or sunset. None if the event has moved so little in local time that a time of day
 * explains the same actions: the wrong one of the two forms would fail within weeks, and a time changes nothing by
 * itself.
 */
export function mineSunHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  if (context.world.sun === null) return [];
  return (["sunrise", "sunset"] as const).flatMap((event) => {
    if (movementOf(event, context) < LEAST_MOVEMENT) return [];
    const instants = momentsOf({ kind: "sun", event, offset: 0 }, context.world, context.learn).at;
    const judge = (shifts: readonly number[]) => judgeShifts(context.frame, series, context.learn, instants, shifts);
    const offsets = judge(COARSE).filter(({ tp, fp }) => tp >= MIN_HIT_DAYS && tp >= MIN_PRECISION * (tp + fp));
    return peaksOf(offsets).map(({ shift }): Candidate => ({
      patternType: "time_of_day",
      trigger: { kind: "sun", event, offset: best(judge(FINE.map((step) => shift + step))).shift },
      conditions: [],
      series,
      tried: 2 * COARSE.length,
    }));
  });
}

/** The range of the local times of the event over the whole history. */
function movementOf(event: SunEvent, { world, frame, whole }: MiningContext): number {
  const times = Array.from(momentsOf({ kind: "sun", event, offset: 0 }, world, whole).at, (at) =>
    frame.clock.timeOfDay(at),
  );
  return Math.max(...times) - Math.min(...times);
}

function peaksOf(offsets: readonly ShiftOutcome[]): readonly ShiftOutcome[] {
  const peaks: ShiftOutcome[] = [];
  for (const offset of [...offsets].sort((a, b) => worthOf(b) - worthOf(a) || a.shift - b.shift)) {
    if (peaks.length === MAX_PEAKS) break;
    if (peaks.every((peak) => Math.abs(peak.shift - offset.shift) > APART)) peaks.push(offset);
  }
  return peaks;
}

const best = (offsets: readonly ShiftOutcome[]): ShiftOutcome =>
  offsets.reduce((most, one) => (worthOf(one) > worthOf(most) ? one : most));
