import { CONDITION_PURPOSES } from "./conditions.ts";
import { sourceOf, type ConditionPurpose, type TriggerPurpose } from "./purpose.ts";
import { TRIGGER_PURPOSES } from "./triggers.ts";

/** The device class of an entity: null if it has none, undefined if that is not known. */
export type DeviceClassOf = (entityId: string) => string | null | undefined;

const purposeOf = (kind: string): TriggerPurpose | ConditionPurpose | undefined =>
  TRIGGER_PURPOSES[kind] ?? CONDITION_PURPOSES[kind];

/** Whether areas, devices and floors as its target include diagnostic and configuration entities, as batteries are. */
export const takesDiagnostic = (kind: string): boolean => purposeOf(kind)?.withDiagnostic === true;

/**
 * Those of some entities that a purpose-specific trigger or condition looks at, by domain and device class
 * (helpers/automation.py, filter_by_domain_specs); all of them for any other kind. Undefined if the class of one of them
 * would have to be known.
 */
export function watchedBy(
  kind: string,
  entityIds: readonly string[],
  deviceClassOf: DeviceClassOf,
): readonly string[] | undefined {
  const purpose = purposeOf(kind);
  if (purpose === undefined || purpose.of.length === 0) return entityIds;
  const watched: string[] = [];
  for (const entityId of entityIds) {
    const source = sourceOf(purpose, entityId);
    if (source === undefined) continue;
    const own = source.deviceClass === null ? null : deviceClassOf(entityId);
    if (own === undefined) return undefined;
    if (source.deviceClass === null || source.deviceClass === (own ?? "")) watched.push(entityId);
  }
  return watched;
}
