/** The first index in [low, high) whose value is not below `value`, else `high`. */
export function lowerBound(values: Float64Array, value: number, low = 0, high = values.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first index in [low, high) whose value is above `value`, else `high`. */
export function upperBound(values: Float64Array, value: number, low = 0, high = values.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next value sought is often a few values on: reading them all mispredicts one branch, halving several. */
const NEAR = 12;

/** Like `lowerBound`, from `low` onwards, then by galloping: faster for ascending queries. */
export function advance(values: Float64Array, value: number, low: number, high: number): number {
  const near = Math.min(low + NEAR, high);
  let from = low;
  while (from < near && values[from]! < value) from += 1;
  if (from < near || from >= high || values[from]! >= value) return from;
  let step = 1;
  while (from + step < high && values[from + step]! < value) {
    from += step;
    step *= 2;
  }
  return lowerBound(values, value, from, Math.min(from + step, high));
}
