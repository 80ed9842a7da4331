import { createFrameBuilder, type Frame } from "../../src/history/frame/frame.ts";
import type { Machines } from "../../src/history/machines/find-machines.ts";
import type { Context } from "../../src/model/cause.ts";
import { createClock } from "../../src/model/clock.ts";
import { createRandom, type Random } from "../../src/model/random.ts";
import { DAY, HOUR, SECOND } from "../../src/model/time.ts";
import { AMSTERDAM } from "./a-frame.ts";

export interface Change {
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  readonly context: Context;
}

/** The delay in seconds between the cue and the action. */
export type LagOf = (random: Random) => number;

export interface CuedDays {
  readonly days: number;
  readonly seed: number;
  readonly cue: string;
  /** The context of turning the light on. */
  readonly context: Context;
  /** The first midnight. */
  readonly first: number;
}

export const MONDAY = Date.UTC(2024, 0, 1);

/** Standard normal (Box and Muller, 1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/**
 * A cue once a day at any hour from 8 to 18, a light turned on some seconds later and turned off at some time of the
 * night.
 */
export function cuedDays(lagOf: LagOf, options: Partial<CuedDays> = {}): readonly Change[] {
  const { days = 60, seed = 1, cue = "binary_sensor.door", context = "manual", first = MONDAY } = options;
  const random = createRandom(seed);
  return Array.from({ length: days }, (_, day): readonly Change[] => {
    const at = first + day * DAY + Math.floor(random() * 10 * HOUR) + 8 * HOUR;
    const lit = at + Math.round(lagOf(random) * SECOND);
    const dark = first + day * DAY + 20 * HOUR + Math.floor(random() * 3 * HOUR);
    return [
      { at, entityId: cue, state: "on", context: "unknown" },
      { at: dark, entityId: cue, state: "off", context: "unknown" },
      { at: lit, entityId: "light.hall", state: "on", context },
      { at: dark - Math.floor(random() * HOUR), entityId: "light.hall", state: "off", context: "manual" },
    ];
  }).flat();
}

export function frameOf(changes: readonly Change[], zone = "Etc/UTC"): Frame {
  const builder = createFrameBuilder({ clock: createClock(zone), location: AMSTERDAM });
  for (const { at, entityId, state, context } of changes)
    builder.add(at, builder.entity(entityId), builder.state(state), context);
  return builder.finish();
}

/** The number of changes of an entity to a state that still count as manual. */
export function leftToPeople({ frame }: Machines, entityId: string, state: string): number {
  const entity = frame.entities.find(entityId) ?? -1;
  const code = frame.states.find(state);
  let count = 0;
  for (let row = frame.start[entity]!; row < frame.start[entity + 1]!; row++)
    if (frame.codes[row] === code && frame.contexts[row] !== 2) count += 1;
  return count;
}
