import type { Frame } from "../history/frame/frame.ts";
import { allActionSeries } from "../history/frame/lookup.ts";
import type { HabitTarget } from "../model/habit.ts";

/** Something that people do, and that an automation may not do without asking. */
export interface Withheld {
  readonly target: HabitTarget;
  /** Manual actions. */
  readonly times: number;
}

/** Rarer actions would not be suggested anyway. */
const LEAST_TIMES = 8;
const MOST = 5;

/** The most frequent first. */
export function withheldFrom(
  frame: Frame,
  {
    isMinable,
    mayActOn,
  }: { readonly isMinable: (entityId: string) => boolean; readonly mayActOn: (entityId: string) => boolean },
): readonly Withheld[] {
  return allActionSeries(frame)
    .map(({ entity, state, actions }) => ({
      target: { entityId: frame.entities.names[entity]!, state: frame.states.names[state]! },
      times: actions.length,
    }))
    .filter(({ target: { entityId }, times }) => times >= LEAST_TIMES && isMinable(entityId) && !mayActOn(entityId))
    .sort((a, b) => b.times - a.times || a.target.entityId.localeCompare(b.target.entityId))
    .slice(0, MOST);
}
