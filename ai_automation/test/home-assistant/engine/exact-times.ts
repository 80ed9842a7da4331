import type { Frame } from "../../../src/history/frame/frame.ts";
import { instantOfSeconds } from "../../../src/home-assistant/instants.ts";
import { SECOND } from "../../../src/model/time.ts";
import { recordedStates } from "../recorder.ts";

/**
 * A frame with the times of Home Assistant's own database, which has microseconds. Home Assistant calls the triggers of a
 * change before it makes the next one, even if both came with one message (`_async_dispatch`, core.py, 2026.11.0): the
 * order within a millisecond decides which states the conditions see.
 */
export function withExactTimes(frame: Frame, databasePath: string): Frame {
  const [times, gapFrom, gapTo] = [frame.times.slice(), frame.gapFrom.slice(), frame.gapTo.slice()];
  const stateNames = frame.states.names;
  const everything = { from: frame.from, to: frame.to + 1 };
  for (const [entity, entityId] of frame.entities.names.entries()) {
    const recorded = Map.groupBy(recordedStates(databasePath, entityId, everything), ({ at }) =>
      instantOfSeconds(at / SECOND),
    );
    const exact = (at: number, isIt: (one: { readonly state: string; readonly at: number }) => boolean): number =>
      recorded.get(at)?.find(isIt)?.at ?? at;
    for (let i = frame.start[entity]!; i < frame.start[entity + 1]!; i++)
      times[i] = exact(times[i]!, ({ state }) => state === stateNames[frame.codes[i]!]);
    for (let i = frame.gapStart[entity]!; i < frame.gapStart[entity + 1]!; i++) {
      const from = exact(gapFrom[i]!, ({ state }) => state === stateNames[frame.gapCodes[i]!]);
      gapFrom[i] = from;
      gapTo[i] = exact(gapTo[i]!, ({ at }) => at > from);
    }
  }
  return { ...frame, times, gapFrom, gapTo };
}
