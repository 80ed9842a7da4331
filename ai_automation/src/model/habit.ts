export const PATTERN_TYPES = ["time_of_day", "co_occurrence", "anomaly"] as const;

export type PatternType = (typeof PATTERN_TYPES)[number];

/** What a habit starts from. Times are local, in milliseconds since midnight. */
export type HabitTrigger =
  | { readonly kind: "clock"; readonly timeOfDay: number; readonly weekdays: readonly number[] }
  | { readonly kind: "state"; readonly entityId: string; readonly state: string }
  | { readonly kind: "event"; readonly entityId: string; readonly eventType: string };

/** What a habit does: one entity to one state. */
export interface HabitTarget {
  readonly entityId: string;
  readonly state: string;
}

/** Counts of a replay over one part of the history (evaluation.md 3 and 4). */
export interface ReplayCounts {
  readonly tp: number;
  readonly fp: number;
  readonly noop: number;
  readonly duplicates: number;
  /** True positives fired at or before the action. */
  readonly saved: number;
  readonly days: number;
}
