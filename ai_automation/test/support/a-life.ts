import type { MiningOptions } from "../../src/habits/mine.ts";
import { createFrameBuilder, type Frame } from "../../src/history/frame/frame.ts";
import type { Context } from "../../src/model/cause.ts";
import { createClock, parseDay } from "../../src/model/clock.ts";
import { createRandom } from "../../src/model/random.ts";
import { HOUR, MINUTE, SECOND } from "../../src/model/time.ts";
import { AMSTERDAM } from "./a-frame.ts";

export interface Event {
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  readonly context: Context;
}

export const clock = createClock("Europe/Amsterdam");

export interface Life {
  readonly firstDay: string;
  readonly days: number;
  /** Local hour at which the bedroom light is turned off manually, and its standard deviation in minutes. */
  readonly bedtime?: { readonly hour: number; readonly scatterMinutes: number; readonly share: number };
  /** The probability that the pantry light is turned on within a minute of its door opening. */
  readonly pantryShare?: number;
  readonly seed?: number;
}

/** Some weeks of a small home with at most two habits and a lot of unrelated motion. */
export function aLife({ firstDay, days, bedtime, pantryShare, seed = 1 }: Life): readonly Event[] {
  const random = createRandom(seed);
  const first = parseDay(firstDay) ?? NaN;
  const events: Event[] = [];
  const push = (at: number, entityId: string, state: string, context: Context): void => {
    events.push({ at: Math.round(at), entityId, state, context });
  };
  for (let day = first; day < first + days; day++) {
    const instant = (hour: number): number => clock.instantOf(day, 0) + hour * HOUR;
    push(instant(18 + random() * 2), "light.bedroom", "on", "automation");
    if (bedtime !== undefined && random() < bedtime.share) {
      push(
        instant(bedtime.hour) + (random() - 0.5) * 2 * bedtime.scatterMinutes * MINUTE,
        "light.bedroom",
        "off",
        "manual",
      );
    } else {
      push(instant(27), "light.bedroom", "off", "automation");
    }
    for (let visit = 0; visit < 4; visit++) {
      const opened = instant(8 + visit * 3 + random() * 2);
      push(opened, "binary_sensor.pantry_door", "on", "unknown");
      push(opened + 90 * SECOND, "binary_sensor.pantry_door", "off", "unknown");
      if (pantryShare === undefined || random() >= pantryShare) continue;
      push(opened + (5 + random() * 40) * SECOND, "light.pantry", "on", "manual");
      push(opened + 20 * MINUTE, "light.pantry", "off", "automation");
    }
    for (let i = 0; i < 30; i++) {
      const moved = instant(random() * 24);
      push(moved, "binary_sensor.hall_motion", "on", "unknown");
      push(moved + 30 * SECOND, "binary_sensor.hall_motion", "off", "unknown");
    }
  }
  return events;
}

export function frameOfLife(events: readonly Event[]): Frame {
  const builder = createFrameBuilder({ clock, location: AMSTERDAM });
  for (const { at, entityId, state, context } of events) {
    builder.add(at, builder.entity(entityId), builder.state(state), context);
  }
  return builder.finish();
}

export const anything: MiningOptions = {
  existing: [],
  isMinable: () => true,
  mayActOn: () => true,
  areaOf: () => null,
  deviceClassOf: () => null,
};
