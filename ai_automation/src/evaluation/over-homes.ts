import { createRandom } from "../model/random.ts";
import { percentileInterval, resample, type Range } from "../statistics/bootstrap.ts";

/** One home's part in a ratio over homes. A mean over homes has the whole 1. */
export interface Contribution {
  readonly part: number;
  readonly whole: number;
}

export interface OverHomes {
  /** Homes with a whole. */
  readonly homes: number;
  /** The sum of all parts by the sum of all wholes; null if that is 0. */
  readonly value: number | null;
  /** 95%, by a bootstrap of homes (1,000 draws, seed 1); null for fewer than two homes with a whole. */
  readonly interval: Range | null;
}

const SEED = 1;

/**
 * A ratio over homes. Days of one home resemble each other, so an interval over days says nothing about the next home:
 * whole homes are drawn. With few homes the interval is too narrow: in a simulation it contained the truth in 84% of
 * 1,000 samples of five homes, in 88% with ten, 94% with twenty and 95% with fifty.
 */
export function ratioOverHomes(homes: readonly Contribution[]): OverHomes {
  const contributing = homes.filter(({ whole }) => whole > 0).length;
  const draws = contributing < 2 ? [] : resample(homes, createRandom(SEED), ratioOf);
  return { homes: contributing, value: ratioOf(homes), interval: percentileInterval(draws) };
}

function ratioOf(homes: readonly Contribution[]): number | null {
  let part = 0;
  let whole = 0;
  for (const home of homes) {
    part += home.part;
    whole += home.whole;
  }
  return whole === 0 ? null : part / whole;
}
