import { CONTEXT_CODE, type Frame } from "../history/frame/frame.ts";
import type { MachineRow } from "../model/machine-row.ts";
import { lowerBound } from "../statistics/search.ts";

/** A history in which machines' rows count as `automation`, and how many machine rows it does not contain. */
export interface Relabelled {
  readonly frame: Frame;
  readonly unmatched: number;
}

/** The history for judging by hands (docs/evaluation.md, section 5): rows caused by machines are not manual actions. */
export function countAsAutomation(frame: Frame, machines: readonly MachineRow[]): Relabelled {
  const contexts = frame.contexts.slice();
  let unmatched = 0;
  for (const { at, entityId, state } of machines) {
    const row = rowOf(frame, frame.entities.find(entityId) ?? -1, frame.states.find(state) ?? -1, at);
    if (row === undefined) unmatched += 1;
    else contexts[row] = CONTEXT_CODE.automation;
  }
  return { frame: { ...frame, contexts }, unmatched };
}

function rowOf(frame: Frame, entity: number, state: number, at: number): number | undefined {
  const end = frame.start[entity + 1] ?? 0;
  for (let row = lowerBound(frame.times, at, frame.start[entity] ?? end, end); row < end; row++) {
    if (frame.times[row] !== at) return undefined;
    if (frame.codes[row] === state) return row;
  }
  return undefined;
}
