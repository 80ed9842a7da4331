import type { NumericLevel } from "./level.ts";

/** A change that might make an automation right where it was wrong. Times in milliseconds. */
export type EditChange =
  | { readonly kind: "days"; readonly weekdays: readonly number[] }
  | { readonly kind: "hours"; readonly after: number; readonly before: number }
  | { readonly kind: "sun"; readonly isDark: boolean }
  | { readonly kind: "for"; readonly before: number; readonly after: number }
  | { readonly kind: "time"; readonly by: number }
  | { readonly kind: "state"; readonly entityId: string; readonly state: string }
  | {
      readonly kind: "number";
      readonly entityId: string;
      readonly above: number | null;
      readonly below: number | null;
    };

/** A fix is either an edit, or a level derived from the values people corrected it to. */
export type Change =
  | EditChange
  | {
      readonly kind: "level";
      readonly entityId: string;
      readonly level: NumericLevel;
      /** Null when the automation sets none. */
      readonly before: number | null;
      readonly after: number;
    };
