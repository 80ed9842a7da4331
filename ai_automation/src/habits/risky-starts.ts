import type { Frame } from "../history/frame/frame.ts";
import type { ActionSeries } from "../history/frame/lookup.ts";
import { isActuator, isStarted } from "../model/domains.ts";
import { domainOf } from "../model/state-change.ts";
import { SECOND } from "../model/time.ts";
import { lowerBound } from "../statistics/search.ts";

/** Changes this soon after a scene or script was started count as its effect. */
const EFFECT = 10 * SECOND;
/** Once may be a coincidence. */
const LEAST_TIMES = 2;

/** Entities of these domains are never operated without confirmation, by a script neither. */
const GUARDED_DOMAINS: ReadonlySet<string> = new Set(["alarm_control_panel", "lock", "siren", "valve", "water_heater"]);

/**
 * Whether a scene or script was followed by a change of something that no automation may operate. Its own config is not
 * known, and Home Assistant does not say in advance what it will do.
 */
export function startsRisks(
  { entity, actions }: ActionSeries,
  frame: Frame,
  mayActOn: (entityId: string) => boolean,
): boolean {
  if (!isStarted(frame.entities.names[entity]!)) return false;
  return frame.entities.names.some((entityId, other) => {
    const isGuarded = GUARDED_DOMAINS.has(domainOf(entityId)) || (isActuator(entityId) && !mayActOn(entityId));
    if (!isGuarded || other === entity) return false;
    const times = frame.times.subarray(frame.start[other], frame.start[other + 1]);
    const followed = actions.filter((at) => {
      const next = lowerBound(times, at);
      return next < times.length && times[next]! <= at + EFFECT;
    });
    return followed.length >= LEAST_TIMES;
  });
}
