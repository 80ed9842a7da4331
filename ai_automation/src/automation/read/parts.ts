import { because, isReason, type Reason } from "../../model/reason.ts";
import type { ConditionPlan, Plan, TriggerPlan, Understanding } from "../plan.ts";
import { isRecord, listOf } from "../values.ts";
import { enabledOf } from "./enabled.ts";
import { parseTrigger } from "./trigger.ts";

export interface TriggersRead extends Pick<Plan, "triggers" | "triggerIds"> {
  /** Why some are not understood. */
  readonly unread: readonly Reason[];
}

/** Reads the triggers that are on. Home Assistant counts the ids of all, also of those that are off. */
export function readTriggers(values: readonly unknown[]): TriggersRead {
  const triggers: TriggerPlan[] = [];
  const triggerIds: string[] = [];
  const unread: Reason[] = [];
  for (const [index, value] of values.flatMap(nestedIn).entries()) {
    const enabled = enabledOf(value);
    if (enabled === false) continue;
    const trigger = enabled === true ? parseTrigger(value) : because("trigger_enabled");
    if (isReason(trigger)) {
      unread.push(trigger);
      continue;
    }
    triggers.push(trigger);
    triggerIds.push(idOf(value) ?? String(index));
  }
  return { triggers, triggerIds, unread };
}

function idOf(value: unknown): string | undefined {
  const id = isRecord(value) ? value.id : undefined;
  return typeof id === "string" || typeof id === "number" ? String(id) : undefined;
}

/** A list of triggers may contain `triggers:` with a list of its own (helpers/config_validation.py). */
function nestedIn(value: unknown): readonly unknown[] {
  return isRecord(value) && Object.keys(value).length === 1 && value.triggers !== undefined
    ? listOf(value.triggers)
    : [value];
}

/** Why parts are not understood. */
export const unreadIn = (triggers: readonly TriggerPlan[], conditions: readonly ConditionPlan[]): readonly Reason[] =>
  leavesOf(triggers, conditions).flatMap((leaf) => (leaf.kind === "perhaps" ? [leaf.reason] : []));

/** What the history cannot tell although it is understood. */
export const unrecordedIn = (
  triggers: readonly TriggerPlan[],
  conditions: readonly ConditionPlan[],
): readonly Reason[] =>
  [...triggers, ...leavesOf(triggers, conditions)].flatMap((leaf) => (leaf.kind === "unrecorded" ? [leaf.reason] : []));

/** Conditions without the blocks around them, also those that triggers wait for. */
function leavesOf(triggers: readonly TriggerPlan[], conditions: readonly ConditionPlan[]): readonly ConditionPlan[] {
  const ofTriggers = triggers.flatMap((trigger) => (trigger.kind === "becomes" ? [trigger.condition] : []));
  return [...ofTriggers, ...conditions].flatMap((condition) =>
    "conditions" in condition ? leavesOf([], condition.conditions) : [condition],
  );
}

/** How much is understood, from what was read and what was not. */
export function understandingOf(
  read: { readonly triggers: readonly unknown[]; readonly actions: readonly unknown[] },
  unread: readonly Reason[],
): Understanding {
  if (read.triggers.length === 0 || read.actions.length === 0) return "not";
  return unread.length === 0 ? "in_full" : "in_part";
}
