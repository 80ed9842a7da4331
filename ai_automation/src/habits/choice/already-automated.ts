import type { Plan } from "../../automation/plan.ts";
import { isOccurrenceOf } from "../../model/occurrence.ts";
import type { Interval } from "../../model/state-change.ts";
import { MINUTE, SECOND } from "../../model/time.ts";
import { firesOf } from "../../replay/fires.ts";
import { CLOCK_WINDOW, NOOP, STATE_WINDOW, TP } from "../../replay/match.ts";
import type { World } from "../../replay/world.ts";
import { lowerBound } from "../../statistics/search.ts";
import { planOf, type Candidate } from "../candidate.ts";
import type { Scored } from "../proof/score.ts";

/** Two automations are the same if this share of the new one's fires coincides with fires of the existing one. */
const SAME_SHARE = 0.7;
const SAME_INSTANT = { clock: 20 * MINUTE, state: 5 * MINUTE };

/** Whether an existing automation does this already, or changes attributed to automations show that one does. */
export function automatedAlready(
  scored: Scored,
  existing: readonly Plan[],
  world: World,
  interval: Interval,
): { readonly kind: "already_automated"; readonly by: string | null } | undefined {
  const known = alreadyAutomatedBy(scored, existing, world, interval);
  if (known !== undefined) return { kind: "already_automated", by: known.alias };
  const isMachine = automatedFires(scored) > scored.whole.tp || isMostlyImmediate(scored);
  return isMachine ? { kind: "already_automated", by: null } : undefined;
}

/** Response times below this are a machine's: people do not usually reach a switch this soon after a trigger. */
const AT_ONCE = 3 * SECOND;

function isMostlyImmediate({ fires, judgement }: Scored): boolean {
  let right = 0;
  let atOnce = 0;
  for (let i = 0; i < judgement.length; i++) {
    const fire = judgement.fire[i]!;
    if (judgement.outcome[i] !== TP || fires.isClock[fire] === 1) continue;
    right += 1;
    if (judgement.actedAt[i]! - fires.at[fire]! < AT_ONCE) atOnce += 1;
  }
  return 2 * atOnce > right;
}

/** The fires at which an automation made the change. Only NOOPs are checked: a fire with a manual action is not one. */
function automatedFires({ candidate: { series }, fires, judgement }: Scored): number {
  let count = 0;
  for (let i = 0; i < judgement.length; i++) {
    if (judgement.outcome[i] !== NOOP) continue;
    const at = fires.at[judgement.fire[i]!]!;
    const isClock = fires.isClock[judgement.fire[i]!] === 1;
    const next = lowerBound(series.automated, isClock ? at - CLOCK_WINDOW : at);
    const until = at + (isClock ? CLOCK_WINDOW : STATE_WINDOW);
    if (next < series.automated.length && series.automated[next]! <= until) count += 1;
  }
  return count;
}

/**
 * The existing automation that does this already: it sets the same entity to the same state and either has the same
 * trigger or fires at the same times.
 */
function alreadyAutomatedBy(
  scored: Scored,
  existing: readonly Plan[],
  world: World,
  interval: Interval,
): Plan | undefined {
  const effect = planOf(scored.candidate, world.frame).effects[0];
  return existing.find(
    (plan) =>
      plan.effects.some((one) => one.entityId === effect?.entityId && one.state === effect.state) &&
      (hasSameTrigger(scored.candidate, plan) || firesTogether(scored, plan, world, interval)),
  );
}

function hasSameTrigger({ trigger }: Candidate, plan: Plan): boolean {
  return plan.triggers.some((other) => {
    if (trigger.kind === "event" && other.kind === "event")
      return (
        other.entityIds.includes(trigger.entityId) &&
        (other.types === null || [...other.types].some((wanted) => isOccurrenceOf(trigger.eventType, wanted)))
      );
    if (trigger.kind === "state" && other.kind === "state")
      return (
        trigger.entityIds.some((entityId) => other.entityIds.includes(entityId)) &&
        (other.to.kind !== "in" || other.to.states.has(trigger.state))
      );
    return (
      trigger.kind === "numeric" &&
      other.kind === "numeric_state" &&
      other.entityIds.includes(trigger.entityId) &&
      (trigger.above === null) === (other.above === -Infinity)
    );
  });
}

function firesTogether(scored: Scored, plan: Plan, world: World, interval: Interval): boolean {
  const known = Float64Array.from(firesOf(plan, world, interval), (fire) => fire.at);
  const { at: fires, isClock } = scored.fires;
  if (fires.length === 0 || known.length === 0) return false;
  const tolerance = isClock[0] === 1 ? SAME_INSTANT.clock : SAME_INSTANT.state;
  const together = fires.filter((at) => {
    const index = lowerBound(known, at - tolerance);
    return index < known.length && known[index]! <= at + tolerance;
  });
  return together.length >= SAME_SHARE * fires.length;
}
