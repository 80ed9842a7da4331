import { type ActionSeries } from "../../history/frame/lookup.ts";
import type { Interval } from "../../model/state-change.ts";
import { SECOND } from "../../model/time.ts";
import { advance, lowerBound } from "../../statistics/search.ts";

/** Two series are one gesture (a scene, a group, switches pressed in a row) if this share of both is this close. */
const TOGETHER = 3 * SECOND;
const TOGETHER_SHARE = 0.6;

/** For each series, the others that were operated together with it in an interval. */
export function gesturesOf(
  series: readonly ActionSeries[],
  interval: Interval,
): ReadonlyMap<ActionSeries, readonly ActionSeries[]> {
  const within = series.map(({ actions }) =>
    actions.subarray(lowerBound(actions, interval.from), lowerBound(actions, interval.to)),
  );
  const found = new Map<ActionSeries, ActionSeries[]>(series.map((one) => [one, []]));
  for (const [i, one] of series.entries()) {
    for (let j = i + 1; j < series.length; j++) {
      const other = series[j]!;
      if (one.entity === other.entity || !areTogether(within[i]!, within[j]!)) continue;
      found.get(one)?.push(other);
      found.get(other)?.push(one);
    }
  }
  return found;
}

function areTogether(a: Float64Array, b: Float64Array): boolean {
  const needed = TOGETHER_SHARE * Math.max(a.length, b.length);
  return Math.min(a.length, b.length) >= needed && countNear(a, b) >= needed && countNear(b, a) >= needed;
}

function countNear(a: Float64Array, b: Float64Array): number {
  let near = 0;
  let index = 0;
  for (const at of a) {
    index = advance(b, at - TOGETHER, index, b.length);
    if (index < b.length && b[index]! <= at + TOGETHER) near += 1;
  }
  return near;
}
