import type { Frame } from "../../history/frame/frame.ts";
import { stateBefore } from "../../history/frame/lookup.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { EntityFacts } from "../entity-facts.ts";

/** Whether people are where an entity is, at an instant in milliseconds UTC. */
export type Occupancy = (entity: number, at: number) => boolean;

const NOTICES_PEOPLE: ReadonlySet<string> = new Set(["motion", "occupancy", "presence"]);

/**
 * People are in an area if one of its motion or presence sensors notices them, or does so again within the window in
 * which a run is judged. Nobody is in an area without sensors, as far as is known.
 */
export function createOccupancy(frame: Frame, facts: readonly EntityFacts[]): Occupancy {
  const on = frame.states.find("on") ?? -1;
  const sensors = Map.groupBy(
    facts.filter(
      ({ area, deviceClass, role }) => area !== null && role === "states" && NOTICES_PEOPLE.has(deviceClass ?? ""),
    ),
    ({ area }) => area,
  );
  return (entity, at) =>
    (sensors.get(facts[entity]?.area ?? null) ?? []).some(
      (sensor) => stateBefore(frame, sensor.entity, at) === on || turnsOn(frame, sensor.entity, on, at),
    );
}

function turnsOn({ start, times, codes }: Frame, entity: number, on: number, at: number): boolean {
  const end = start[entity + 1]!;
  for (let row = lowerBound(times, at, start[entity], end); row < end && times[row]! <= at + STATE_WINDOW; row++)
    if (codes[row] === on) return true;
  return false;
}
