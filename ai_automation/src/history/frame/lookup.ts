import { isActuator, isOccurrence, isPlayerOn, PLAYER_OFF_STATES } from "../../model/domains.ts";
import { domainOf } from "../../model/state-change.ts";
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

/**
 * Whether an entity in a state, by code, has the target state. A media player that is not off is on, whatever it does.
 * A scene is never "already on".
 */
export function targetTest({ entities, states }: Frame, entity: number, target: number): (state: number) => boolean {
  const entityId = entities.names[entity] ?? "";
  if (isOccurrence(entityId)) return () => false;
  if (!isPlayerOn(entityId, states.names[target])) return (state) => state === target;
  const off = offCodes(states);
  return (state) => !off.includes(state);
}

const offCodes = (states: Frame["states"]): readonly (number | undefined)[] =>
  PLAYER_OFF_STATES.map((state) => states.find(state));

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

/** The changes of one actuator to one state. Whatever a media player does when it was off is to turn on. */
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
  const enteredAt = stateEntered(frame, entity);
  for (let i = frame.start[entity] ?? 0; i < (frame.start[entity + 1] ?? 0); i++) {
    if (enteredAt(i) !== state) continue;
    (frame.contexts[i] === CONTEXT_CODE.automation ? automated : actions).push(frame.times[i]!);
  }
  return { entity, state, actions: Float64Array.from(actions), automated: Float64Array.from(automated) };
}

/** Every series of every actuator that has at least one action, in order of entity and first use. */
export function allActionSeries(frame: Frame): readonly ActionSeries[] {
  const found: ActionSeries[] = [];
  for (const [entity, entityId] of frame.entities.names.entries()) {
    if (!isActuator(entityId)) continue;
    const enteredAt = stateEntered(frame, entity);
    const states = new Set<number>();
    for (let i = frame.start[entity]!; i < frame.start[entity + 1]!; i++) states.add(enteredAt(i));
    for (const state of states) {
      const series = actionSeries(frame, entity, state);
      if (series.actions.length > 0) found.push(series);
    }
  }
  return found;
}

/** The state, by code, that an action at a row leads to. */
function stateEntered({ entities, states, start, codes }: Frame, entity: number): (row: number) => number {
  const on = states.find("on");
  if (on === undefined || domainOf(entities.names[entity] ?? "") !== "media_player") return (row) => codes[row]!;
  const off = offCodes(states);
  return (row) => {
    const wasOff = row > start[entity]! && off.includes(codes[row - 1]);
    return wasOff && !off.includes(codes[row]) ? on : codes[row]!;
  };
}
