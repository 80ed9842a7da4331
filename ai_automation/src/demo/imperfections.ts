import { UNKNOWN } from "../model/cause.ts";
import type { Interval, StateChange } from "../model/state-change.ts";
import { HOUR, MINUTE } from "../model/time.ts";
import { drawsFor } from "./draws.ts";
import { wholeSecond, type HomeDay } from "./home-time.ts";
import { restStateOf } from "./household.ts";

const GAP_PRONE = [
  "binary_sensor.study_motion",
  "binary_sensor.kitchen_motion",
  "sensor.bathroom_humidity",
  "media_player.living_room_tv",
];

/** Hides changes while an entity is unavailable; its current state is reported again afterwards. */
export function withGaps(seed: number, homeDay: HomeDay, changes: readonly StateChange[]): readonly StateChange[] {
  return GAP_PRONE.reduce((rest, entityId) => {
    const draws = drawsFor(seed, homeDay.day, "gap", entityId);
    if (!draws.chance(0.06)) return rest;
    const from = homeDay.at(draws.uniform(6, 24) * HOUR);
    return withGap(rest, entityId, { from, to: wholeSecond(from + draws.uniform(10, 120) * MINUTE) });
  }, changes);
}

function withGap(changes: readonly StateChange[], entityId: string, gap: Interval): readonly StateChange[] {
  const own = changes.filter((change) => change.entityId === entityId);
  const before = own.filter(({ at }) => at < gap.from).at(-1)?.state ?? restStateOf(entityId);
  const after = own.filter(({ at }) => at <= gap.to).at(-1)?.state ?? before;
  if (after === undefined || own.some(({ state }) => state === "unavailable")) return changes;
  const shown = changes.filter(({ entityId: id, at }) => id !== entityId || at < gap.from || at > gap.to);
  const unavailable = { entityId, state: "unavailable", at: gap.from, cause: UNKNOWN };
  return [...shown, unavailable, { entityId, state: after, at: gap.to, cause: UNKNOWN }].sort((a, b) => a.at - b.at);
}

const DYING_SENSOR = "binary_sensor.bedroom_motion";

/** Drops a sensor's changes once its battery is dead. */
export function withoutDeadSensor(changes: readonly StateChange[], diesAt: number): readonly StateChange[] {
  return changes.filter(({ entityId, at }) => entityId !== DYING_SENSOR || at < diesAt);
}
