import type { Reason } from "../model/reason.ts";

/** A bound: a number, or the state of an entity at that moment. */
export type Threshold = number | { readonly entityId: string };

/**
 * Numbers that pass. Bounds of "above" and "below" are exclusive, of "between" inclusive; "outside" is all but "between"
 * (helpers/trigger/entity_trigger.py).
 */
export type NumberRange =
  | { readonly kind: "any" }
  | { readonly kind: "above" | "below"; readonly bound: Threshold }
  | { readonly kind: "between" | "outside"; readonly low: Threshold; readonly high: Threshold };

/** What a purpose-specific trigger asks of a change. Unavailable and unknown are never part of one. */
export type ChangeTest =
  | { readonly form: "enters"; readonly to: ReadonlySet<string> }
  | { readonly form: "moves"; readonly from: ReadonlySet<string>; readonly to: ReadonlySet<string> }
  | { readonly form: "leaves"; readonly from: ReadonlySet<string> }
  | { readonly form: "changes" }
  /** Any change, also from unknown: the state is the time of the last occurrence. */
  | { readonly form: "occurs" }
  | { readonly form: "crosses" | "varies"; readonly range: NumberRange };

/** A purpose-specific trigger such as `light.turned_on`. */
export interface PurposeTrigger {
  readonly kind: "purpose";
  readonly name: string;
  readonly entityIds: readonly string[];
  readonly test: ChangeTest;
  /** Every entity, only the first that matches, or once all match. */
  readonly behavior: "each" | "first" | "all";
  readonly hold: number;
}

/** A purpose-specific condition such as `light.is_on`. Unavailable and unknown entities are left out. */
export interface PurposeCondition {
  readonly kind: "purpose";
  readonly name: string;
  readonly entityIds: readonly string[];
  readonly test:
    | { readonly form: "is" | "is_not"; readonly states: ReadonlySet<string> }
    | { readonly form: "within"; readonly range: NumberRange };
  readonly behavior: "any" | "all";
  readonly hold: number;
}

/** `time_pattern`: the hours, minutes and seconds of the wall clock at which it fires. */
export interface PatternTrigger {
  readonly kind: "pattern";
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
}

/** A numeric state condition with an entity as bound; null for no bound. */
export interface NumericOfCondition {
  readonly kind: "numeric_of";
  readonly entityIds: readonly string[];
  readonly above: Threshold | null;
  readonly below: Threshold | null;
}

/** A time condition with an entity as bound. */
export interface TimeOfCondition {
  readonly kind: "time_of";
  readonly after: Threshold | null;
  readonly before: Threshold | null;
  readonly weekdays: ReadonlySet<number> | null;
}

/** Understood, but the history does not record what it depends on. */
export interface UnrecordedPart {
  readonly kind: "unrecorded";
  /** Its kind in Home Assistant, such as `webhook`. */
  readonly name: string;
  readonly entityIds: readonly string[];
  readonly reason: Reason;
}

/** Not understood: it may hold or not. */
export interface UnreadCondition {
  readonly kind: "perhaps";
  readonly reason: Reason;
}

/** By which triggers, by their ids. */
export interface TriggeredBy {
  readonly kind: "triggered_by";
  readonly ids: ReadonlySet<string>;
}

/** A number in a template. */
export type NumberTerm =
  | { readonly kind: "number"; readonly value: number }
  /**
   * The state of an entity, or of the trigger (see `TriggerState`); without a number it is the fallback, or an error where
   * that is null.
   */
  | {
      readonly kind: "state";
      readonly entityId: string;
      readonly fallback: number | null;
      readonly isWhole: boolean;
    }
  /** Seconds since the state of an entity changed; an error if it is missing. */
  | { readonly kind: "since_change"; readonly entityId: string }
  | { readonly kind: "now"; readonly part: "hour" | "minute" | "day" | "month" | "weekday" | "isoweekday" }
  | {
      readonly kind: "sum";
      readonly operator: "+" | "-" | "*" | "/";
      readonly terms: readonly [NumberTerm, NumberTerm];
    };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** The state before or after the triggering change. */
export type TriggerState = "trigger.from_state" | "trigger.to_state";

/** A comparison of two numbers in a template. */
export interface NumberComparison {
  readonly kind: "compare";
  readonly operator: Comparison;
  readonly left: NumberTerm;
  readonly right: NumberTerm;
}

/** Whether something of the trigger is one of these texts, in a template. */
export interface TriggerTextCondition {
  readonly kind: "trigger_text";
  readonly of: TriggerState | "trigger.entity_id";
  readonly texts: ReadonlySet<string>;
}
