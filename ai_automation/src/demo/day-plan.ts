import type { Clock } from "../model/clock.ts";
import { planCallers, planTrips, planWhereabouts } from "./comings-and-goings.ts";
import { planChatter, planChores, planNightRounds, planNoise } from "./daily-whims.ts";
import { RESIDENTS } from "./household.ts";
import type { HomeDay } from "./home-time.ts";
import type { PlannedChange } from "./planned-change.ts";
import { planActivity, planMotion } from "./room-activity.ts";
import { planNightVisits, planVisits } from "./room-visits.ts";

interface DayPlanOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly noise: number;
}

/** The changes of a day that are not responses to other changes, unordered. */
export function planDay(
  { seed, clock, noise }: DayPlanOptions,
  homeDay: HomeDay,
  hasGuests: boolean,
): readonly PlannedChange[] {
  const people = RESIDENTS.map((resident) => ({ resident, whereabouts: planWhereabouts(seed, homeDay, resident) }));
  const waking = people.map(({ resident, whereabouts }) => ({ who: resident.name, whereabouts }));
  const guests = hasGuests ? waking.slice(0, 1).map(({ whereabouts }) => ({ who: "guest", whereabouts })) : [];
  const visits = [
    ...[...waking, ...guests].flatMap((person) => planVisits(seed, clock, homeDay, person)),
    ...planNightVisits(seed, homeDay),
  ];
  return [
    ...people.flatMap(({ resident, whereabouts }) => planTrips(seed, resident, whereabouts)),
    ...planCallers(seed, homeDay, hasGuests),
    ...planMotion(seed, visits),
    ...visits.flatMap((visit) => planActivity(seed, clock, visit)),
    ...planChores(seed, homeDay),
    ...planNoise(seed, homeDay, hasGuests ? 2 * noise : noise),
    ...planNightRounds(seed, homeDay),
    ...planChatter(seed, homeDay),
  ];
}
