import type { Frame } from "../../history/frame/frame.ts";
import { mean } from "../../statistics/mean.ts";
import { NULL_SHUFFLES, nullFrame } from "./null-frame.ts";
import { plantHistory, type PlantedHistory, type PlantedSettings } from "./planted-frame.ts";

/** noise: the planted home with an adherence of 0. */
export const NULL_KINDS = [...NULL_SHUFFLES, "noise"] as const;

export type NullKind = (typeof NULL_KINDS)[number];

const ADHERENCES = [1, 0.9, 0.8, 0.6] as const;
const DAYS = [90, 60, 120, 90, 30] as const;
const JITTERS = [4, 2, 8] as const;
const NOISES = [0.3, 0.1, 0.6, 0.3, 0.3, 0.1, 1] as const;

/** Varied homes, one per seed. */
export function variedSettings(seed: number): PlantedSettings {
  return {
    seed,
    adherence: ADHERENCES[seed % ADHERENCES.length]!,
    days: DAYS[seed % DAYS.length]!,
    jitterMinutes: JITTERS[seed % JITTERS.length]!,
    noise: NOISES[seed % NOISES.length]!,
  };
}

export function nullOf(kind: NullKind, settings: PlantedSettings, real: PlantedHistory): Frame {
  return kind === "noise"
    ? plantHistory({ ...settings, adherence: 0 }).frame
    : nullFrame(real.frame, kind, settings.seed);
}

/** The number of suggestions for a home without habits, and for the home it was derived from. */
export interface NullCounts {
  readonly ofNull: number;
  readonly ofReal: number;
}

export interface NullQuality {
  readonly homes: number;
  /** The share of null homes with any suggestion. */
  readonly shareWithAny: number;
  /** The mean ratio of null to real suggestions over seeds; a real home without suggestions counts as one. */
  readonly falseRate: number;
}

export function summariseNulls(counts: readonly NullCounts[]): NullQuality {
  return {
    homes: counts.length,
    shareWithAny: mean(counts.map(({ ofNull }) => (ofNull > 0 ? 1 : 0))) ?? 0,
    falseRate: mean(counts.map(({ ofNull, ofReal }) => ofNull / Math.max(1, ofReal))) ?? 0,
  };
}
