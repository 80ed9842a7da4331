import { createPlantedHome, type PlantedHome, type PlantedHomeOptions } from "../../demo/planted-home.ts";
import type { RunningAutomation } from "../../demo/rule.ts";
import { createFrameBuilder, type Frame } from "../../history/frame/frame.ts";
import { contextOf } from "../../model/cause.ts";
import { createClock, parseDay } from "../../model/clock.ts";

const AMSTERDAM = { latitude: 52.37, longitude: 4.89 };
const CLOCK = createClock("Europe/Amsterdam");
const FIRST_DAY = parseDay("2024-01-01") ?? 0;
/** Homes of successive seeds start this many days apart, so that they lie all over the year and its clock changes. */
const DAYS_BETWEEN_SEEDS = 83;

export interface PlantedSettings extends Omit<PlantedHomeOptions, "clock" | "location"> {
  readonly days: number;
  /** What else runs in the home besides its own automations. */
  readonly running?: (home: PlantedHome) => readonly RunningAutomation[];
}

/** A home with its truth, and its history as the miner sees it. */
export interface PlantedHistory {
  readonly home: PlantedHome;
  readonly frame: Frame;
}

/** The same for the same settings, always. */
export function plantHistory({ running, ...settings }: PlantedSettings): PlantedHistory {
  const firstDay = settings.firstDay ?? FIRST_DAY + ((settings.seed * DAYS_BETWEEN_SEEDS) % 365);
  const home = createPlantedHome({ ...settings, clock: CLOCK, location: AMSTERDAM, firstDay });
  const builder = createFrameBuilder({ clock: CLOCK, location: AMSTERDAM });
  const automations = running?.(home);
  for (let day = firstDay; day < firstDay + settings.days; day++) {
    for (const { at, entityId, state, cause } of home.changesOfDay(day, automations)) {
      builder.add(at, builder.entity(entityId), builder.state(state), contextOf(cause));
    }
  }
  return { home, frame: builder.finish() };
}
