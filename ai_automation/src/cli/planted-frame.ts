import { createPlantedHome } from "../demo/planted-home.ts";
import { createFrameBuilder, type Frame } from "../history/frame/frame.ts";
import { contextOf } from "../model/cause.ts";
import { createClock, parseDay } from "../model/clock.ts";

const AMSTERDAM = { latitude: 52.37, longitude: 4.89 };
const FIRST_DAY = parseDay("2024-01-01") ?? 0;

/** The history of a planted home, always the same for the same number of days. */
export function plantedFrame(days: number): Frame {
  const clock = createClock("Europe/Amsterdam");
  const home = createPlantedHome({ seed: 1, clock, location: AMSTERDAM, firstDay: FIRST_DAY, days });
  const builder = createFrameBuilder({ clock, location: AMSTERDAM });
  for (let day = FIRST_DAY; day < FIRST_DAY + days; day++) {
    for (const { at, entityId, state, cause } of home.changesOfDay(day)) {
      builder.add(at, builder.entity(entityId), builder.state(state), contextOf(cause));
    }
  }
  return builder.finish();
}
