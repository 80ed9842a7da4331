import fc from "fast-check";
import { createFrameBuilder, type Frame } from "../../../src/history/frame/frame.ts";
import { createClock } from "../../../src/model/clock.ts";
import { createRandom, type Random } from "../../../src/model/random.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/model/time.ts";
import type { Event } from "../../support/a-life.ts";

/** Parameters of a few weeks in a small home in UTC. */
export interface SmallHome {
  readonly seed: number;
  readonly days: number;
  /** The probability that the hall light follows the door. */
  readonly doorShare: number;
  /** The probability that the attic light is turned off at 22:30. */
  readonly bedtimeShare: number;
  /** The probability that the office light is turned off when Anna leaves. */
  readonly leaveShare: number;
  /** The probability that the porch light is turned on when it gets dark outside. */
  readonly duskShare: number;
  /** The probability that the stairs' light is turned off ten minutes after the last motion. */
  readonly stairsShare: number;
  /** Random toggles of the desk light per day. */
  readonly noise: number;
}

const FIRST_MIDNIGHT = Date.UTC(2026, 0, 5);

export const anySmallHome: fc.Arbitrary<SmallHome> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  days: fc.integer({ min: 28, max: 50 }),
  doorShare: fc.constantFrom(0, 0.5, 0.9, 1),
  bedtimeShare: fc.constantFrom(0, 0.6, 0.9, 1),
  leaveShare: fc.constantFrom(0, 0.7, 1),
  duskShare: fc.constantFrom(0, 0.7, 1),
  stairsShare: fc.constantFrom(0, 0.7, 1),
  noise: fc.integer({ min: 0, max: 4 }),
});

/** Each day depends only on the seed and itself: a longer history begins like a shorter one. */
export function eventsOf(home: SmallHome): readonly Event[] {
  const { seed, days, doorShare, bedtimeShare, noise } = home;
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
      liveByOthers(home, random, push);
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

type Push = (timeOfDay: number, entityId: string, state: string, context: Event["context"]) => void;

/**
 * Habits that follow people, daylight and stillness happen at another hour each day, so that no clock trigger explains
 * them.
 */
function liveByOthers({ leaveShare, duskShare, stairsShare }: SmallHome, random: Random, push: Push): void {
  const leaves = (8.5 + random() * 4) * HOUR;
  push(8.2 * HOUR, "light.office", "on", "automation");
  push(leaves, "person.anna", "not_home", "unknown");
  push((16.5 + random() * 3) * HOUR, "person.anna", "home", "unknown");
  const leftOn = random() >= leaveShare;
  push(
    leaves + (leftOn ? 3 * HOUR : (5 + random() * 50) * SECOND),
    "light.office",
    "off",
    leftOn ? "automation" : "manual",
  );

  const dusk = (16 + random() * 4) * HOUR;
  for (let at = 12 * HOUR; at < 22 * HOUR; at += 10 * MINUTE) {
    const hoursLeft = (dusk - at) / HOUR;
    const lux = hoursLeft > 0 ? 150 + 60 * hoursLeft : 20 / (1 - hoursLeft);
    push(at, "sensor.porch_illuminance", lux.toFixed(0), "unknown");
  }
  const darkened = Math.ceil(dusk / (10 * MINUTE)) * 10 * MINUTE;
  if (random() < duskShare) push(darkened + (15 + random() * 60) * SECOND, "light.porch", "on", "manual");
  push(23.4 * HOUR, "light.porch", "off", "automation");

  for (let visit = 0; visit < 4; visit++) {
    const comes = (7 + visit * 4 + random() * 2) * HOUR;
    const goes = comes + (2 + random() * 15) * MINUTE;
    push(comes, "binary_sensor.stairs_motion", "on", "unknown");
    push(comes + SECOND, "light.stairs", "on", "automation");
    push(goes, "binary_sensor.stairs_motion", "off", "unknown");
    const isByHand = random() < stairsShare;
    const out = goes + (isByHand ? 10 * MINUTE + (10 + random() * 60) * SECOND : 50 * MINUTE);
    push(out, "light.stairs", "off", isByHand ? "manual" : "automation");
  }
}

/** Without a location there is no sun, which would not move along when a recording is shifted. */
export function frameOf(events: readonly Event[]): Frame {
  const builder = createFrameBuilder({ clock: createClock("UTC"), location: null });
  for (const { at, entityId, state, context } of events)
    builder.add(at, builder.entity(entityId), builder.state(state), context);
  return builder.finish();
}
