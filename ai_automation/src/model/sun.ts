import { getTimes } from "suncalc";
import type { Clock } from "./clock.ts";
import { DAY, HOUR } from "./time.ts";

/** Degrees; north and east are positive. */
export interface Location {
  readonly latitude: number;
  readonly longitude: number;
}

export interface SunTimes {
  /** Milliseconds on the clock's timeline; null on days without a sunrise or sunset. */
  readonly sunrise: number | null;
  readonly sunset: number | null;
}

/** Sunrise and sunset by local day, cached (zenith 90.833 degrees, within half a minute of Home Assistant's astral). */
export function createSun(clock: Clock, location: Location): (day: number) => SunTimes {
  const cache = new Map<number, SunTimes>();
  return (day) => {
    let times = cache.get(day);
    if (times === undefined) {
      const noon = day * DAY + 12 * HOUR - (location.longitude / 15) * HOUR;
      const { sunrise, sunset } = getTimes(new Date(noon), location.latitude, location.longitude);
      times = {
        sunrise: sunrise === null ? null : clock.fromUtc(sunrise.getTime()),
        sunset: sunset === null ? null : clock.fromUtc(sunset.getTime()),
      };
      cache.set(day, times);
    }
    return times;
  };
}
