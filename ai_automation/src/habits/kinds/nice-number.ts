/** The smallest 1, 2 or 5 times a power of ten that is not below `size`: 0.2 for 0.13. 0 if `size` is not positive. */
export function niceStep(size: number): number {
  if (!(size > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5].find((one) => one * power >= size) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/** The value rounded to about a hundredth of `range`: 37.4183 becomes 37. */
export function niceNumber(value: number, range: number): number {
  const step = niceStep(range / 100);
  return step === 0 ? value : Number((Math.round(value / step) * step).toPrecision(6));
}

/** The roundest number strictly between two numbers: 50 between 4.2 and 97. */
export function roundNumberBetween(low: number, high: number): number {
  const middle = (low + high) / 2;
  for (let step = niceStep(high - low); ; step = niceStep(step / 3)) {
    const value = Number((Math.round(middle / step) * step).toPrecision(6));
    if (value > low && value < high) return value;
    if (step < (high - low) / 100) return middle;
  }
}
