import { UNKNOWN } from "../model/cause.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { HOUR, MINUTE, SECOND } from "../model/time.ts";
import { drawsFor } from "./draws.ts";
import { wholeSecond, type HomeDay } from "./home-time.ts";
import { BEN, type Resident } from "./household.ts";

/** When a resident is awake, and the trips away from home during that time. */
export interface Presence {
  readonly awake: Interval;
  readonly away: readonly Interval[];
}

export function planPresence(seed: number, homeDay: HomeDay, resident: Resident): Presence {
  const draws = drawsFor(seed, homeDay.day, "whereabouts", resident.name);
  const { at, isWorkday } = homeDay;
  const rises = isWorkday ? draws.uniform(5.5, 7.5) : draws.uniform(6.5, 9.5);
  const awake = { from: at(rises * HOUR), to: at(draws.uniform(23.9, 24.4) * HOUR) };
  if (isWorkday && resident === BEN && draws.chance(0.9))
    return { awake, away: [{ from: at(draws.uniform(7.7, 8.7) * HOUR), to: at(draws.uniform(16.8, 18.6) * HOUR) }] };
  const errands = draws.poisson(isWorkday ? 1.6 : 1.2);
  const away: Interval[] = [];
  let free = 9.5;
  for (let i = 0; i < errands && free < 19; i++) {
    const leaves = draws.uniform(free, Math.min(free + 5, 20));
    const returns = leaves + draws.uniform(0.5, 2.5);
    away.push({ from: at(leaves * HOUR), to: at(returns * HOUR) });
    free = returns + 0.75;
  }
  return { awake, away };
}

/** Leaving, the door opens before the phone is away; coming home, the phone arrives first. */
export function planTrips(seed: number, resident: Resident, { away }: Presence): readonly StateChange[] {
  return away.flatMap((trip) => {
    const draws = drawsFor(seed, "trip", resident.name, trip.from);
    return [
      ...openDoor("binary_sensor.front_door", trip.from, draws.uniform(8, 20)),
      ...moved(resident, "not_home", trip.from + draws.uniform(60, 240) * SECOND),
      ...moved(resident, "home", trip.to - draws.uniform(30, 90) * SECOND),
      ...openDoor("binary_sensor.front_door", trip.to, draws.uniform(8, 20)),
    ];
  });
}

/** Post, parcels and neighbours; many more while guests stay. */
export function planVisitors(seed: number, homeDay: HomeDay, hasGuests: boolean): readonly StateChange[] {
  const draws = drawsFor(seed, homeDay.day, "callers");
  const visitors = draws.poisson(hasGuests ? 5 : 1);
  return Array.from({ length: visitors }, () => homeDay.at(draws.uniform(9, hasGuests ? 23 : 19) * HOUR)).flatMap(
    (at) => openDoor("binary_sensor.front_door", at, draws.uniform(10, 3 * 60)),
  );
}

export function openDoor(entityId: string, at: number, seconds: number): readonly StateChange[] {
  return [
    { at, entityId, state: "on", cause: UNKNOWN },
    { at: wholeSecond(at + seconds * SECOND), entityId, state: "off", cause: UNKNOWN },
  ];
}

function moved({ trackerId, entityId: personId }: Resident, state: string, at: number): readonly StateChange[] {
  const second = wholeSecond(at);
  return [
    { at: second, entityId: trackerId, state, cause: UNKNOWN },
    { at: second + SECOND, entityId: personId, state, cause: UNKNOWN },
  ];
}

export function isAway({ away }: Presence, at: number): boolean {
  return away.some(({ from, to }) => at >= from - MINUTE && at < to);
}
