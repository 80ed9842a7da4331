import type { UnitSince } from "../../model/unit.ts";
import { numberOf } from "../frame/frame.ts";
import { conversion } from "./convert-unit.ts";

/** An entity's state in its present unit; undefined if it cannot be converted. States that are no numbers stay the same. */
export type InPresentUnit = (at: number, state: string) => string | undefined;

/** Undefined if the unit is always the same. @param units in order of time; the last one is the present one */
export function inPresentUnit(units: readonly UnitSince[]): InPresentUnit | undefined {
  const present = units.at(-1)?.unit ?? "";
  if (units.every(({ unit }) => unit === present)) return undefined;
  const conversions = units.map(({ from, unit }) => ({ from, convert: conversion(unit, present) }));
  return (at, state) => {
    const applying = conversions.findLast(({ from }) => from <= at) ?? conversions[0];
    if (applying?.convert === undefined) return undefined;
    const value = numberOf(state);
    const converted = applying.convert(value);
    return Number.isNaN(value) || converted === value ? state : String(converted);
  };
}
