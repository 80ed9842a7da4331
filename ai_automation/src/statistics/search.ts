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

/** Like `lowerBound`, by galloping from `low`: faster for ascending queries. */
export function advance(values: Float64Array, value: number, low: number, high: number): number {
  if (low >= high || values[low]! >= value) return low;
  let from = low;
  let step = 1;
  while (from + step < high && values[from + step]! < value) {
    from += step;
    step *= 2;
  }
  return lowerBound(values, value, from, Math.min(from + step, high));
}
