/** The first with purpose-specific triggers without a flag, `event.received` among them. */
export const OLDEST_VERSION = "2026.7";

/** Home Assistant counts years and months: `2026.11.0`. */
export function isSupported(version: string): boolean {
  const [year = 0, month = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const [oldestYear = 0, oldestMonth = 0] = OLDEST_VERSION.split(".").map(Number);
  return year > oldestYear || (year === oldestYear && month >= oldestMonth);
}
