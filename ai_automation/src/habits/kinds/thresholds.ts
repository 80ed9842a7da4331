import type { Codes } from "../../history/frame/codes.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { Interval } from "../../model/state-change.ts";
import { quantile } from "../../statistics/quantile.ts";
import { lowerBound } from "../../statistics/search.ts";
import { niceNumber } from "./nice-number.ts";

/** Thresholds are searched between the 5% quantiles of the values. */
export const QUANTILES = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);

export interface Threshold {
  readonly value: number;
  /** How often the value crossed the threshold in each direction. */
  readonly crossings: { readonly up: number; readonly down: number };
}

/** Thresholds for the values of one entity. */
interface Measured {
  /** One between each pair of neighbouring 5% quantiles. */
  readonly grid: readonly Threshold[];
  /** The threshold at any other value. */
  readonly at: (value: number) => Threshold;
}

export type Thresholds = (entity: number) => Measured;

/** Computes an entity's thresholds once, on first use. */
export function createThresholds(frame: Frame, interval: Interval): Thresholds {
  const known = new Map<number, Measured>();
  return (entity) => {
    let measured = known.get(entity);
    if (measured === undefined) {
      // Values in memory, of all sensors, would take as much as half of the history.
      const at = (value: number): Threshold => ({
        value,
        crossings: countCrossings(frame, codesIn(frame, entity, interval), value),
      });
      measured = { grid: gridOf(valuesOf(frame, codesIn(frame, entity, interval))).map(at), at };
      known.set(entity, measured);
    }
    return measured;
  };
}

function codesIn(frame: Frame, entity: number, { from, to }: Interval): Codes {
  const end = lowerBound(frame.times, to, frame.start[entity], frame.start[entity + 1]);
  return frame.codes.subarray(lowerBound(frame.times, from, frame.start[entity], end), end);
}

function valuesOf({ numbers }: Frame, codes: Codes): Float64Array {
  const values = new Float64Array(codes.length);
  let length = 0;
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[codes[i]!]!;
    if (!Number.isNaN(value)) values[length++] = value;
  }
  return values.subarray(0, length);
}

function gridOf(values: Float64Array): readonly number[] {
  if (values.length === 0) return [];
  const sorted = values.toSorted();
  const range = quantile(sorted, 0.95) - quantile(sorted, 0.05);
  const quantiles = [0, ...QUANTILES].map((share) => quantile(sorted, share));
  // Midpoints: where values jump, such as light at dusk, the threshold keeps a distance from both sides.
  return [...new Set(quantiles.slice(1).map((value, index) => niceNumber((quantiles[index]! + value) / 2, range)))];
}

function countCrossings({ numbers }: Frame, codes: Codes, threshold: number): Threshold["crossings"] {
  let up = 0;
  let down = 0;
  let before = NaN;
  for (let i = 0; i < codes.length; i++) {
    const value = numbers[codes[i]!]!;
    if (Number.isNaN(value)) continue;
    if (before <= threshold && value > threshold) up += 1;
    if (before >= threshold && value < threshold) down += 1;
    before = value;
  }
  return { up, down };
}
