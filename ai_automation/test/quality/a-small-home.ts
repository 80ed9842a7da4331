import fc from "fast-check";
import { createFrameBuilder, type Frame } from "../../src/history/frame/frame.ts";
import { createClock } from "../../src/model/clock.ts";
import { createRandom } from "../../src/model/random.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/model/time.ts";
import type { Event } from "../support/a-life.ts";

/** How a few weeks of a small home in UTC come about. */
export interface SmallHome {
  readonly seed: number;
  readonly days: number;
  /** How often the hall light follows the door. */
  readonly doorShare: number;
  /** How often the attic light goes off at half past ten. */
  readonly bedtimeShare: number;
  /** Toggles of the desk light a day, without a reason. */
  readonly noise: number;
}

export const FIRST_MIDNIGHT = Date.UTC(2026, 0, 5);

export const anySmallHome: fc.Arbitrary<SmallHome> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  days: fc.integer({ min: 28, max: 50 }),
  doorShare: fc.constantFrom(0, 0.5, 0.9, 1),
  bedtimeShare: fc.constantFrom(0, 0.6, 0.9, 1),
  noise: fc.integer({ min: 0, max: 4 }),
});

/** Each day depends on the seed and itself alone: a longer life begins like a shorter one. */
export function eventsOf({ seed, days, doorShare, bedtimeShare, noise }: SmallHome): readonly Event[] {
  const lastAt = new Map<string, number>();
  return Array.from({ length: days }, (_, day) => day)
    .flatMap((day) => {
      const random = createRandom(seed * 1_000 + day);
      const events: Event[] = [];
      const push = (timeOfDay: number, entityId: string, state: string, context: Event["context"]): void => {
        const at = FIRST_MIDNIGHT + day * DAY + Math.round(timeOfDay / SECOND) * SECOND;
        events.push({ at, entityId, state, context });
      };
      for (let visit = 0; visit < 4; visit++) {
        const opens = (8 + visit * 3 + random() * 2) * HOUR;
        push(opens, "binary_sensor.door", "on", "unknown");
        push(opens + 90 * SECOND, "binary_sensor.door", "off", "unknown");
        if (random() < doorShare) push(opens + (5 + random() * 40) * SECOND, "light.hall", "on", "manual");
        push(opens + 20 * MINUTE, "light.hall", "off", "automation");
      }
      push((18 + random() * 2) * HOUR, "light.attic", "on", "automation");
      if (random() < bedtimeShare) push(22.5 * HOUR + (random() - 0.5) * 10 * MINUTE, "light.attic", "off", "manual");
      push((23.2 + random() * 0.7) * HOUR, "light.attic", "off", "automation");
      for (let i = 0; i < noise; i++) {
        const on = (7 + random() * 14) * HOUR;
        push(on, "light.desk", "on", "manual");
        push(on + random() * 2 * HOUR, "light.desk", "off", "manual");
      }
      for (let i = 0; i < 20; i++) {
        const moves = random() * 23.9 * HOUR;
        push(moves, "binary_sensor.motion", "on", "unknown");
        push(moves + 30 * SECOND, "binary_sensor.motion", "off", "unknown");
      }
      return events;
    })
    .sort((a, b) => a.at - b.at)
    .filter(({ entityId, at }) => {
      const isFirst = lastAt.get(entityId) !== at;
      lastAt.set(entityId, at);
      return isFirst;
    });
}

/** Without a place there is no sun, which would not move along when a recording is shifted. */
export function frameOf(events: readonly Event[]): Frame {
  const builder = createFrameBuilder({ clock: createClock("UTC"), location: null });
  for (const { at, entityId, state, context } of events)
    builder.add(at, builder.entity(entityId), builder.state(state), context);
  return builder.finish();
}
