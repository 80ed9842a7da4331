/** Values with the instants since which they apply. */
export interface Timed {
  /** In any order. */
  readonly add: (at: number, value: number) => void;
  /** In order of time; values of one instant keep their order. */
  readonly sorted: () => { readonly times: Float64Array; readonly values: Float64Array };
}

/** Two arrays of numbers, because an object for each value takes three times the memory. */
export function createTimed(): Timed {
  const times: number[] = [];
  const values: number[] = [];
  let isSorted = true;
  return {
    add: (at, value) => {
      if (at < (times.at(-1) ?? -Infinity)) isSorted = false;
      times.push(at);
      values.push(value);
    },
    sorted: () => {
      if (isSorted) return { times: Float64Array.from(times), values: Float64Array.from(values) };
      const order = [...times.keys()].sort((a, b) => times[a]! - times[b]!);
      return {
        times: Float64Array.from(order, (index) => times[index]!),
        values: Float64Array.from(order, (index) => values[index]!),
      };
    },
  };
}
