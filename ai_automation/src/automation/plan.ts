import type { Reason } from "../model/reason.ts";
import type {
  NumberComparison,
  NumericOfCondition,
  PatternTrigger,
  PurposeCondition,
  PurposeTrigger,
  TimeOfCondition,
  TriggeredBy,
  TriggerTextCondition,
  UnreadCondition,
  UnrecordedPart,
} from "./forms.ts";
import { mayBeToggled, TOGGLE_STATES } from "./toggles.ts";

/** An automation as far as replay understands it. Durations and times of day in milliseconds, weekdays from Monday = 0. */
export interface Plan {
  readonly alias: string;
  readonly triggers: readonly TriggerPlan[];
  readonly conditions: readonly ConditionPlan[];
  readonly effects: readonly Effect[];
  /** Scenes and scripts that it starts, if `effects` has what these do instead. */
  readonly starts?: readonly Effect[];
  /** Actuators of which it sets only a level, such as the temperature. */
  readonly levelTargets?: readonly string[];
  /** Entities that it acts on in a way that is not understood. */
  readonly touched?: readonly string[];
  /** Anything it calls besides entities that is not understood: a service, or an MQTT topic. */
  readonly outside?: readonly string[];
  /** What it acts on; absent if it only notifies or changes nothing that is judged. */
  readonly aim?: Aim;
  /** It notifies, or changes nothing that is judged: counted as alerts, excluded from precision and coverage. */
  readonly isReminder: boolean;
  /** Which triggers start no run because one lasts; without it, all do. */
  readonly running?: Running;
  /** Why parts are not understood. */
  readonly unread: readonly Reason[];
  /** Why replay cannot judge parts, also those that are understood; empty when all of it can be replayed. */
  readonly unsupported: readonly Reason[];
  readonly understood: Understanding;
  /** The id of each of the triggers, by which conditions name it. */
  readonly triggerIds: readonly string[];
}

/**
 * How much of an automation is understood. "in_part": it does this, perhaps under more conditions. "not": it is only
 * known by its runs.
 */
export type Understanding = "in_full" | "in_part" | "not";

/**
 * "entities": some of those that it acts on are read. "no_entity": all of its calls that are not understood have no target
 * as Home Assistant calls it: no entity, device, area, floor or label. "unread": it may act on any.
 */
export type Aim = "entities" | "no_entity" | "unread";

/** How long each run lasts and what a trigger does meanwhile (`mode`, `max`). */
export interface Running {
  readonly mode: "single" | "restart" | "queued" | "parallel";
  readonly max: number;
  readonly lasts: number;
}

export type TriggerPlan =
  | {
      readonly kind: "time";
      readonly at: readonly number[];
      readonly weekdays: ReadonlySet<number> | null;
      /** Helpers and sensors whose time is a further one. */
      readonly atEntities?: readonly { readonly entityId: string; readonly offset: number }[];
    }
  | { readonly kind: "sun"; readonly event: "sunrise" | "sunset"; readonly offset: number }
  | {
      readonly kind: "state";
      readonly entityIds: readonly string[];
      readonly to: StateTest;
      readonly from: StateTest;
      readonly hold: number;
      /** The hold ends when the old state returns, and not with the new one. */
      readonly endsOnReturn?: boolean;
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
  | { readonly kind: "event"; readonly entityIds: readonly string[]; readonly types: ReadonlySet<string> | null }
  | PurposeTrigger
  | PatternTrigger
  /** A template trigger: the condition becomes true. */
  | { readonly kind: "becomes"; readonly condition: ConditionPlan; readonly hold: number }
  | UnrecordedPart;

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
      /** Instead of `states`: entities whose state is required. */
      readonly equalTo?: readonly string[];
      readonly hold: number;
      readonly match: "all" | "any";
      /** A template reads a missing entity as `unknown`; in a condition of its own it is an error. */
      readonly missing?: "unknown";
    }
  | {
      readonly kind: "numeric_state";
      readonly entityIds: readonly string[];
      readonly above: number;
      readonly below: number;
    }
  | { readonly kind: "and" | "or" | "not"; readonly conditions: readonly ConditionPlan[] }
  | PurposeCondition
  | NumericOfCondition
  | TimeOfCondition
  | NumberComparison
  | TriggerTextCondition
  | TriggeredBy
  | UnreadCondition
  | UnrecordedPart;

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
  /** Guards that are checked before the wait of `after`. */
  readonly earlier?: readonly Guard[];
  /**
   * Whether something on the way could not be read, or replay cannot tell when it happens: the effect then happens under
   * more conditions or at another time, perhaps never.
   */
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

/** Whether an effect happens in every run, at once or after a known delay, unless it would change nothing. */
export function isSure(effect: Effect): boolean {
  const { path } = withoutOwnGuards(effect);
  return path === undefined || (path.guards.length === 0 && path.after === null && !path.isPerhaps);
}

/**
 * An effect without the guards that only keep it from what is no change, as both halves of a toggle have: replay finds
 * by itself that turning on changes nothing if it is on.
 */
export function withoutOwnGuards(effect: Effect): Effect {
  const { entityId, state, path } = effect;
  if (path === undefined) return effect;
  const guards = path.guards.filter((guard) => !isOwn(guard, effect));
  const isDirect = guards.length === 0 && path.delay === 0 && path.after === null && !path.isPerhaps;
  return isDirect ? { entityId, state } : { ...effect, path: { ...path, guards } };
}

function isOwn({ conditions, isMet, delay }: Guard, { entityId, state, path }: Effect): boolean {
  const [condition, ...others] = conditions;
  if (condition?.kind !== "state" || others.length > 0 || delay !== path?.delay || !mayBeToggled(entityId))
    return false;
  const { entityIds, states, hold, equalTo } = condition;
  const isOther = isMet ? TOGGLE_STATES.some((one) => one !== state && states.has(one)) : states.size === 1;
  return (
    entityIds.every((one) => one === entityId) &&
    hold === 0 &&
    equalTo === undefined &&
    states.has(state) !== isMet &&
    isOther
  );
}
