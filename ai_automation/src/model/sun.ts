import type { Clock } from "./clock.ts";
import { solarPosition } from "./solar-position.ts";
import { DAY, MINUTE } from "./time.ts";

/** Degrees; north and east are positive. */
export interface Location {
  readonly latitude: number;
  readonly longitude: number;
  /** Meters above the sea, by default 0. The horizon of a high home is lower. */
  readonly elevation?: number;
}

export interface SunTimes {
  /** Milliseconds on the clock's timeline; null on days without a sunrise or sunset. */
  readonly sunrise: number | null;
  readonly sunset: number | null;
}

/**
 * Sunrise and sunset by local day, cached. They equal those of astral 2.2, which Home Assistant 2026.11 uses
 * (helpers/sun.py), to the millisecond, at any latitude and elevation. No library does: astral takes its own path to
 * the refraction, which on a mountain makes minutes of difference.
 */
export function createSun(clock: Clock, location: Location): (day: number) => SunTimes {
  const cache = new Map<number, SunTimes>();
  const onTimeline = (instant: number | null): number | null => (instant === null ? null : clock.fromUtc(instant));
  return (day) => {
    let times = cache.get(day);
    if (times === undefined) {
      times = {
        sunrise: onTimeline(transitOn(day, location, 1)),
        sunset: onTimeline(transitOn(day, location, -1)),
      };
      cache.set(day, times);
    }
    return times;
  };
}

/** The upper edge of the sun is at the horizon: half of its 32 arc minutes below it. */
const ZENITH = 90 + 32 / 120;

/** astral does not calculate closer to the poles. */
const MOST_LATITUDE = 89.8;

/** When the sun crosses the horizon on a day, upwards (1) or downwards (-1); null if it does not. */
function transitOn(day: number, { latitude, longitude, elevation = 0 }: Location, direction: 1 | -1): number | null {
  const bounded = Math.min(Math.max(latitude, -MOST_LATITUDE), MOST_LATITUDE);
  const zenith = ZENITH + dipOf(elevation);
  const refraction = refractionAt(zenith);
  const minutesAt = (instant: number, apparentZenith: number): number => {
    const { declination, equationOfTime } = solarPosition(instant);
    const hourAngle = hourAngleOf(bounded, declination, apparentZenith);
    return 720 - 4 * (longitude + direction * hourAngle) - equationOfTime;
  };
  // astral's first pass subtracts the refraction, and the second, from the time that the first found, adds it.
  const estimate = minutesAt(day * DAY, zenith - refraction);
  const minutes = minutesAt(day * DAY + estimate * MINUTE, zenith + refraction);
  return Number.isNaN(minutes) ? null : day * DAY + Math.floor(minutes * MINUTE);
}

const RADIANS = Math.PI / 180;

/** Degrees from the meridian to the sun; NaN if it never has that zenith. */
function hourAngleOf(latitude: number, declination: number, zenith: number): number {
  const [phi, delta] = [latitude * RADIANS, declination * RADIANS];
  const cosine = (Math.cos(zenith * RADIANS) - Math.sin(phi) * Math.sin(delta)) / (Math.cos(phi) * Math.cos(delta));
  return Math.acos(cosine) / RADIANS;
}

const EARTH_RADIUS = 6_356_900;

/** How many degrees lower the horizon is, seen from an elevation in meters. */
const dipOf = (elevation: number): number =>
  elevation <= 0 ? 0 : Math.acos(EARTH_RADIUS / (EARTH_RADIUS + elevation)) / RADIANS;

/** Atmospheric refraction in degrees close to the horizon (NOAA). */
function refractionAt(zenith: number): number {
  const height = 90 - zenith;
  if (height <= -0.575) return -20.774 / Math.tan(height * RADIANS) / 3_600;
  return (1_735 + height * (-518.2 + height * (103.4 + height * (-12.79 + height * 0.711)))) / 3_600;
}
