import { createRandom } from "../model/random.ts";

/** Random draws from one seeded stream. */
export interface Draws {
  chance(probability: number): boolean;
  uniform(from: number, to: number): number;
  /** Mean 0, standard deviation 1 (Box and Muller, 1958). */
  normal(): number;
  exponential(mean: number): number;
  poisson(mean: number): number;
  pick<T>(from: readonly T[]): T;
}

/** An independent stream for each key: the draws of one habit never shift those of another. */
export function drawsFor(...key: readonly (string | number)[]): Draws {
  const next = createRandom(hash(key.join("|")));
  const chance = (probability: number): boolean => next() < probability;
  const exponential = (mean: number): number => -mean * Math.log(1 - next());
  return {
    chance,
    exponential,
    uniform: (from, to) => from + (to - from) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    poisson: (mean) => {
      let count = 0;
      for (let sum = exponential(1); sum < mean; sum += exponential(1)) count += 1;
      return count;
    },
    pick: (from) => {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new RangeError("nothing to pick from");
      return picked;
    },
  };
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
