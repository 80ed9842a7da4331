import type { Clock } from "../model/clock.ts";
import type { StateChange } from "../model/state-change.ts";
import type { Life } from "./changing-life.ts";
import type { HomeDay } from "./home-time.ts";
import { RESIDENTS } from "./household.ts";
import { planPresence, planTrips, planVisitors } from "./presence.ts";
import { planActivity, planMotion } from "./room-activity.ts";
import { planNightVisits, planVisits } from "./room-visits.ts";
import { planChores, planLooseContact, planNightTurnOffs, planRandomToggles } from "./unplanned-actions.ts";

interface DayPlanOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly noise: number;
  readonly life: Life;
}

/** People of a guest week, by the life of the home. */
const GUESTS: Readonly<Record<Life, readonly string[]>> = { settled: ["guest"], changing: ["guest", "second guest"] };

/** The changes of a day that are not responses to other changes, unordered. */
export function planDay(
  { seed, clock, noise, life }: DayPlanOptions,
  homeDay: HomeDay,
  hasGuests: boolean,
): readonly StateChange[] {
  const people = RESIDENTS.map((resident) => ({ resident, presence: planPresence(seed, homeDay, resident) }));
  const waking = people.map(({ resident, presence }) => ({ who: resident.name, presence }));
  const guests = hasGuests ? GUESTS[life].map((who, index) => ({ who, presence: people[index]!.presence })) : [];
  const visits = [
    ...[...waking, ...guests].flatMap((person) => planVisits(seed, clock, homeDay, person)),
    ...planNightVisits(seed, homeDay),
  ];
  return [
    ...people.flatMap(({ resident, presence }) => planTrips(seed, resident, presence)),
    ...planVisitors(seed, homeDay, hasGuests),
    ...planMotion(seed, visits),
    ...visits.flatMap((visit) => planActivity(seed, clock, visit)),
    ...planChores(seed, homeDay),
    ...planRandomToggles(seed, homeDay, hasGuests ? 2 * noise : noise),
    ...planNightTurnOffs(seed, homeDay),
    ...planLooseContact(seed, homeDay),
  ];
}
