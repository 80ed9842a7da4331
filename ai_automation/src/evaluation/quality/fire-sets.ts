import { MINUTE, SECOND } from "../../model/time.ts";
import type { Fire } from "../../replay/fires.ts";

const THINNED_TO = 15 * MINUTE;
const STATE_TOLERANCE = 300 * SECOND;
const CLOCK_TOLERANCE = 1_200 * SECOND;

/**
 * F1 of two sets of fires (docs/evaluation.md, section 5), both ascending; 0 if one is empty. The true fires determine
 * the tolerance.
 */
export function fireSetF1(fires: readonly Fire[], trueFires: readonly Fire[]): number {
  const tolerance = trueFires[0]?.isClock === true ? CLOCK_TOLERANCE : STATE_TOLERANCE;
  const one = thin(fires);
  const other = thin(trueFires);
  if (one.length === 0 || other.length === 0) return 0;
  return (2 * countPairs(one, other, tolerance)) / (one.length + other.length);
}

function thin(fires: readonly Fire[]): readonly number[] {
  const thinned: number[] = [];
  for (const { at } of fires) if (at - (thinned.at(-1) ?? -Infinity) >= THINNED_TO) thinned.push(at);
  return thinned;
}

/** Pairs each fire at most once, within the tolerance. */
function countPairs(one: readonly number[], other: readonly number[], tolerance: number): number {
  let pairs = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const apart = one[i]! - other[j]!;
    if (Math.abs(apart) <= tolerance) {
      pairs += 1;
      i += 1;
      j += 1;
    } else if (apart < 0) i += 1;
    else j += 1;
  }
  return pairs;
}
