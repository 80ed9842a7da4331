import type { Clock } from "../model/clock.ts";
import { HOUR, MINUTE, SECOND } from "../model/time.ts";
import { drawsFor } from "./draws.ts";
import { wholeSecond, type HomeDay } from "./home-time.ts";
import type { Room } from "./household.ts";
import { isAway, type Presence } from "./presence.ts";

/** A person in a room; milliseconds UTC. */
export interface Visit {
  readonly area: Room;
  readonly from: number;
  readonly to: number;
}

const MEAN_MINUTES: Readonly<Record<Room, number>> = {
  hall: 1,
  kitchen: 14,
  living_room: 35,
  bedroom: 12,
  bathroom: 8,
  study: 45,
  garden: 10,
};

type Weights = readonly (readonly [Room, number])[];

const MORNING: Weights = [
  ["kitchen", 4],
  ["bathroom", 3],
  ["bedroom", 2],
  ["living_room", 1],
];
const DAYTIME: Weights = [
  ["study", 4],
  ["kitchen", 3],
  ["living_room", 2],
  ["bathroom", 1.5],
  ["garden", 1],
  ["bedroom", 0.5],
];
const EVENING: Weights = [
  ["living_room", 5],
  ["kitchen", 2.5],
  ["bathroom", 1],
  ["garden", 1],
  ["study", 1],
  ["bedroom", 0.5],
];

/** A resident's path through the rooms while awake and at home; moving between rooms often crosses the hall. */
export function planVisits(
  seed: number,
  clock: Clock,
  homeDay: HomeDay,
  { who, presence }: { who: string; presence: Presence },
): readonly Visit[] {
  const draws = drawsFor(seed, homeDay.day, "visits", who);
  const visits: Visit[] = [];
  let at = presence.awake.from;
  while (at < presence.awake.to) {
    if (isAway(presence, at)) {
      at += 5 * MINUTE;
      continue;
    }
    const area = pickWeighted(weightsAt(clock.timeOfDay(at)), draws.uniform(0, 1));
    const minutes = Math.min(120, 2 + draws.exponential(MEAN_MINUTES[area]));
    const end = leavesAt(presence, at, wholeSecond(at + minutes * MINUTE));
    visits.push({ area, from: at, to: end });
    if (draws.chance(0.5)) visits.push({ area: "hall", from: end, to: end + 10 * SECOND });
    at = wholeSecond(end + draws.uniform(5, 40) * SECOND);
  }
  return visits;
}

export function planNightVisits(seed: number, homeDay: HomeDay): readonly Visit[] {
  const draws = drawsFor(seed, homeDay.day, "night");
  const visits: Visit[] = [];
  const add = (probability: number, fromHour: number, toHour: number): void => {
    if (!draws.chance(probability)) return;
    const from = homeDay.at(draws.uniform(fromHour, toHour) * HOUR);
    visits.push({ area: "bathroom", from, to: wholeSecond(from + draws.uniform(1, 5) * MINUTE) });
  };
  add(0.4, 4.3, 5.7);
  add(0.5, 24.6, 26.4);
  add(0.4, 24.6, 26.4);
  return visits;
}

function weightsAt(timeOfDay: number): Weights {
  if (timeOfDay < 4 * HOUR || timeOfDay >= 17.5 * HOUR) return EVENING;
  return timeOfDay < 9 * HOUR ? MORNING : DAYTIME;
}

function leavesAt(presence: Presence, from: number, to: number): number {
  const trip = presence.away.find((trip) => trip.from > from && trip.from < to);
  return Math.max(from + SECOND, Math.min(trip?.from ?? to, to, presence.awake.to));
}

function pickWeighted(weights: Weights, share: number): Room {
  let left = share * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [area, weight] of weights) {
    left -= weight;
    if (left < 0) return area;
  }
  return "living_room";
}
