import { isSure, type Plan } from "../../automation/plan.ts";
import type { FollowedTarget, SeenChange } from "../history-ports.ts";

/**
 * What an automation is followed on. A state that every run sets at once is known from its config; behind `choose`, `if`
 * and delays, and for what is not understood, each run's own changes tell.
 */
export function followedTargets(plan: Plan, seen: readonly SeenChange[]): readonly FollowedTarget[] {
  const byEntity = Map.groupBy(plan.effects, ({ entityId }) => entityId);
  const known = [...byEntity.values()].map((effects): FollowedTarget => {
    const [effect, ...others] = effects;
    const isAlways = effect !== undefined && others.length === 0 && isSure(effect) && (effect.path?.delay ?? 0) === 0;
    return { entityId: effect?.entityId ?? "", state: isAlways ? effect.state : null };
  });
  const others = new Set(seen.map(({ entityId }) => entityId).filter((entityId) => !byEntity.has(entityId)));
  return [...known, ...[...others].map((entityId) => ({ entityId, state: null }))];
}
