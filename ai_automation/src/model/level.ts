import type { Cause } from "./cause.ts";

/**
 * Levels that an entity is set to besides its state. Percentages where Home Assistant uses other scales: brightness (0
 * to 255) and volume (0 to 1).
 */
export const NUMERIC_LEVELS = [
  "brightness",
  "color_temp_kelvin",
  "position",
  "tilt_position",
  "temperature",
  "target_temp_low",
  "target_temp_high",
  "humidity",
  "volume",
  "percentage",
] as const;

export const TEXT_LEVELS = ["preset_mode", "fan_mode", "mode", "source", "effect"] as const;

export type NumericLevel = (typeof NUMERIC_LEVELS)[number];
type TextLevel = (typeof TEXT_LEVELS)[number];
export type LevelKind = NumericLevel | TextLevel;

export type Levels = Readonly<Partial<Record<NumericLevel, number> & Record<TextLevel, string>>>;

/** New levels of an entity, with or without a change of its state. */
export interface LevelChange {
  readonly entityId: string;
  /** Milliseconds since the epoch, UTC. */
  readonly at: number;
  readonly levels: Levels;
  readonly cause: Cause;
}

export const isNumericLevel = (kind: string): kind is NumericLevel => NUMERIC_LEVELS.some((one) => one === kind);

/**
 * How far a level may vary and still be one habit, in its own unit, and the step it is rounded to. Differences this
 * small are hardly noticeable (a fifth of the brightness range, one degree).
 */
export const LEVEL_TOLERANCES: Readonly<Record<NumericLevel, { readonly spread: number; readonly step: number }>> = {
  brightness: { spread: 20, step: 1 },
  color_temp_kelvin: { spread: 500, step: 50 },
  position: { spread: 15, step: 5 },
  tilt_position: { spread: 15, step: 5 },
  temperature: { spread: 1, step: 0.5 },
  target_temp_low: { spread: 1, step: 0.5 },
  target_temp_high: { spread: 1, step: 0.5 },
  humidity: { spread: 5, step: 1 },
  volume: { spread: 10, step: 1 },
  percentage: { spread: 20, step: 1 },
};
