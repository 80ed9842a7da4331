import type { HabitCondition } from "../../model/habit.ts";
import type { Part, Sample } from "./sample.ts";

/** One condition, and what would be left of a part of the sample under it. */
export interface Literal {
  readonly condition: HabitCondition;
  readonly tp: number;
  readonly fp: number;
  readonly test: (index: number) => boolean;
}

/** Proposes conditions of one kind for a part of the sample. `falseCost` is what a wrong fire weighs against a right one. */
export type LiteralSource = (part: Part, falseCosts: readonly number[]) => readonly Literal[];

/** Counts what is left under a condition. */
export function literal(
  { isHit }: Sample,
  { isIn }: Part,
  condition: HabitCondition,
  test: (index: number) => boolean,
): Literal {
  let tp = 0;
  let fp = 0;
  for (let i = 0; i < isHit.length; i++) {
    if (isIn[i] === 0 || !test(i)) continue;
    if (isHit[i] === 1) tp += 1;
    else fp += 1;
  }
  return { condition, tp, fp, test };
}

/** The part of the part where a literal holds. */
export function narrow({ isIn }: Part, { tp, fp, test }: Literal): Part {
  return { isIn: isIn.map((value, index) => (value === 1 && test(index) ? 1 : 0)), tp, fp };
}
