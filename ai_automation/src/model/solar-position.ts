import { DAY } from "./time.ts";

const RADIANS = Math.PI / 180;
const sin = (degrees: number): number => Math.sin(degrees * RADIANS);
const cos = (degrees: number): number => Math.cos(degrees * RADIANS);

/** 1 January 2000, 12:00 UTC. */
const J2000 = 946_728_000_000;
const CENTURY = 36_525 * DAY;

export interface SolarPosition {
  /** Degrees north of the celestial equator. */
  readonly declination: number;
  /** Minutes by which a sundial is ahead of the clock. */
  readonly equationOfTime: number;
}

/** Where the sun is at an instant (milliseconds UTC), by NOAA's solar equations after Meeus, "Astronomical Algorithms". */
export function solarPosition(instant: number): SolarPosition {
  const t = (instant - J2000) / CENTURY;
  const meanLongitude = 280.46646 + t * (36_000.76983 + 0.0003032 * t);
  const anomaly = 357.52911 + t * (35_999.05029 - 0.0001537 * t);
  const eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
  const center =
    sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t)) +
    sin(2 * anomaly) * (0.019993 - 0.000101 * t) +
    sin(3 * anomaly) * 0.000289;
  const node = 125.04 - 1_934.136 * t;
  const apparentLongitude = meanLongitude + center - 0.00569 - 0.00478 * sin(node);
  const arcSeconds = 21.448 - t * (46.815 + t * (0.00059 - t * 0.001813));
  const obliquity = 23 + (26 + arcSeconds / 60) / 60 + 0.00256 * cos(node);
  const y = Math.tan((obliquity / 2) * RADIANS) ** 2;
  const equation =
    y * sin(2 * meanLongitude) -
    2 * eccentricity * sin(anomaly) +
    4 * eccentricity * y * sin(anomaly) * cos(2 * meanLongitude) -
    0.5 * y * y * sin(4 * meanLongitude) -
    1.25 * eccentricity * eccentricity * sin(2 * anomaly);
  return {
    declination: Math.asin(sin(obliquity) * sin(apparentLongitude)) / RADIANS,
    equationOfTime: (4 * equation) / RADIANS,
  };
}
