import type { Reason } from "../../../model/reason.ts";
import type { ConditionPlan } from "../../plan.ts";
import { conditionOf } from "./condition-of.ts";
import { expressionOf } from "./expression-of.ts";
import { UnreadTemplate } from "./value.ts";

/**
 * Reads a template of one of the closed forms that people write as conditions: comparisons of states, numbers and the
 * time, joined by `and`, `or` and `not`, also by way of `set` and `if`. A comparison of what is computed from known
 * entities by Home Assistant's own functions is understood, but not replayed. Otherwise returns why it is not read.
 */
export function readTemplate(template: string): ConditionPlan | Reason {
  try {
    const ast = /\{[{%]/.test(template) ? expressionOf(template) : undefined;
    if (ast === undefined) throw new UnreadTemplate();
    return conditionOf(ast);
  } catch (error) {
    if (error instanceof UnreadTemplate) return error.reason;
    throw error;
  }
}
