export const PATTERN_TYPES = ["time_of_day", "co_occurrence", "anomaly"] as const;

export type PatternType = (typeof PATTERN_TYPES)[number];

/** Times of day, offsets and holds in milliseconds; weekdays from Monday = 0. */
export type HabitTrigger =
  | { readonly kind: "clock"; readonly timeOfDay: number; readonly weekdays: readonly number[] }
  | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number }
  | {
      readonly kind: "state";
      /** One entity, or every person of the household: any of them triggers it. */
      readonly entityIds: readonly string[];
      readonly state: string;
      /** How long the state has to last. */
      readonly hold: number;
    }
  | {
      readonly kind: "numeric";
      readonly entityId: string;
      /** The value rises above one bound or falls below the other; the other is null. */
      readonly above: number | null;
      readonly below: number | null;
      readonly hold: number;
    }
  | { readonly kind: "event"; readonly entityId: string; readonly eventType: string };

/** All conditions have to hold. */
export type HabitCondition =
  | { readonly kind: "hours"; readonly after: number; readonly before: number }
  | { readonly kind: "days"; readonly weekdays: readonly number[] }
  | { readonly kind: "sun"; readonly isDark: boolean }
  | {
      readonly kind: "state";
      readonly entityIds: readonly string[];
      readonly state: string;
      readonly hold: number;
      /** "any": one entity is enough. By default all have to match. */
      readonly match?: "any";
    }
  | {
      /** The entity entered the state less than `within` ago and is still in it. */
      readonly kind: "recent";
      readonly entityId: string;
      readonly state: string;
      readonly within: number;
    }
  | {
      readonly kind: "numeric";
      readonly entityId: string;
      readonly above: number | null;
      readonly below: number | null;
    };

export interface HabitTarget {
  readonly entityId: string;
  readonly state: string;
}

/** Counts of a replay over one part of the history (docs/evaluation.md, sections 3 and 4). */
export interface ReplayCounts {
  readonly tp: number;
  readonly fp: number;
  readonly noop: number;
  readonly duplicates: number;
  /** True positives fired at or before the action. */
  readonly saved: number;
  readonly days: number;
}
