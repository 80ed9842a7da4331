/** Comparing fewer numbers is faster than a look at each possible one. */
const FEW = 200;

/**
 * Sorts whole numbers from 0 to below `limit` by counting them. The result is valid until the next call, which reuses its
 * memory.
 */
export function createCountingSort(limit: number): (numbers: Float64Array) => Float64Array {
  const counts = new Int32Array(limit);
  let memory = new Float64Array(FEW);
  return (numbers) => {
    if (memory.length < numbers.length) memory = new Float64Array(2 * numbers.length);
    const sorted = memory.subarray(0, numbers.length);
    if (numbers.length < FEW) {
      sorted.set(numbers);
      return sorted.sort();
    }
    let [least, most] = [limit, -1];
    for (const number of numbers) {
      counts[number]! += 1;
      if (number < least) least = number;
      if (number > most) most = number;
    }
    let length = 0;
    for (let number = least; number <= most; number++) {
      for (let left = counts[number]!; left > 0; left--) sorted[length++] = number;
      counts[number] = 0;
    }
    return sorted;
  };
}
