import type { Random } from "../../model/random.ts";

export interface Cluster {
  readonly centre: number;
  readonly size: number;
  /** Population standard deviation. */
  readonly deviation: number;
}

const MAX_ROUNDS = 100;

/**
 * Lloyd's algorithm on numbers with k-means++ initialisation (Arthur and Vassilvitskii 2007). Empty clusters are
 * dropped.
 */
export function kMeans(values: Float64Array, k: number, random: Random): readonly Cluster[] {
  const centres = firstCentres(values, k, random);
  const member = new Int32Array(values.length).fill(-1);
  for (let round = 0; round < MAX_ROUNDS && assign(values, centres, member); round++)
    for (const [index, { centre, size }] of clustersOf(values, member, centres.length).entries())
      if (size > 0) centres[index] = centre;
  return clustersOf(values, member, centres.length).filter(({ size }) => size > 0);
}

function firstCentres(values: Float64Array, k: number, random: Random): number[] {
  const centres = values.length === 0 ? [] : [values[Math.floor(random() * values.length)]!];
  while (centres.length > 0 && centres.length < k) {
    const weights = values.map((value) => (value - centres[nearest(centres, value)]!) ** 2);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) break;
    let left = random() * total;
    const drawn = weights.findIndex((weight) => (left -= weight) < 0);
    centres.push(values[drawn === -1 ? values.length - 1 : drawn]!);
  }
  return centres;
}

/** Returns whether any value changed its cluster. */
function assign(values: Float64Array, centres: readonly number[], member: Int32Array): boolean {
  let hasChanged = false;
  for (const [i, value] of values.entries()) {
    const best = nearest(centres, value);
    if (member[i] !== best) hasChanged = true;
    member[i] = best;
  }
  return hasChanged;
}

function nearest(centres: readonly number[], value: number): number {
  let best = 0;
  for (let c = 1; c < centres.length; c++)
    if (Math.abs(centres[c]! - value) < Math.abs(centres[best]! - value)) best = c;
  return best;
}

function clustersOf(values: Float64Array, member: Int32Array, k: number): readonly Cluster[] {
  return Array.from({ length: k }, (_, cluster) => {
    const own = values.filter((_, i) => member[i] === cluster);
    const centre = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - centre) ** 2, 0) / own.length;
    return { centre, size: own.length, deviation: Math.sqrt(variance) };
  });
}
