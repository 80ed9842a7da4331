import type { Interval } from "../model/state-change.ts";

/** The parts of an interval that lie outside sorted, disjoint intervals; oldest first. */
export function gapsIn({ from, to }: Interval, covered: readonly Interval[]): readonly Interval[] {
  const gaps: Interval[] = [];
  let at = from;
  for (const known of covered) {
    if (known.to <= at) continue;
    if (known.from >= to) break;
    if (known.from > at) gaps.push({ from: at, to: known.from });
    at = Math.max(at, known.to);
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
}
