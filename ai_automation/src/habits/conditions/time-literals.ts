import type { Frame } from "../../history/frame/frame.ts";
import { DAY } from "../../model/time.ts";
import type { World } from "../../replay/world.ts";
import { countBy, type Counts, type Literal, type LiteralSource } from "./literal.ts";
import { darknessAt, SLOT, slotsAt, weekdaysAt, type Sample } from "./sample.ts";

const SLOTS = DAY / SLOT;
/** In slots: from 1 hour to 22 hours. Shorter is a clock habit, longer hardly restricts the rule. */
const SHORTEST = 2;
const LONGEST = 44;
const DAY_SETS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4],
  [5, 6],
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => [day]),
];

/** The spans of the day, possibly across midnight, with the best balance of true and false positives. */
export function hoursLiterals(sample: Sample, frame: Frame): LiteralSource {
  const slots = slotsAt(sample, frame);
  return (part, falseCosts) => {
    const counts = countBy(sample, part, slots, SLOTS);
    const spans = falseCosts.map((cost) => bestSpan(counts, cost));
    const isNew = spans.map((span, index) =>
      spans.slice(0, index).every(({ from, length }) => from !== span.from || length !== span.length),
    );
    return spans
      .filter((_, index) => isNew[index])
      .map(({ from, length, tp, fp }): Literal => ({
        condition: { kind: "hours", after: from * SLOT, before: ((from + length) % SLOTS) * SLOT },
        tp,
        fp,
        test: (index) => (slots[index]! - from + SLOTS) % SLOTS < length,
      }));
  };
}

interface Span {
  readonly from: number;
  readonly length: number;
  readonly tp: number;
  readonly fp: number;
}

/** The best span; ties go to the shorter, then to the earlier one. */
function bestSpan(counts: Counts, falseCost: number): Span {
  let best: Span = { from: 0, length: SHORTEST, tp: 0, fp: 0 };
  let most = -Infinity;
  for (let from = 0; from < SLOTS; from++) {
    let tp = 0;
    let fp = 0;
    for (let length = 1; length <= LONGEST; length++) {
      const slot = (from + length - 1) % SLOTS;
      tp += counts.tp[slot]!;
      fp += counts.fp[slot]!;
      const value = tp - falseCost * fp;
      if (length < SHORTEST || value < most || (value === most && length >= best.length)) continue;
      most = value;
      best = { from, length, tp, fp };
    }
  }
  return best;
}

export function daysLiterals(sample: Sample, frame: Frame): LiteralSource {
  const weekdays = weekdaysAt(sample, frame);
  return (part) => {
    const counts = countBy(sample, part, weekdays, 7);
    return DAY_SETS.map((set): Literal => ({
      condition: { kind: "days", weekdays: set },
      tp: sumOf(counts.tp, set),
      fp: sumOf(counts.fp, set),
      test: (index) => set.includes(weekdays[index]!),
    }));
  };
}

const sumOf = (counts: Int32Array, numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + counts[number]!, 0);

export function sunLiterals(sample: Sample, { frame, sun }: World): LiteralSource {
  if (sun === null) return () => [];
  const isDark = darknessAt(sample, frame, sun);
  return (part) => {
    const counts = countBy(sample, part, isDark, 2);
    return [0, 1].map((dark): Literal => ({
      condition: { kind: "sun", isDark: dark === 1 },
      tp: counts.tp[dark]!,
      fp: counts.fp[dark]!,
      test: (index) => isDark[index] === dark,
    }));
  };
}
