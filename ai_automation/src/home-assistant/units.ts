import type { UnitStretch } from "../model/unit.ts";
import { instantOfText } from "./instants.ts";
import { isStored } from "./stored-entities.ts";
import type { WireState } from "./wire.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The unit of a state that is a number; null if it has none. Differences of temperatures have the units of temperatures,
 * but are converted otherwise. Home Assistant replaces the micro sign by the Greek letter (components/sensor/const.py,
 * AMBIGUOUS_UNITS).
 */
export function unitIn({ unit_of_measurement: unit, device_class: deviceClass }: Attributes): string | null {
  if (typeof unit !== "string" || unit === "") return null;
  const named = unit.replace("\u00b5", "\u03bc");
  return deviceClass === "temperature_delta" ? `Δ${named}` : named;
}

/** The unit that a state has, since when it certainly has it. */
export function currentUnit({ entity_id: entityId, attributes, last_updated }: WireState): readonly UnitStretch[] {
  const unit = isStored(entityId) ? unitIn(attributes) : null;
  return unit === null ? [] : [{ entityId, from: instantOfText(last_updated), to: null, unit }];
}

/** The units before and after a `state_changed` event, if they differ. */
export function unitChange(before: WireState | null, after: WireState | null): readonly UnitStretch[] {
  if (after === null) return [];
  const earlier = before === null ? [] : currentUnit(before);
  return currentUnit(after).flatMap((now) => {
    const ended = earlier.map((one) => ({ ...one, entityId: now.entityId, to: now.from }));
    return now.unit === earlier[0]?.unit ? [] : [...ended, now];
  });
}

/** A state's time, in milliseconds UTC, and its attributes. */
interface UnitRow {
  readonly at: number;
  readonly attributes: Attributes | undefined;
}

/** The units of an entity's successive states. The last one lasts until `to`; rows without a unit leave it as it is. */
export function unitStretches(entityId: string, rows: Iterable<UnitRow>, to: number): readonly UnitStretch[] {
  const changes: { readonly from: number; readonly unit: string }[] = [];
  for (const { at, attributes } of rows) {
    const unit = attributes === undefined ? null : unitIn(attributes);
    if (unit !== null && unit !== changes.at(-1)?.unit) changes.push({ from: at, unit });
  }
  return changes
    .map(({ from, unit }, index) => ({ entityId, from, to: changes[index + 1]?.from ?? to, unit }))
    .filter((one) => one.from < one.to);
}
