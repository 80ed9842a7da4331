import { UNKNOWN } from "../model/cause.ts";
import { isActuator } from "../model/domains.ts";
import type { StateChange } from "../model/state-change.ts";
import { HOUR, MINUTE, SECOND } from "../model/time.ts";
import { drawsFor, type Draws } from "./draws.ts";
import { wholeSecond, type HomeDay } from "./home-time.ts";
import { ENTITIES, restStateOf } from "./household.ts";
import { manualCause } from "./manual-cause.ts";

/** The state of an actuator in use. */
export function activeStateOf(entityId: string): string {
  if (entityId.startsWith("cover.")) return "open";
  return entityId.startsWith("climate.") ? "heat" : "on";
}

const ACTUATORS = ENTITIES.map(({ entityId }) => entityId).filter(isActuator);

/** Actions done about once a day, at times too scattered for a clock trigger. */
export function planChores(seed: number, homeDay: HomeDay): readonly StateChange[] {
  const draws = drawsFor(seed, homeDay.day, "chores");
  const planned: StateChange[] = [];
  const maybe = (probability: number, entityId: string, state: string, fromHour: number, toHour: number): void => {
    const at = homeDay.at(draws.uniform(fromHour, toHour) * HOUR);
    if (draws.chance(probability)) planned.push({ at, entityId, state, cause: manualCause(seed, entityId, at) });
  };
  maybe(0.9, "light.bedroom", "on", 19.5, 23.5);
  maybe(homeDay.isWorkday ? 0.7 : 0.2, "cover.living_room_blind", "open", 7, 14);
  maybe(0.8, "cover.living_room_blind", "closed", 17, 24);
  maybe(0.8, "climate.living_room", "off", 19, 24);
  if (homeDay.isWorkday) return planned;
  maybe(0.6, "climate.living_room", "heat", 9, 19);
  maybe(0.7, "switch.coffee_machine", "on", 8, 12);
  return planned;
}

/** Random toggles, `noise` per day and actuator, reversed after a while. */
export function planRandomToggles(seed: number, homeDay: HomeDay, noise: number): readonly StateChange[] {
  return ACTUATORS.flatMap((entityId) => {
    const draws = drawsFor(seed, homeDay.day, "noise", entityId);
    return Array.from({ length: draws.poisson(noise) }, () => toggle(seed, homeDay, entityId, draws)).flat();
  });
}

function toggle(seed: number, homeDay: HomeDay, entityId: string, draws: Draws): readonly StateChange[] {
  const at = homeDay.at(draws.uniform(7, 23.5) * HOUR);
  const back = wholeSecond(at + draws.uniform(6, 150) * MINUTE);
  return [
    { at, entityId, state: activeStateOf(entityId), cause: manualCause(seed, entityId, at) },
    { at: back, entityId, state: restStateOf(entityId) ?? "off", cause: manualCause(seed, entityId, back) },
  ];
}

/** Turns off devices that were left on, at random times of the night. */
export function planNightTurnOffs(seed: number, homeDay: HomeDay): readonly StateChange[] {
  return ACTUATORS.map((entityId) => {
    const at = homeDay.at(drawsFor(seed, homeDay.day, "round", entityId).uniform(24.3, 27.8) * HOUR);
    return { at, entityId, state: restStateOf(entityId) ?? "off", cause: manualCause(seed, entityId, at) };
  });
}

/** A loose contact: bursts of openings that nobody caused. */
export function planLooseContact(seed: number, homeDay: HomeDay): readonly StateChange[] {
  const draws = drawsFor(seed, homeDay.day, "chatter");
  const changes: StateChange[] = [];
  for (let burst = draws.poisson(4); burst > 0; burst--) {
    let at = homeDay.at(draws.uniform(4.1, 27.5) * HOUR);
    for (let flips = 2 * Math.floor(draws.uniform(3, 10)); flips > 0; flips--) {
      changes.push({
        at,
        entityId: "binary_sensor.garden_gate",
        state: flips % 2 === 0 ? "on" : "off",
        cause: UNKNOWN,
      });
      at += Math.ceil(draws.uniform(0, 8)) * SECOND;
    }
  }
  return changes;
}
