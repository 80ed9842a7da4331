/** The value rounded to a hundredth of a range, in steps of 1, 2 or 5 times a power of ten: 37.4183 becomes 37. */
export function niceNumber(value: number, range: number): number {
  if (!(range > 0)) return value;
  const rough = range / 100;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  return Number((Math.round(value / step) * step).toFixed(Math.max(0, -Math.floor(Math.log10(step)))));
}
