import { type ActionSeries, isAlive, lowerBound, stateBefore } from "../history/frame/read.ts";
import type { Frame } from "../history/frame/frame.ts";
import { MINUTE } from "../model/time.ts";

/** Windows and pause of evaluation.md 3, in milliseconds. */
const CLOCK_WINDOW = 15 * MINUTE;
const STATE_WINDOW = 5 * MINUTE;
const PAUSE = 10 * MINUTE;

export type Outcome = "tp" | "fp" | "noop" | "duplicate";

/** A fire that counts: which rule fired, what came of it, and when the person acted (NaN but for a true positive). */
export interface Judged {
  readonly at: number;
  readonly rule: number;
  readonly outcome: Outcome;
  readonly actedAt: number;
}

export interface RuleFire {
  readonly at: number;
  readonly isClock: boolean;
  readonly rule: number;
}

/**
 * Matches the fires of all rules on one entity and state with its actions, by the order of evaluation.md 3.
 * `fires` ascend by (at, rule). Fires outside the entity's life, without effect, or within the pause are left out.
 */
export function matchFires(frame: Frame, series: ActionSeries, fires: Iterable<RuleFire>): readonly Judged[] {
  const judged: Judged[] = [];
  const isUsed = new Uint8Array(series.actions.length);
  let pausedUntil = -Infinity;
  for (const { at, isClock, rule } of fires) {
    if (at < pausedUntil || !isAlive(frame, series.entity, at)) continue;
    const isThere = stateBefore(frame, series.entity, at) === series.state;
    if (!isClock && isThere) continue;
    const from = isClock ? at - CLOCK_WINDOW : at;
    const to = at + (isClock ? CLOCK_WINDOW : STATE_WINDOW);
    const action = findAction(series.actions, isUsed, from, to);
    if (action === "used") {
      judged.push({ at, rule, outcome: "duplicate", actedAt: NaN });
    } else if (action !== "none") {
      isUsed[action] = 1;
      pausedUntil = at + PAUSE;
      judged.push({ at, rule, outcome: "tp", actedAt: series.actions[action]! });
    } else if ((isClock && isThere) || hasAny(series.automated, from, to)) {
      if (!isClock) pausedUntil = at + PAUSE;
      judged.push({ at, rule, outcome: "noop", actedAt: NaN });
    } else {
      pausedUntil = at + PAUSE;
      judged.push({ at, rule, outcome: "fp", actedAt: NaN });
    }
  }
  return judged;
}

/** The earliest unused action in [from, to], "used" when there are only used ones. */
function findAction(actions: Float64Array, isUsed: Uint8Array, from: number, to: number): number | "used" | "none" {
  let answer: "used" | "none" = "none";
  for (let i = lowerBound(actions, from); i < actions.length && actions[i]! <= to; i++) {
    if (isUsed[i] === 0) return i;
    answer = "used";
  }
  return answer;
}

function hasAny(instants: Float64Array, from: number, to: number): boolean {
  const index = lowerBound(instants, from);
  return index < instants.length && instants[index]! <= to;
}
