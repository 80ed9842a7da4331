import { UNKNOWN } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import type { StateChange } from "../model/state-change.ts";
import { createSun, type Location } from "../model/sun.ts";
import { HOUR, MINUTE } from "../model/time.ts";
import { drawsFor } from "./draws.ts";
import type { HomeDay } from "./home-time.ts";

/** Readings that depend on the weather and the sun, not on people. */
interface SensorReadings {
  /** States at an instant, by entity. */
  statesAt(instant: number): ReadonlyMap<string, string>;
  changesOf(homeDay: HomeDay): readonly StateChange[];
}

interface Sensor {
  readonly entityId: string;
  readonly period: number;
  readonly step: number;
  readonly valueAt: (instant: number) => number;
}

export function createSensorReadings(home: { seed: number; clock: Clock; location: Location }): SensorReadings {
  const daylight = createDaylight(home.clock, home.location);
  const sensors = createSensors(home.seed, home.clock, daylight);
  const sunState = (instant: number): string => (daylight(instant) > 0 ? "above_horizon" : "below_horizon");
  return {
    statesAt: (instant) =>
      new Map([
        ...sensors.map((sensor) => [sensor.entityId, reading(sensor, instant)] as const),
        ["sun.sun", sunState(instant)],
      ]),
    changesOf: (homeDay) => [
      ...sensors.flatMap((sensor) => sampled(sensor.entityId, sensor.period, homeDay, (at) => reading(sensor, at))),
      ...sampled("sun.sun", MINUTE, homeDay, sunState),
    ],
  };
}

/** The sun's height as a share of its height at noon in midsummer; 0 at night. */
function createDaylight(clock: Clock, location: Location): (instant: number) => number {
  const sunOf = createSun(clock, location);
  return (instant) => {
    const { sunrise, sunset } = sunOf(clock.dayOf(instant));
    if (sunrise === null || sunset === null || instant < sunrise || instant >= sunset) return 0;
    const length = sunset - sunrise;
    return Math.max(1e-6, Math.sin((Math.PI * (instant - sunrise)) / length) * Math.min(1, length / (16 * HOUR)));
  };
}

function createSensors(seed: number, clock: Clock, daylight: (instant: number) => number): readonly Sensor[] {
  const weather = (name: string, instant: number): number =>
    drawsFor(seed, name, clock.dayOf(instant - 4 * HOUR)).uniform(0, 1);
  const jitter = (name: string, instant: number): number => drawsFor(seed, name, instant).normal();
  const warmth = (instant: number, peakHour: number): number =>
    Math.exp(-(((clock.timeOfDay(instant) / HOUR - peakHour) / 3) ** 2));
  const season = (instant: number): number =>
    Math.cos((2 * Math.PI * ((clock.dayOf(instant) % 365.25) - 200)) / 365.25);
  const sensor = (entityId: string, minutes: number, step: number, valueAt: Sensor["valueAt"]): Sensor => ({
    entityId,
    period: minutes * MINUTE,
    step,
    valueAt,
  });
  return [
    sensor("sensor.living_room_illuminance", 10, 5, (at) =>
      Math.max(0, daylight(at) * (200 + 600 * weather("cloud", at)) + 4 * jitter("lux", at)),
    ),
    sensor(
      "sensor.outdoor_temperature",
      30,
      0.5,
      (at) => 11 + 7 * season(at) + 4 * (weather("front", at) - 0.5) + 5 * warmth(at, 15) + 0.2 * jitter("outdoor", at),
    ),
    sensor("sensor.living_room_temperature", 30, 0.2, (at) => 19.5 + 1.5 * warmth(at, 20) + 0.1 * jitter("living", at)),
    sensor(
      "sensor.study_temperature",
      20,
      0.2,
      (at) => 20.5 + 7 * weather("warm", at) * warmth(at, 15) + 0.1 * jitter("study", at),
    ),
    sensor(
      "sensor.bathroom_humidity",
      20,
      1,
      (at) => 52 + 14 * warmth(at, 7.5) + 8 * warmth(at, 22) + jitter("steam", at),
    ),
  ];
}

const reading = ({ period, step, valueAt }: Sensor, instant: number): string =>
  String(Number((Math.round(valueAt(Math.floor(instant / period) * period) / step) * step).toFixed(1)));

function sampled(
  entityId: string,
  period: number,
  { from, to }: HomeDay,
  stateAt: (at: number) => string,
): readonly StateChange[] {
  const changes: StateChange[] = [];
  let state = stateAt(from - 1);
  for (let at = Math.ceil(from / period) * period; at < to; at += period) {
    const next = stateAt(at);
    if (next === state) continue;
    state = next;
    changes.push({ at, entityId, state, cause: UNKNOWN });
  }
  return changes;
}
