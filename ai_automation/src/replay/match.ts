import type { Frame } from "../history/frame/frame.ts";
import { ALIVE_AFTER_LAST, targetTest, type ActionSeries } from "../history/frame/lookup.ts";
import { MINUTE } from "../model/time.ts";
import { advance } from "../statistics/search.ts";

/** Windows and pause of docs/evaluation.md, section 3, in milliseconds. */
export const CLOCK_WINDOW = 15 * MINUTE;
export const STATE_WINDOW = 5 * MINUTE;
const PAUSE = 10 * MINUTE;

const OUTCOMES = ["tp", "fp", "noop", "duplicate"] as const;

type Outcome = (typeof OUTCOMES)[number];

/** Codes of the outcomes; indices into `OUTCOMES`. */
export const TP = 0;
export const FP = 1;
export const NOOP = 2;
export const DUPLICATE = 3;

/** A fire that counts, with its outcome. `actedAt` is NaN except for true positives. */
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

/** Fires in ascending order. */
export interface FireColumns {
  readonly at: Float64Array;
  /** Whether time or sun triggered: all of them or none, or 1 for each that was. */
  readonly isClock: boolean | Uint8Array;
}

/**
 * Receives a fire that counts, by its index, with its outcome. `action` is the index in the series' actions of the one
 * that a true positive explains, else -1.
 */
export type OnJudged = (fire: number, outcome: number, action: number) => void;

/**
 * Matches the fires of all rules on one entity and state with its actions (docs/evaluation.md, section 3). `fires`
 * ascend by (at, rule). Fires while the entity is not alive, without effect, or within the pause are dropped, and so
 * are those whose window is still open at the end of the history.
 */
export function matchFires(frame: Frame, series: ActionSeries, fires: readonly RuleFire[]): readonly Judged[] {
  const judged: Judged[] = [];
  const columns = {
    at: Float64Array.from(fires, ({ at }) => at),
    isClock: Uint8Array.from(fires, ({ isClock }) => (isClock ? 1 : 0)),
  };
  judgeFires(frame, series, columns, (fire, outcome, action) => {
    const { at, rule } = fires[fire]!;
    judged.push({ at, rule, outcome: OUTCOMES[outcome]!, actedAt: series.actions[action] ?? NaN });
  });
  return judged;
}

/**
 * Like `matchFires`, on columns, without storing the outcomes. All lookups ascend with the fires, so each continues where
 * the last one ended.
 */
export function judgeFires(
  frame: Frame,
  series: ActionSeries,
  { at: instants, isClock }: FireColumns,
  onJudged: OnJudged,
): void {
  const { actions, automated } = series;
  const [all, each] = typeof isClock === "boolean" ? [isClock ? 1 : 0, null] : [0, isClock];
  const hasStateAt = createStateLookup(frame, series);
  const isAliveAt = createAliveLookup(frame, series.entity);
  const isUsed = new Uint8Array(actions.length);
  const firstAction = new Int32Array(2);
  const firstAutomated = new Int32Array(2);
  let pausedUntil = -Infinity;
  for (let i = 0; i < instants.length; i++) {
    const at = instants[i]!;
    if (at < pausedUntil || !isAliveAt(at)) continue;
    const clock = each === null ? all : each[i]!;
    const to = at + (clock === 1 ? CLOCK_WINDOW : STATE_WINDOW);
    if (to > frame.to) continue;
    const hasState = hasStateAt(at);
    if (clock === 0 && hasState) continue;
    const from = clock === 1 ? at - CLOCK_WINDOW : at;
    let action = advance(actions, from, firstAction[clock]!, actions.length);
    firstAction[clock] = action;
    const hasAction = action < actions.length && actions[action]! <= to;
    while (action < actions.length && actions[action]! <= to && isUsed[action] === 1) action += 1;
    if (action < actions.length && actions[action]! <= to) {
      isUsed[action] = 1;
      pausedUntil = at + PAUSE;
      onJudged(i, TP, action);
    } else if (hasAction) {
      onJudged(i, DUPLICATE, -1);
    } else {
      const other = advance(automated, from, firstAutomated[clock]!, automated.length);
      firstAutomated[clock] = other;
      const isNoop = (clock === 1 && hasState) || (other < automated.length && automated[other]! <= to);
      if (!isNoop || clock === 0) pausedUntil = at + PAUSE;
      onJudged(i, isNoop ? NOOP : FP, -1);
    }
  }
}

/** Returns whether the entity has the series' state just before an instant. Instants must ascend. */
function createStateLookup(frame: Frame, { entity, state }: ActionSeries): (at: number) => boolean {
  const { times, codes } = frame;
  const isTarget = targetTest(frame, entity, state);
  const first = frame.start[entity] ?? 0;
  const end = frame.start[entity + 1] ?? 0;
  let next = first;
  return (at) => {
    next = advance(times, at, next, end);
    return next > first && isTarget(codes[next - 1]!);
  };
}

/** Like `isAlive`. Instants must ascend. */
function createAliveLookup(frame: Frame, entity: number): (at: number) => boolean {
  const first = frame.start[entity] ?? 0;
  const end = frame.start[entity + 1] ?? 0;
  const born = first === end ? Infinity : frame.times[first]!;
  const died = first === end ? -Infinity : frame.times[end - 1]! + ALIVE_AFTER_LAST;
  const lastGap = frame.gapStart[entity + 1] ?? 0;
  let gap = frame.gapStart[entity] ?? 0;
  return (at) => {
    while (gap < lastGap && frame.gapTo[gap]! <= at) gap += 1;
    return at >= born && at <= died && !(gap < lastGap && frame.gapFrom[gap]! <= at);
  };
}
