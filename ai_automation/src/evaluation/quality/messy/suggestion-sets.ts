import type { Plan } from "../../../automation/plan.ts";
import { parseAutomation } from "../../../automation/read/automation.ts";
import type { AutomationConfig } from "../../../model/automation.ts";
import type { SuggestionDraft } from "../../../model/suggestion.ts";
import { isSameSuggestion } from "../../same-suggestion.ts";

/** How the suggestions of two homes differ, target by target. */
export interface SetDifference {
  readonly unchanged: number;
  /** The same effect and trigger, with another time, condition or level. */
  readonly changed: number;
  readonly lost: number;
  readonly gained: number;
}

/** One target of a suggestion, as if it were offered alone. */
export interface OfferedRule {
  readonly entityId: string;
  readonly plan: Plan;
  /** Equal for equal rules: trigger, conditions, effect and the call's data. */
  readonly key: string;
}

/** The acting suggestions, target by target; reminders are left out. */
export function rulesOf(drafts: readonly Pick<SuggestionDraft, "automation">[]): readonly OfferedRule[] {
  return drafts.flatMap(({ automation }) => rulesOfOne(automation));
}

function rulesOfOne(automation: AutomationConfig): readonly OfferedRule[] {
  const whole = parseAutomation(automation);
  if (whole.isReminder) return [];
  const { triggers, conditions } = automation;
  return automation.actions.flatMap((action) =>
    parseAutomation({ ...automation, actions: [action] }).effects.map((effect) => ({
      entityId: effect.entityId,
      plan: { ...whole, effects: [effect] },
      key: JSON.stringify([triggers, conditions, effect, action.data ?? null]),
    })),
  );
}

/** Pairs equal rules first, then those that a person would consider the same. */
export function compareRules(before: readonly OfferedRule[], after: readonly OfferedRule[]): SetDifference {
  const equal = pairUp(before, after, (one, other) => one.key === other.key);
  const alike = pairUp(equal.before, equal.after, (one, other) => isSameSuggestion(one.plan, other.plan));
  return {
    unchanged: equal.pairs,
    changed: alike.pairs,
    lost: alike.before.length,
    gained: alike.after.length,
  };
}

function pairUp(
  before: readonly OfferedRule[],
  after: readonly OfferedRule[],
  isPair: (one: OfferedRule, other: OfferedRule) => boolean,
): { readonly pairs: number; readonly before: readonly OfferedRule[]; readonly after: readonly OfferedRule[] } {
  const free = [...after];
  const alone = before.filter((one) => {
    const index = free.findIndex((other) => isPair(one, other));
    if (index !== -1) free.splice(index, 1);
    return index === -1;
  });
  return { pairs: before.length - alone.length, before: alone, after: free };
}
