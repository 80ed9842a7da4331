/** The next step of 1, 2 or 5 times a power of ten that is not below a size: 0.13 becomes 0.2. 0 for 0. */
export function niceStep(size: number): number {
  if (!(size > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5].find((one) => one * power >= size) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/** The value rounded to about a hundredth of a range: 37.4183 becomes 37. */
export function niceNumber(value: number, range: number): number {
  const step = niceStep(range / 100);
  return step === 0 ? value : Number((Math.round(value / step) * step).toPrecision(6));
}
