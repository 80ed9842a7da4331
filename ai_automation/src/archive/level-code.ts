import { TEXT_LEVELS, type LevelKind, type Levels } from "../model/level.ts";

/** Codes must never change: they are stored in users' databases. */
const LEVEL_CODES: Readonly<Record<LevelKind, number>> = {
  brightness: 0,
  color_temp_kelvin: 1,
  position: 2,
  tilt_position: 3,
  temperature: 4,
  target_temp_low: 5,
  target_temp_high: 6,
  humidity: 7,
  volume: 8,
  percentage: 9,
  preset_mode: 20,
  fan_mode: 21,
  mode: 22,
  source: 23,
  effect: 24,
};

export const TEXT_LEVEL_CODES: readonly number[] = TEXT_LEVELS.map((kind) => LEVEL_CODES[kind]);

const KINDS = new Map(Object.entries(LEVEL_CODES).map(([kind, code]) => [code, kind as LevelKind]));

export interface CodedLevel {
  readonly code: number;
  readonly value: number | string;
}

export const encodeLevels = (levels: Levels): readonly CodedLevel[] =>
  Object.entries(levels).map(([kind, value]) => ({ code: LEVEL_CODES[kind as LevelKind], value }));

/** Undefined for codes of newer versions. */
export const levelKindOf = (code: number): LevelKind | undefined => KINDS.get(code);
