import { isActuator } from "../../model/domains.ts";
import { DAY } from "../../model/time.ts";
import { lowerBound } from "../../statistics/search.ts";
import { CONTEXT_CODE, type Frame } from "./frame.ts";

/** An entity stays alive this long after its last event (docs/evaluation.md, section 1). */
export const ALIVE_AFTER_LAST = 3 * DAY;

/** X(e, t): the state code after the entity's last change strictly before t, or -1. */
export function stateBefore(frame: Frame, entity: number, at: number): number {
  const first = frame.start[entity]!;
  const index = lowerBound(frame.times, at, first, frame.start[entity + 1]);
  return index === first ? -1 : frame.codes[index - 1]!;
}

/** Whether the entity is alive: between its first event and three days after its last, and not in a gap. */
export function isAlive(frame: Frame, entity: number, at: number): boolean {
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  if (first === end || at < frame.times[first]! || at > frame.times[end - 1]! + ALIVE_AFTER_LAST) return false;
  return !isInGap(frame, entity, at);
}

export function isInGap(frame: Frame, entity: number, at: number): boolean {
  const first = frame.gapStart[entity]!;
  const end = frame.gapStart[entity + 1]!;
  let gap = lowerBound(frame.gapTo, at, first, end);
  while (gap < end && frame.gapTo[gap] === at) gap += 1;
  return gap < end && frame.gapFrom[gap]! <= at;
}

/** The end of the last gap before an instant; -Infinity if there is none. */
export function lastReturn(frame: Frame, entity: number, before: number): number {
  const first = frame.gapStart[entity]!;
  const gap = lowerBound(frame.gapTo, before, first, frame.gapStart[entity + 1]) - 1;
  return gap < first ? -Infinity : frame.gapTo[gap]!;
}

/** The changes of one actuator to one state. */
export interface ActionSeries {
  readonly entity: number;
  readonly state: number;
  /** Instants of changes that count as actions, manual or of unknown cause, ascending. */
  readonly actions: Float64Array;
  /** Instants of changes made by automations, ascending. */
  readonly automated: Float64Array;
}

/** The series of one entity and state; empty if it never entered the state. */
export function actionSeries(frame: Frame, entity: number, state: number): ActionSeries {
  const actions: number[] = [];
  const automated: number[] = [];
  for (let i = frame.start[entity] ?? 0; i < (frame.start[entity + 1] ?? 0); i++) {
    if (frame.codes[i] !== state) continue;
    (frame.contexts[i] === CONTEXT_CODE.automation ? automated : actions).push(frame.times[i]!);
  }
  return { entity, state, actions: Float64Array.from(actions), automated: Float64Array.from(automated) };
}

/** Every series of every actuator that has at least one action, in order of entity and first use. */
export function allActionSeries(frame: Frame): readonly ActionSeries[] {
  const found: ActionSeries[] = [];
  for (const [entity, entityId] of frame.entities.names.entries()) {
    if (!isActuator(entityId)) continue;
    const states = new Set(frame.codes.subarray(frame.start[entity], frame.start[entity + 1]));
    for (const state of states) {
      const series = actionSeries(frame, entity, state);
      if (series.actions.length > 0) found.push(series);
    }
  }
  return found;
}
