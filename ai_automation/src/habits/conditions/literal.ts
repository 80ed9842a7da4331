import type { HabitCondition } from "../../model/habit.ts";
import type { Part, Sample } from "./sample.ts";

/** One condition, with the counts of the part of the sample that it keeps. */
export interface Literal {
  readonly condition: HabitCondition;
  readonly tp: number;
  readonly fp: number;
  readonly test: (index: number) => boolean;
}

/**
 * Proposes conditions of one kind for a part of the sample, one for each of `falseCosts`: costs of a false positive, in
 * true positives.
 */
export type LiteralSource = (part: Part, falseCosts: readonly number[]) => readonly Literal[];

/** A condition must keep this share of the rule's true positives, and at least this many. */
const MIN_SHARE = 0.25;
export const MIN_HITS = 4;

export const leastHits = ({ tp }: Part): number => Math.max(MIN_HITS, MIN_SHARE * tp);

/** Counts true and false positives of a part by bin. Fires with a negative bin are not counted. */
export interface Counts {
  readonly tp: Int32Array;
  readonly fp: Int32Array;
}

export function countBy({ isHit }: Sample, { isIn }: Part, numbers: Int32Array | Uint8Array, size: number): Counts {
  const tp = new Int32Array(size);
  const fp = new Int32Array(size);
  for (let i = 0; i < isHit.length; i++) {
    const number = numbers[i]!;
    if (isIn[i] === 0 || number < 0) continue;
    if (isHit[i] === 1) tp[number]! += 1;
    else fp[number]! += 1;
  }
  return { tp, fp };
}

/** The subset of a part in which a literal holds. */
export function narrow({ isIn }: Part, { tp, fp, test }: Literal): Part {
  return { isIn: isIn.map((value, index) => (value === 1 && test(index) ? 1 : 0)), tp, fp };
}
