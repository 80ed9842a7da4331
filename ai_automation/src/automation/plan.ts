/** An automation as far as replay understands it. Durations and times of day in milliseconds, weekdays from Monday = 0. */
export interface Plan {
  readonly alias: string;
  readonly triggers: readonly TriggerPlan[];
  readonly conditions: readonly ConditionPlan[];
  readonly effects: readonly Effect[];
  /** It only notifies: counted as alerts, excluded from precision and coverage. */
  readonly isReminder: boolean;
  /** The parts that replay cannot judge, in words; empty when all of it can be replayed. */
  readonly unsupported: readonly string[];
}

export type TriggerPlan =
  | { readonly kind: "time"; readonly at: readonly number[]; readonly weekdays: ReadonlySet<number> | null }
  | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number }
  | {
      readonly kind: "state";
      readonly entityIds: readonly string[];
      readonly to: StateTest;
      readonly from: StateTest;
      readonly hold: number;
    }
  | {
      readonly kind: "numeric_state";
      readonly entityIds: readonly string[];
      readonly above: number;
      readonly below: number;
      readonly hold: number;
    }
  /**
   * An occurrence of one of some types, with the attributes that these name (model/occurrence.ts); of any type if null.
   * Also a press of a button.
   */
  | { readonly kind: "event"; readonly entityIds: readonly string[]; readonly types: ReadonlySet<string> | null };

/** The states that pass: all, only some, or all but some. */
export type StateTest =
  | { readonly kind: "any" }
  | { readonly kind: "in"; readonly states: ReadonlySet<string> }
  | { readonly kind: "not_in"; readonly states: ReadonlySet<string> };

export type ConditionPlan =
  | {
      readonly kind: "time";
      readonly after: number | null;
      readonly before: number | null;
      readonly weekdays: ReadonlySet<number> | null;
    }
  | { readonly kind: "sun"; readonly after: SunBound | null; readonly before: SunBound | null }
  | {
      readonly kind: "state";
      readonly entityIds: readonly string[];
      readonly states: ReadonlySet<string>;
      readonly hold: number;
      readonly match: "all" | "any";
    }
  | {
      readonly kind: "numeric_state";
      readonly entityIds: readonly string[];
      readonly above: number;
      readonly below: number;
    }
  | { readonly kind: "and" | "or" | "not"; readonly conditions: readonly ConditionPlan[] };

export interface SunBound {
  readonly event: "sunrise" | "sunset";
  readonly offset: number;
}

export interface Effect {
  readonly entityId: string;
  readonly state: string;
}

export const matches = (test: StateTest, state: string): boolean =>
  test.kind === "any" || test.states.has(state) === (test.kind === "in");
