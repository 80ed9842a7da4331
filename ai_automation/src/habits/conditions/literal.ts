import type { HabitCondition } from "../../model/habit.ts";
import type { Part, Sample } from "./sample.ts";

/** One condition, and what would be left of a part of the sample under it. */
export interface Literal {
  readonly condition: HabitCondition;
  readonly tp: number;
  readonly fp: number;
  readonly test: (index: number) => boolean;
}

/** Proposes conditions of one kind for a part of the sample. `falseCosts`: what a wrong fire may weigh against a right one. */
export type LiteralSource = (part: Part, falseCosts: readonly number[]) => readonly Literal[];

/** Right and wrong fires of a part by a small whole number that each fire has; below zero they are not counted. */
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

/** The part of the part where a literal holds. */
export function narrow({ isIn }: Part, { tp, fp, test }: Literal): Part {
  return { isIn: isIn.map((value, index) => (value === 1 && test(index) ? 1 : 0)), tp, fp };
}
