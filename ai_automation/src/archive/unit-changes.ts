import type Database from "better-sqlite3";
import { conversion } from "../history/units/convert-unit.ts";

/** How to convert an entity's values of an instant to its present unit; undefined if that is not possible. */
export type ConversionAt = (at: number) => ReturnType<typeof conversion>;

const CHANGED = "SELECT entity_ref FROM units GROUP BY entity_ref HAVING count(*) > 1";

/** How many changes the entities have whose unit has changed. */
export const CHANGES_OF_CHANGED = `SELECT coalesce(sum(changes), 0) FROM entity_counts WHERE entity_ref IN (${CHANGED})`;

/** Conversions for the entities whose unit has changed, by their ids: none in most homes. */
export function changedUnits(database: Database.Database): ReadonlyMap<number, ConversionAt> {
  const rows = database
    .prepare<[], { entity: number; at: number; unit: string }>(
      `SELECT entity_ref AS entity, at, unit FROM units WHERE entity_ref IN (${CHANGED}) ORDER BY entity_ref, at`,
    )
    .all();
  return new Map(
    [...Map.groupBy(rows, ({ entity }) => entity)].map(([entity, stretches]) => [entity, conversionAt(stretches)]),
  );
}

function conversionAt(stretches: readonly { readonly at: number; readonly unit: string }[]): ConversionAt {
  const present = stretches.at(-1)?.unit ?? "";
  const conversions = stretches.map(({ at, unit }) => ({ at, convert: conversion(unit, present) }));
  const first = conversions[0]?.convert;
  return (instant) => {
    const found = conversions.findLast(({ at }) => at <= instant);
    return found === undefined ? first : found.convert;
  };
}
