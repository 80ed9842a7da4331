import type { Frame } from "../../history/frame/frame.ts";
import { DAY } from "../../model/time.ts";
import type { World } from "../../replay/moment.ts";
import { literal, type Literal, type LiteralSource } from "./literal.ts";
import { darknessAt, type Part, type Sample, SLOT, slotsAt, weekdaysAt } from "./sample.ts";

const SLOTS = DAY / SLOT;
/** From an hour to 22 hours: shorter is a clock habit, longer is no condition. */
const SHORTEST = 2;
const LONGEST = 44;
const DAY_SETS: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4],
  [5, 6],
  ...[0, 1, 2, 3, 4, 5, 6].map((day) => [day]),
];

/** The span of hours, over midnight too, that holds most right fires against wrong ones. */
export function hoursLiterals(sample: Sample, frame: Frame): LiteralSource {
  const slots = slotsAt(sample, frame);
  return (part, falseCosts) => {
    const { hits, misses } = countBySlot(sample, part, slots);
    const spans = falseCosts.map((cost) => bestSpan(hits, misses, cost));
    const isNew = spans.map((span, index) =>
      spans.slice(0, index).every(({ from, length }) => from !== span.from || length !== span.length),
    );
    return spans
      .filter((_, index) => isNew[index])
      .map(({ from, length }) => {
        const before = (from + length) % SLOTS;
        const isWithin = (slot: number): boolean => (slot - from + SLOTS) % SLOTS < length;
        return literal(sample, part, { kind: "hours", after: from * SLOT, before: before * SLOT }, (index) =>
          isWithin(slots[index]!),
        );
      });
  };
}

function countBySlot({ isHit }: Sample, { isIn }: Part, slots: Uint8Array): { hits: Int32Array; misses: Int32Array } {
  const hits = new Int32Array(SLOTS);
  const misses = new Int32Array(SLOTS);
  for (let i = 0; i < slots.length; i++) if (isIn[i] === 1) (isHit[i] === 1 ? hits : misses)[slots[i]!]! += 1;
  return { hits, misses };
}

/** The shortest of the best, the earliest of those. */
function bestSpan(hits: Int32Array, misses: Int32Array, falseCost: number): { from: number; length: number } {
  let best = { from: 0, length: SHORTEST };
  let most = -Infinity;
  for (let from = 0; from < SLOTS; from++) {
    let worth = 0;
    for (let length = 1; length <= LONGEST; length++) {
      const slot = (from + length - 1) % SLOTS;
      worth += hits[slot]! - falseCost * misses[slot]!;
      if (length < SHORTEST || worth < most || (worth === most && length >= best.length)) continue;
      most = worth;
      best = { from, length };
    }
  }
  return best;
}

export function daysLiterals(sample: Sample, frame: Frame): LiteralSource {
  const weekdays = weekdaysAt(sample, frame);
  return (part) =>
    DAY_SETS.map((set): Literal => {
      const isIn = new Set(set);
      return literal(sample, part, { kind: "days", weekdays: set }, (index) => isIn.has(weekdays[index]!));
    });
}

export function sunLiterals(sample: Sample, { frame, sun }: World): LiteralSource {
  if (sun === null) return () => [];
  const isDark = darknessAt(sample, frame, sun);
  return (part) => [
    literal(sample, part, { kind: "sun", isDark: true }, (index) => isDark[index] === 1),
    literal(sample, part, { kind: "sun", isDark: false }, (index) => isDark[index] === 0),
  ];
}
