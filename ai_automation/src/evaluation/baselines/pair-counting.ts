import type { Frame } from "../../history/frame/frame.ts";
import { allActionSeries, type ActionSeries } from "../../history/frame/lookup.ts";
import { SECOND } from "../../model/time.ts";
import type { Method, Proposal } from "../method.ts";
import { asSoonAs } from "./rules.ts";

const LOOK_BACK = 300 * SECOND;
const MIN_COUNT = 5;
const MIN_SHARE = 0.7;

/**
 * Baseline: how often another entity entered a state up to 300 s before an action. Repeated sightings before the same
 * action all count.
 */
export const pairCounting: Method = {
  name: "pair counting",
  propose: (frame) => {
    const occurrences = countOccurrences(frame);
    const counted = countPairs(frame);
    return counted.flatMap(({ series, pairs }) =>
      [...pairs].flatMap(([pair, count]) => {
        const confidence = count / Math.min(occurrences.get(pair)!, series.actions.length);
        if (count < MIN_COUNT || confidence < MIN_SHARE) return [];
        const { entity, state } = partsOf(frame, pair);
        return asSoonAs(frame, series, entity, state).map((automation): Proposal => ({
          automation,
          confidence: Math.min(1, confidence),
        }));
      }),
    );
  },
};

const pairOf = (frame: Frame, entity: number, state: number): number => entity * frame.states.names.length + state;

const partsOf = (frame: Frame, pair: number): { readonly entity: number; readonly state: number } => ({
  entity: Math.floor(pair / frame.states.names.length),
  state: pair % frame.states.names.length,
});

function countOccurrences(frame: Frame): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let entity = 0; entity < frame.entities.names.length; entity++)
    for (let i = frame.start[entity]!; i < frame.start[entity + 1]!; i++) {
      const pair = pairOf(frame, entity, frame.codes[i]!);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  return counts;
}

interface CountedSeries {
  readonly series: ActionSeries;
  /** Counts by pair of entity and state. */
  readonly pairs: Map<number, number>;
}

/** One pass over all rows and actions in order of time. */
function countPairs(frame: Frame): readonly CountedSeries[] {
  const counted = allActionSeries(frame).map((series): CountedSeries => ({ series, pairs: new Map() }));
  const actions = counted
    .flatMap(({ series, pairs }) => Array.from(series.actions, (at) => ({ at, entity: series.entity, pairs })))
    .sort((a, b) => a.at - b.at);
  const { at: times, pair: pairsInTime } = rowsInTime(frame);
  let first = 0;
  for (const { at, entity, pairs } of actions) {
    while (first < times.length && times[first]! < at - LOOK_BACK) first += 1;
    for (let i = first; i < times.length && times[i]! < at; i++) {
      const pair = pairsInTime[i]!;
      if (partsOf(frame, pair).entity !== entity) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
  return counted;
}

function rowsInTime(frame: Frame): { readonly at: Float64Array; readonly pair: Float64Array } {
  const order = Int32Array.from(frame.times, (_, i) => i).sort((a, b) => frame.times[a]! - frame.times[b]!);
  const pairs = new Float64Array(frame.times.length);
  for (let entity = 0; entity < frame.entities.names.length; entity++)
    for (let i = frame.start[entity]!; i < frame.start[entity + 1]!; i++)
      pairs[i] = pairOf(frame, entity, frame.codes[i]!);
  return { at: Float64Array.from(order, (i) => frame.times[i]!), pair: Float64Array.from(order, (i) => pairs[i]!) };
}
