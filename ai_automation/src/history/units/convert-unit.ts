import factors from "./factors.json" with { type: "json" };

/**
 * `factors.json` has, for each kind of quantity, how many of a unit are one base unit, and where the unit has another zero
 * point than the base unit, its value there. They are those of Home Assistant 2026.11 (util/unit_conversion.py). Left out
 * are units of which one is no multiple of the other, and gas concentrations, whose factor depends on the gas.
 */
const KINDS: readonly ReadonlyMap<string, Factor>[] = Object.values(factors).map(
  (units) => new Map(Object.entries(units).map(([unit, factor]) => [unit, factorOf(factor)])),
);

interface Factor {
  readonly ratio: number;
  readonly zero: number;
}

function factorOf(factor: number | readonly number[]): Factor {
  const [ratio = 1, zero = 0] = typeof factor === "number" ? [factor] : factor;
  return { ratio, zero };
}

type Convert = (value: number) => number;

const SAME: Convert = (value) => value;

/** Significant digits: more than any sensor has, and few enough that 70.7 °F become 21.5 °C. */
const DIGITS = 10;

/** How values in one unit become values in another; undefined if they measure different quantities. */
export function conversion(from: string, to: string): Convert | undefined {
  if (from === to) return SAME;
  for (const kind of KINDS) {
    const [before, after] = [kind.get(from), kind.get(to)];
    if (before !== undefined && after !== undefined)
      return (value) => Number((((value - before.zero) / before.ratio) * after.ratio + after.zero).toPrecision(DIGITS));
  }
  return undefined;
}
