import type { ActionSeries } from "../../history/frame/read.ts";
import { MINUTE } from "../../model/time.ts";
import { judgeFires } from "../../replay/match.ts";
import { momentsOf } from "../../replay/moments.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import { countJudged, PLACING_COST_OF_FALSE } from "../proof/score.ts";

/** Offsets of two hours either way (evaluation.md 7.4); beyond that the clock tells it as well. */
const COARSE = Array.from({ length: 25 }, (_, index) => (index - 12) * 10);
const FINE = [-5, 0, 5];
const MAX_PEAKS = 2;
const MIN_HIT_DAYS = 4;
const MIN_PRECISION = 0.3;

interface Offset {
  readonly minutes: number;
  readonly tp: number;
  readonly worth: number;
  readonly precision: number;
}

/** Habits of the sun: an offset from sunrise or sunset. */
export function mineSunHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  if (context.world.sun === null) return [];
  return (["sunrise", "sunset"] as const).flatMap((event) => {
    const instants = momentsOf({ kind: "sun", event, offset: 0 }, context.world, context.learn).at;
    const judge = (minutes: number): Offset => offsetOf(context, series, instants, minutes);
    const offsets = COARSE.map(judge).filter(({ tp, precision }) => tp >= MIN_HIT_DAYS && precision >= MIN_PRECISION);
    return peaksOf(offsets).map(({ minutes }): Candidate => ({
      patternType: "time_of_day",
      trigger: { kind: "sun", event, offset: best(FINE.map((step) => judge(minutes + step))).minutes * MINUTE },
      conditions: [],
      series,
      tried: 2 * COARSE.length,
    }));
  });
}

function offsetOf({ frame, learn }: MiningContext, series: ActionSeries, sun: Float64Array, minutes: number): Offset {
  const at = sun.map((instant) => instant + minutes * MINUTE);
  const fires = { at, isClock: new Uint8Array(at.length).fill(1) };
  const { tp, fp, saved } = countJudged(frame, fires, judgeFires(frame, series, fires), learn);
  return { minutes, tp, worth: saved + tp / 4 - PLACING_COST_OF_FALSE * fp, precision: tp / Math.max(1, tp + fp) };
}

function peaksOf(offsets: readonly Offset[]): readonly Offset[] {
  const peaks: Offset[] = [];
  for (const offset of [...offsets].sort((a, b) => b.worth - a.worth || a.minutes - b.minutes)) {
    if (peaks.length === MAX_PEAKS) break;
    if (peaks.every((peak) => Math.abs(peak.minutes - offset.minutes) > 30)) peaks.push(offset);
  }
  return peaks;
}

const best = (offsets: readonly Offset[]): Offset =>
  offsets.reduce((most, one) => (one.worth > most.worth ? one : most));
