import type { Interval } from "../model/state-change.ts";

/** The parts of an interval outside intervals that are sorted by their begin; oldest first. */
export function gapsIn({ from, to }: Interval, covered: readonly Interval[]): readonly Interval[] {
  const gaps: Interval[] = [];
  let at = from;
  for (const part of covered) {
    if (part.to <= at) continue;
    if (part.from >= to) break;
    if (part.from > at) gaps.push({ from: at, to: part.from });
    at = Math.max(at, part.to);
  }
  if (at < to) gaps.push({ from: at, to });
  return gaps;
}
