import { branchesOf, listOf } from "./edit.ts";
import type { Automation, Part } from "./wire.ts";

/** The two automations that a pair consists of, each with its own trigger, conditions and actions; null for others. */
export function halvesOf(automation: Automation): readonly [Automation, Automation] | null {
  const { triggers, actions } = automation;
  const [first, second, ...others] = actions.length === 1 ? (branchesOf(actions[0] ?? {}) ?? []) : [];
  if (triggers.length !== 2 || first === undefined || second === undefined || others.length > 0) return null;
  const [start, end] = [halfOf(automation, first), halfOf(automation, second)];
  return start === null || end === null ? null : [start, end];
}

type Branch = Part & { readonly sequence: readonly Part[] };

/** A branch begins with the condition that names its trigger. */
function halfOf(automation: Automation, { conditions, sequence }: Branch): Automation | null {
  const [named, ...own] = Array.isArray(conditions) ? conditions : [];
  const [id] = named?.condition === "trigger" ? (listOf(named.id) ?? []) : [];
  const trigger = automation.triggers.find((one) => one.id === id);
  if (id === undefined || trigger === undefined) return null;
  const { id: _, ...plain } = trigger;
  return { ...automation, triggers: [plain], conditions: own, actions: sequence };
}

/** The pair with one of its halves changed. */
export function withHalf(automation: Automation, index: 0 | 1, half: Automation): Automation {
  const branch = branchesOf(automation.actions[0] ?? {})?.[index];
  const [named] = Array.isArray(branch?.conditions) ? branch.conditions : [];
  const [id] = listOf(named?.id) ?? [];
  return {
    ...automation,
    triggers: automation.triggers.map((one) => (one.id === id ? { ...half.triggers[0], id } : one)),
    actions: automation.actions.map((action) => ({
      ...action,
      choose: (branchesOf(action) ?? []).map((one, position) =>
        position === index ? { ...one, conditions: [named, ...half.conditions], sequence: half.actions } : one,
      ),
    })),
  };
}
