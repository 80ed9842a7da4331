import { UNKNOWN } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import type { StateChange } from "../model/state-change.ts";
import { HOUR, MINUTE, SECOND } from "../model/time.ts";
import { drawsFor } from "./draws.ts";
import { wholeSecond } from "./home-time.ts";
import { manualCause } from "./manual-cause.ts";
import { openDoor } from "./presence.ts";
import type { Visit } from "./room-visits.ts";

/** A motion sensor clears this long after the last movement. */
const CLEARS_AFTER = 40 * SECOND;

/** Motion during all visits. Sensors toggle often because people sit still between movements. */
export function planMotion(seed: number, visits: readonly Visit[]): readonly StateChange[] {
  return visits.flatMap(({ area, from, to }) => {
    const draws = drawsFor(seed, "motion", area, from);
    const entityId = `binary_sensor.${area}_motion`;
    const changes: StateChange[] = [];
    let clears = 0;
    for (let at = from; at < to; at = wholeSecond(at + SECOND + draws.exponential(5 * MINUTE))) {
      if (at > clears) changes.push(...openDoor(entityId, at, CLEARS_AFTER / SECOND));
      clears = at + CLEARS_AFTER;
    }
    return changes;
  });
}

/** Occasional actions in a room that are no habit or trigger one. */
export function planActivity(seed: number, clock: Clock, visit: Visit): readonly StateChange[] {
  const draws = drawsFor(seed, "activity", visit.area, visit.from);
  const after = (from: number, to: number): number => wholeSecond(visit.from + draws.uniform(from, to) * SECOND);
  const sometimesOn = (probability: number, entityId: string, at: number): readonly StateChange[] =>
    draws.chance(probability) ? [{ at, entityId, state: "on", cause: manualCause(seed, entityId, at) }] : [];
  const timeOfDay = clock.timeOfDay(visit.from);
  const isEvening = timeOfDay >= 17 * HOUR || timeOfDay < 8 * HOUR;
  switch (visit.area) {
    case "kitchen":
      return [
        ...(draws.chance(0.25) ? openDoor("binary_sensor.pantry_door", after(20, 300), draws.uniform(90, 240)) : []),
        ...sometimesOn(timeOfDay >= 17 * HOUR ? 0.4 : 0.2, "light.kitchen", after(30, 400)),
      ];
    case "living_room":
      return isEvening
        ? [
            ...pressed(draws.chance(0.4), "press", after(10, 600)),
            ...pressed(draws.chance(0.1), "double_press", after(10, 1_200)),
          ]
        : [];
    case "study":
      return sometimesOn(0.4, "light.study", after(30, 600));
    case "bathroom":
      return isEvening ? [] : sometimesOn(0.25, "light.bathroom", after(5, 120));
    case "garden":
      return [
        ...openDoor("binary_sensor.garden_door", visit.from, 15),
        ...openDoor("binary_sensor.garden_door", visit.to, 15),
      ];
    case "bedroom":
    case "hall":
      return [];
  }
}

function pressed(isPressed: boolean, state: string, at: number): readonly StateChange[] {
  return isPressed ? [{ at, entityId: "event.living_room_button", state, cause: UNKNOWN }] : [];
}
