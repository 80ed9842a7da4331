/** An automation as far as replay understands it. Durations and times of day in milliseconds, weekdays from Monday = 0. */
export interface Plan {
  readonly alias: string;
  readonly triggers: readonly TriggerPlan[];
  readonly conditions: readonly ConditionPlan[];
  readonly effects: readonly Effect[];
  /** What happens when it triggers again before it has finished; absent if it finishes at once. */
  readonly run?: { readonly mode: "single" | "restart" | "parallel"; readonly time: number };
  /** Actuators of which it sets only a level, such as the temperature. */
  readonly levelTargets?: readonly string[];
  /** It notifies, or changes nothing that is judged: counted as alerts, excluded from precision and coverage. */
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

/** A state that an automation sets an entity to. */
export interface Effect {
  readonly entityId: string;
  readonly state: string;
  /** Absent if it happens at once in every run. */
  readonly path?: EffectPath;
}

/** What lies between a trigger and an effect. */
export interface EffectPath {
  /** All have to be met. */
  readonly guards: readonly Guard[];
  /** Milliseconds. */
  readonly delay: number;
  /** The triggers of the last `wait_for_trigger`, or null. */
  readonly after: readonly TriggerPlan[] | null;
  /** Whether something on the way could not be read: the effect then happens under more conditions, perhaps never. */
  readonly isPerhaps: boolean;
}

/** Conditions of `choose`, `if`, `while`, or between actions. An error in them counts as not met. */
export interface Guard {
  readonly conditions: readonly ConditionPlan[];
  /** Whether all of them have to hold, or one of them has to fail, as for `else`. */
  readonly isMet: boolean;
  /** Milliseconds after the trigger at which they are checked. */
  readonly delay: number;
}

export const matches = (test: StateTest, state: string): boolean =>
  test.kind === "any" || test.states.has(state) === (test.kind === "in");

/** Whether an effect happens in every run, at once or after a known delay. */
export const isSure = ({ path }: Effect): boolean =>
  path === undefined || (path.guards.length === 0 && path.after === null && !path.isPerhaps);
