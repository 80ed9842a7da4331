import { createFrameBuilder } from "../../src/history/frame/frame.ts";
import { parseDay, weekdayOf } from "../../src/model/clock.ts";
import { createRandom } from "../../src/model/random.ts";
import { HOUR, MINUTE } from "../../src/model/time.ts";
import { createWorld, type World } from "../../src/replay/world.ts";
import type { FollowedRun } from "../../src/suggestions/history-ports.ts";
import { AMSTERDAM } from "./a-frame.ts";
import { clock } from "./a-life.ts";

export interface FollowedHome {
  readonly world: World;
  readonly runs: readonly FollowedRun[];
}

/** A run, for deciding whether a person undoes it. */
export interface Situation {
  readonly at: number;
  /** From Monday = 0. */
  readonly weekday: number;
  readonly isTvOn: boolean;
  /** At that hour, degrees Celsius. */
  readonly temperature: number;
  readonly random: () => number;
}

export const EVENING = {
  alias: "Hall light on in the evening",
  triggers: [{ trigger: "time", at: "19:00:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
  mode: "single",
} as const;

export const ON_MOTION = {
  ...EVENING,
  alias: "Hall light on with motion",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.hall_motion", to: "on" }],
} as const;

/** Some weeks in which an automation turned on the hall light and people undid unwanted runs. */
export function aFollowedHome(parts: {
  readonly seed?: number;
  readonly days: number;
  /** Local times of day of the daily runs, milliseconds. */
  readonly runsAt: (random: () => number) => readonly number[];
  readonly isUndone: (situation: Situation) => boolean;
  /** How long after an undone run somebody does it manually; null for never. */
  readonly redone?: (random: () => number) => number | null;
}): FollowedHome {
  const { days, runsAt, isUndone, redone = () => null } = parts;
  const random = createRandom(parts.seed ?? 1);
  const builder = createFrameBuilder({ clock, location: AMSTERDAM });
  const first = parseDay("2026-01-05") ?? NaN;
  const runs: FollowedRun[] = [];
  const change = (at: number, entityId: string, state: string, isByHand: boolean): void =>
    builder.add(at, builder.entity(entityId), builder.state(state), isByHand ? "manual" : "automation");
  for (let day = first; day < first + days; day++) {
    const instant = (timeOfDay: number): number => clock.instantOf(day, 0) + timeOfDay;
    change(instant(2 * HOUR), "light.hall", "off", false);
    const tvOn = 8 * HOUR + random() * 10 * HOUR;
    const tvOff = tvOn + 1 * HOUR + random() * 4 * HOUR;
    change(instant(tvOn), "media_player.tv", "playing", true);
    change(instant(tvOff), "media_player.tv", "off", true);
    const temperatures = Array.from({ length: 24 }, () => (18 + random() * 6).toFixed(1));
    for (const [hour, temperature] of temperatures.entries())
      builder.add(instant(hour * HOUR), builder.entity("sensor.temperature"), builder.state(temperature), "unknown");
    for (const timeOfDay of runsAt(random).toSorted((a, b) => a - b)) {
      const at = instant(timeOfDay);
      builder.add(at, builder.entity("binary_sensor.hall_motion"), builder.state("on"), "unknown");
      builder.add(at + MINUTE, builder.entity("binary_sensor.hall_motion"), builder.state("off"), "unknown");
      change(at, "light.hall", "on", false);
      const temperature = Number(temperatures[Math.floor(timeOfDay / HOUR)]);
      const isTvOn = timeOfDay > tvOn && timeOfDay <= tvOff;
      const undoneAt = isUndone({ at, weekday: weekdayOf(day), isTvOn, temperature, random })
        ? at + MINUTE + Math.round(random() * 10 * MINUTE)
        : null;
      runs.push({ at, undoneAt });
      change(undoneAt ?? at + 14 * MINUTE, "light.hall", "off", undoneAt !== null);
      const later = undoneAt === null ? null : redone(random);
      if (later !== null) change(at + later, "light.hall", "on", true);
    }
  }
  return { world: createWorld(builder.finish()), runs };
}

export const SURROUNDINGS = ["media_player.tv", "sensor.temperature"] as const;

/** Once a day at 19:00, or several times a day. */
export const once = (): readonly number[] => [19 * HOUR];
export const often = (random: () => number): readonly number[] =>
  [7, 11, 15, 19, 22].map((hour) => (hour + random()) * HOUR);
