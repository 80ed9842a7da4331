import type { Context } from "../../src/model/cause.ts";
import { parseDay } from "../../src/model/clock.ts";
import { createRandom, type Random } from "../../src/model/random.ts";
import { HOUR } from "../../src/model/time.ts";
import { clock, type Event } from "./a-life.ts";

/** Writes down what happens on one day: the local hour, as a decimal, and what changes to what by whose hand. */
export type Write = (hour: number, entityId: string, state: string, context?: Context) => void;

/** The events of as many days from a first one on, each lived by the same rule with seeded luck. */
export function days(
  first: string,
  count: number,
  live: (write: Write, random: Random, day: number) => void,
): readonly Event[] {
  const random = createRandom(7);
  const events: Event[] = [];
  const firstDay = parseDay(first) ?? NaN;
  for (let index = 0; index < count; index++) {
    const midnight = clock.instantOf(firstDay + index, 0);
    live(
      (hour, entityId, state, context = "unknown") =>
        events.push({ at: Math.round(midnight + hour * HOUR), entityId, state, context }),
      random,
      firstDay + index,
    );
  }
  return events;
}
