import type { AutomationConfig } from "../model/automation.ts";
import { parseAutomation } from "../automation/read/automation.ts";
import type { Plan } from "../automation/plan.ts";

/** Something in the home that answers to triggers: a person by habit, or an automation. */
export type Rule = PersonRule | AutomationRule;

export interface PersonRule {
  readonly kind: "person";
  readonly key: string;
  readonly plan: Plan;
  readonly adherence: number;
  readonly jitterMinutes: number;
  readonly delaySeconds: readonly [from: number, to: number];
}

export interface AutomationRule {
  readonly kind: "automation";
  readonly entityId: string;
  readonly plan: Plan;
  /** In force from one instant to another, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
}

/** An automation that runs in the simulated home for a time. */
export interface RunningAutomation {
  readonly entityId: string;
  readonly config: AutomationConfig;
  readonly from: number;
  /** Infinity while it is there. */
  readonly to: number;
}

/** What the simulation does not understand does not run at all. */
export function readRunningAutomation({ entityId, config, from, to }: RunningAutomation): readonly AutomationRule[] {
  const plan = parseAutomation(config);
  return plan.unsupported.length === 0 ? [{ kind: "automation", entityId, plan, from, to }] : [];
}
