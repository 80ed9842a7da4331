import { UNKNOWN, type Cause } from "../model/cause.ts";
import type { Clock } from "../model/clock.ts";
import type { Entity } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import { createSun, type Location } from "../model/sun.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../model/time.ts";
import { drawsFor, type Draws } from "./draws.ts";

export interface BusyHomeOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly location: Location;
  /** Default 54: 810 entities with about 23,000 changes a day, which are 17 million in two years. */
  readonly rooms?: number;
}

export interface BusyHome {
  readonly entities: readonly Entity[];
  /** The changes of one local day, room by room. Deterministic for the options and the day. */
  changesOfDay(day: number): readonly StateChange[];
}

const ROOMS = 54;
const PEOPLE = ["anna", "ben", "clara", "dirk"] as const;

/**
 * A large home for measuring speed and memory. Each room draws its own devices, rates, and habits, so that no room
 * repeats another one. Unlike a planted home, it has no ground truth.
 */
export function createBusyHome({ seed, clock, location, rooms: count = ROOMS }: BusyHomeOptions): BusyHome {
  const sun = createSun(clock, location);
  const rooms = Array.from({ length: count }, (_, index) => createRoom(seed, index));
  return {
    entities: rooms.flatMap(({ entities }) => entities),
    changesOfDay: (day) => {
      const { sunrise, sunset } = sun(day);
      const from = clock.instantOf(day, 0);
      const light = { from, sunrise: (sunrise ?? from) - from, sunset: (sunset ?? from + DAY) - from };
      return rooms.flatMap((room) => room.changesOf(light, day, drawsFor(seed, room.id, day)));
    },
  };
}

interface Daylight {
  /** Local midnight, milliseconds UTC. */
  readonly from: number;
  /** Milliseconds from midnight. */
  readonly sunrise: number;
  readonly sunset: number;
}

interface Room {
  readonly id: string;
  readonly entities: readonly Entity[];
  readonly changesOf: (light: Daylight, day: number, draws: Draws) => readonly StateChange[];
}

/** A device that people switch, with the habit that they have of it. */
interface Appliance {
  readonly entityId: string;
  readonly on: string;
  readonly off: string;
  /** The probability of using it during a visit. */
  readonly use: number;
  readonly needsDarkness: boolean;
  readonly isAutomatic: boolean;
  readonly delaySeconds: number;
  /** Milliseconds from midnight; null without a habit at a time of day. */
  readonly usualAt: number | null;
}

interface Sensor {
  readonly entityId: string;
  readonly everyMinutes: number;
  readonly mean: number;
  readonly daily: number;
  readonly step: number;
  readonly digits: number;
}

const KINDS = [
  { domain: "light", name: "ceiling", on: "on", off: "off", deviceClass: null },
  { domain: "light", name: "lamp", on: "on", off: "off", deviceClass: null },
  { domain: "switch", name: "outlet", on: "on", off: "off", deviceClass: "outlet" },
  { domain: "cover", name: "blind", on: "open", off: "closed", deviceClass: "blind" },
  { domain: "media_player", name: "speaker", on: "playing", off: "off", deviceClass: "speaker" },
  { domain: "fan", name: "fan", on: "on", off: "off", deviceClass: null },
] as const;

const MEASURES = [
  { name: "temperature", everyMinutes: 38, mean: 20, daily: 1.5, step: 0.1, digits: 1 },
  { name: "humidity", everyMinutes: 55, mean: 55, daily: 6, step: 0.6, digits: 0 },
  { name: "illuminance", everyMinutes: 38, mean: 120, daily: 110, step: 6, digits: 0 },
  { name: "power", everyMinutes: 32, mean: 60, daily: 30, step: 8, digits: 1 },
  { name: "carbon_dioxide", everyMinutes: 90, mean: 700, daily: 150, step: 15, digits: 0 },
  { name: "energy", everyMinutes: 150, mean: 400, daily: 0, step: 0.4, digits: 2 },
] as const;

const APPLIANCES = 4;
const SENSORS = 6;

function createRoom(seed: number, index: number): Room {
  const id = `room${index}`;
  const draws = drawsFor(seed, id);
  const appliances = Array.from({ length: APPLIANCES }, (_, number) => createAppliance(id, number, draws));
  const sensors = Array.from({ length: SENSORS }, (_, number) => createSensor(id, number, draws));
  const visits = 4 + draws.exponential(6);
  const middle = draws.uniform(7, 22) * HOUR;
  const notices = ["motion", "occupancy", "presence"].map((name) => `binary_sensor.${id}_${name}`);
  const door = `binary_sensor.${id}_door`;
  const button = `event.${id}_button`;
  const restStates = new Map([
    ...appliances.map(({ entityId, off }) => [entityId, off] as const),
    ...sensors.map(({ entityId, mean, digits }) => [entityId, mean.toFixed(digits)] as const),
    ...[...notices, door].map((entityId) => [entityId, "off"] as const),
  ]);
  return {
    id,
    entities: [
      ...appliances.map(({ entityId, deviceClass }) => entityOf(entityId, id, deviceClass)),
      ...sensors.map(({ entityId, name }) => entityOf(entityId, id, name)),
      ...notices.map((entityId) => entityOf(entityId, id, "motion")),
      entityOf(door, id, "door"),
      entityOf(button, id, "button"),
    ],
    changesOf: (light, day, own) => {
      const changes: StateChange[] = [];
      const add = (entityId: string, at: number, state: string, cause: Cause = UNKNOWN): void =>
        void changes.push({ entityId, at: light.from + Math.round(at), state, cause });
      for (const sensor of sensors) addReadings(sensor, own, add);
      const times = Array.from({ length: own.poisson(visits) }, () => timeNear(middle, own)).sort((a, b) => a - b);
      let free = HOUR;
      for (const time of times) {
        const from = Math.max(time, free);
        const until = from + MINUTE + own.exponential(6 * MINUTE);
        free = until + 5 * MINUTE;
        if (free > DAY - HOUR) break;
        if (own.chance(0.4)) addPulse(door, from - 4 * SECOND, from + 3 * SECOND, add);
        if (own.chance(0.08)) add(button, from + 2 * SECOND, own.pick(["short_press", "long_press"]));
        for (const sensor of notices) if (own.chance(0.9)) addMotion(sensor, from, until, own, add);
        const isDark = from < light.sunrise || from > light.sunset;
        for (const one of appliances)
          if ((isDark || !one.needsDarkness) && own.chance(one.use)) addUse(one, from, until, own, add);
      }
      const isWorkday = (day + 3) % 7 < 5;
      for (const one of appliances)
        if (one.usualAt !== null && isWorkday && own.chance(0.85))
          addUse(one, one.usualAt + own.normal() * 4 * MINUTE, one.usualAt + HOUR, own, add);
      return own.chance(1 / DAYS_BETWEEN_RESTARTS) ? withRestart(changes, light.from, restStates, own) : changes;
    },
  };
}

const DAYS_BETWEEN_RESTARTS = 15;

/** All entities of the room are unavailable for a while at night, and return as they were. */
function withRestart(
  changes: readonly StateChange[],
  midnight: number,
  restStates: ReadonlyMap<string, string>,
  draws: Draws,
): readonly StateChange[] {
  const at = midnight + Math.round(draws.uniform(3, 4) * HOUR);
  const states = new Map(restStates);
  for (const change of changes.toSorted((a, b) => a.at - b.at))
    if (change.at < at) states.set(change.entityId, change.state);
  const restart = [...states].flatMap(([entityId, state]): readonly StateChange[] => [
    { entityId, at, state: "unavailable", cause: UNKNOWN },
    { entityId, at: at + Math.round(draws.uniform(20, 60) * SECOND), state, cause: UNKNOWN },
  ]);
  return [...changes, ...restart];
}

const entityOf = (entityId: string, area: string, deviceClass: string | null): Entity => ({
  entityId,
  name: entityId,
  areaId: area,
  areaName: area,
  deviceClass,
  isMinable: true,
});

function createAppliance(room: string, number: number, draws: Draws): Appliance & { deviceClass: string | null } {
  const kind = number < 2 ? KINDS[number]! : draws.pick(KINDS);
  const isHabit = draws.chance(0.12);
  return {
    entityId: `${kind.domain}.${room}_${kind.name}_${number}`,
    on: kind.on,
    off: kind.off,
    deviceClass: kind.deviceClass,
    use: isHabit ? draws.uniform(0.6, 0.95) : draws.uniform(0.02, 0.2),
    needsDarkness: kind.domain === "light" && draws.chance(0.6),
    isAutomatic: draws.chance(0.2),
    delaySeconds: draws.uniform(4, 60),
    usualAt: draws.chance(0.05) ? draws.uniform(6, 22) * HOUR : null,
  };
}

/** The rates of sensors differ by an order of magnitude. */
function createSensor(room: string, number: number, draws: Draws): Sensor & { name: string } {
  const measure = MEASURES[number]!;
  return {
    ...measure,
    entityId: `sensor.${room}_${measure.name}`,
    everyMinutes: measure.everyMinutes * Math.exp(draws.normal() * 0.7),
    mean: measure.mean * draws.uniform(0.8, 1.2),
  };
}

type Add = (entityId: string, at: number, state: string, cause?: Cause) => void;

function addReadings({ entityId, everyMinutes, mean, daily, step, digits }: Sensor, draws: Draws, add: Add): void {
  let walk = 0;
  for (let at = draws.exponential(everyMinutes * MINUTE); at < DAY; at += draws.exponential(everyMinutes * MINUTE)) {
    walk = 0.97 * walk + draws.normal() * step;
    add(entityId, at, (mean - daily * Math.cos((2 * Math.PI * at) / DAY) + walk).toFixed(digits));
  }
}

/** Half of the visits are around the room's usual time. */
const timeNear = (middle: number, draws: Draws): number =>
  draws.chance(0.5)
    ? Math.min(Math.max(middle + draws.normal() * 2 * HOUR, HOUR), DAY - 2 * HOUR)
    : draws.uniform(6, 23) * HOUR;

function addPulse(entityId: string, from: number, until: number, add: Add): void {
  add(entityId, from, "on");
  add(entityId, until, "off");
}

function addMotion(entityId: string, from: number, until: number, draws: Draws, add: Add): void {
  for (let at = from; at < until; at += draws.uniform(100, 200) * SECOND)
    addPulse(entityId, at, at + draws.uniform(20, 90) * SECOND, add);
}

function addUse(appliance: Appliance, from: number, until: number, draws: Draws, add: Add): void {
  const { entityId, on, off, isAutomatic, delaySeconds } = appliance;
  const manual: Cause = draws.chance(0.3)
    ? { kind: "person", userId: draws.pick(PEOPLE), via: "app" }
    : { kind: "physical" };
  const cause: Cause = isAutomatic && draws.chance(0.9) ? { kind: "automation", entityId: null } : manual;
  const delay = cause.kind === "automation" ? 200 : delaySeconds * SECOND * draws.uniform(0.5, 2);
  add(entityId, from + delay, on, cause);
  add(entityId, Math.max(until, from + delay) + draws.uniform(10, 120) * SECOND, off, cause);
}
