import type { Frame } from "../../history/frame/frame.ts";
import { isAlive, targetTest, type ActionSeries } from "../../history/frame/lookup.ts";
import type { Interval } from "../../model/state-change.ts";
import { CLOCK_WINDOW } from "../../replay/match.ts";
import { advance } from "../../statistics/search.ts";
import { PLACING_COST_OF_FALSE } from "../proof/score.ts";

/** The outcomes of all fires of a clock, shifted by the same time. */
export interface ShiftOutcome {
  /** Milliseconds. */
  readonly shift: number;
  readonly tp: number;
  readonly fp: number;
  readonly saved: number;
}

/**
 * Saved actions minus the cost of false positives. A fire after the action saves nothing but is still right, so it
 * counts a quarter.
 */
export const worthOf = ({ tp, fp, saved }: ShiftOutcome): number => saved + tp / 4 - PLACING_COST_OF_FALSE * fp;

/**
 * Judges one clock fire per day under many shifts at once, with the same outcomes as replay. Fires a day apart share no
 * window, so each can be judged by itself. Shifts must ascend and stay within a few hours.
 */
export function judgeShifts(
  frame: Frame,
  { entity, state, actions, automated }: ActionSeries,
  { from, to }: Interval,
  instants: Float64Array,
  shifts: readonly number[],
): readonly ShiftOutcome[] {
  const outcomes = shifts.map((shift) => ({ shift, tp: 0, fp: 0, saved: 0 }));
  const { start, times, codes } = frame;
  const [first, end] = [start[entity]!, start[entity + 1]!];
  let nextRow = first;
  let nextAction = 0;
  let nextAutomated = 0;
  const isTarget = targetTest(frame, entity, state);
  for (const instant of instants) {
    const earliest = instant + shifts[0]!;
    nextRow = advance(times, earliest, nextRow, end);
    nextAction = advance(actions, earliest - CLOCK_WINDOW, nextAction, actions.length);
    nextAutomated = advance(automated, earliest - CLOCK_WINDOW, nextAutomated, automated.length);
    let row = nextRow;
    let action = nextAction;
    let other = nextAutomated;
    for (const outcome of outcomes) {
      const at = instant + outcome.shift;
      if (at < from || at >= to || at + CLOCK_WINDOW > frame.to || !isAlive(frame, entity, at)) continue;
      action = advance(actions, at - CLOCK_WINDOW, action, actions.length);
      if (action < actions.length && actions[action]! <= at + CLOCK_WINDOW) {
        outcome.tp += 1;
        if (at <= actions[action]!) outcome.saved += 1;
        continue;
      }
      row = advance(times, at, row, end);
      other = advance(automated, at - CLOCK_WINDOW, other, automated.length);
      const isThere = row > first && isTarget(codes[row - 1]!);
      if (!isThere && !(other < automated.length && automated[other]! <= at + CLOCK_WINDOW)) outcome.fp += 1;
    }
  }
  return outcomes;
}
