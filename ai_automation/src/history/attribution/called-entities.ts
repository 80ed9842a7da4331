import { isActuator, isStarted } from "../../model/domains.ts";
import { domainOf } from "../../model/state-change.ts";
import type { ServiceCall } from "./expectation.ts";

export type EntitiesIn = (areaId: string) => readonly string[];

/**
 * The entities that an action named; null if they are not known, or if none of them can be learned from. Devices, labels
 * and floors are not resolved, and Home Assistant replaces `group.*` with its members (helpers/group.py,
 * expand_entity_ids).
 */
export type Called = readonly string[] | null;

export function calledBy(call: ServiceCall, entitiesIn?: EntitiesIn): Called {
  const { device_id, label_id, floor_id, area_id } = call.data;
  if ([device_id, label_id, floor_id].some((target) => target !== undefined)) return null;
  if (area_id !== undefined && entitiesIn === undefined) return null;
  const named = entitiesOf(call, entitiesIn);
  return named.some(isExpanded) || !named.some(isOperatedDirectly) ? null : named;
}

/** A change by a scene or script is its effect, not that of a group. */
const isOperatedDirectly = (entityId: string): boolean => isActuator(entityId) && !isStarted(entityId);

const isExpanded = (entityId: string): boolean => entityId === "all" || domainOf(entityId) === "group";

/**
 * Whether a change in the context of an action only follows it: the action named others, as a call of a group reaches
 * its members, and a call of a lamp its group.
 */
export const isFollower = (entityId: string, called: Called | undefined): boolean =>
  called !== null && called !== undefined && !called.includes(entityId);

/** The entities that a call targets by id or by area. Devices and labels are not resolved. */
export function entitiesOf({ domain, data }: ServiceCall, entitiesIn?: EntitiesIn): readonly string[] {
  const named = listOf(data.entity_id).map((entityId) => entityId.toLowerCase());
  if (entitiesIn === undefined) return named;
  const isTargeted = (entityId: string): boolean => domain === "homeassistant" || domainOf(entityId) === domain;
  return [...named, ...listOf(data.area_id).flatMap((areaId) => entitiesIn(areaId).filter(isTargeted))];
}

function listOf(named: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(named) ? named : typeof named === "string" ? named.split(",") : [];
  return list.filter((one) => typeof one === "string").map((one) => one.trim());
}
