import { halvesOf } from "../automation/pair.ts";
import type { Plan } from "../automation/plan.ts";
import { parseAutomation } from "../automation/read/automation.ts";
import type { AutomationConfig } from "../model/automation.ts";

/** Responds to triggers: a person by habit, or an automation. */
export type Rule = PersonRule | AutomationRule;

export interface PersonRule {
  readonly kind: "person";
  readonly key: string;
  readonly plan: Plan;
  readonly adherence: number;
  readonly jitterMinutes: number;
  /** How much later than its trigger a habit with a time is kept, in milliseconds. */
  readonly drift: number;
  readonly delaySeconds: readonly [from: number, to: number];
}

export interface AutomationRule {
  readonly kind: "automation";
  readonly entityId: string;
  readonly plan: Plan;
  /** Active from one instant to another, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
}

/** An automation and the period in which it is active. */
export interface RunningAutomation {
  readonly entityId: string;
  readonly config: AutomationConfig;
  readonly from: number;
  /** Infinity while it exists. */
  readonly to: number;
}

/** An automation that replay does not fully support does not run. Each half of a pair is a rule. */
export function readRunningAutomation({ entityId, config, from, to }: RunningAutomation): readonly AutomationRule[] {
  return (halvesOf(config) ?? [config]).flatMap((half) => {
    const plan = parseAutomation(half);
    return plan.unsupported.length === 0 ? [{ kind: "automation", entityId, plan, from, to } as const] : [];
  });
}
