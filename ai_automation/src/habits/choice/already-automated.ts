import { SECOND } from "../../model/time.ts";
import { CLOCK_WINDOW, NOOP, STATE_WINDOW, TP } from "../../replay/match.ts";
import type { World } from "../../replay/world.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { Scored } from "../proof/score.ts";
import type { Certainty, Existing, ExistingAutomations } from "./existing.ts";

/** An automation that does a habit already; `perhaps` if it does so under conditions that are not understood. */
export interface AlreadyAutomated {
  readonly kind: "already_automated";
  /** Null if only the changes it made are known, not the automation. */
  readonly by: string | null;
  readonly certainty: Certainty;
}

/** Whether an existing automation does this already, or changes attributed to automations show that one does. */
export function automatedAlready(
  scored: Scored,
  existing: readonly Existing[],
  automations: ExistingAutomations,
  world: World,
): AlreadyAutomated | undefined {
  const known = automations.doneBy(scored);
  if (known !== undefined) return { kind: "already_automated", by: known.automation.alias, certainty: known.certainty };
  if (!isByMachine(scored)) return undefined;
  return { kind: "already_automated", by: mostSeen(scored, existing, world), certainty: "sure" };
}

/** Whether changes attributed to automations, or the haste of the others, show that a machine does this. */
export const isByMachine = (scored: Scored): boolean =>
  automatedFires(scored) > scored.whole.tp || isMostlyImmediate(scored);

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

/** The automation whose runs made most of the changes at the times at which this would have made them. */
function mostSeen(
  { candidate: { series }, fires }: Scored,
  existing: readonly Existing[],
  world: World,
): string | null {
  const [entityId, state] = [world.frame.entities.names[series.entity], world.frame.states.names[series.state]];
  const counts = existing.map(({ alias, isOff = false, seen = [] }) => {
    const instants = isOff
      ? []
      : seen.filter((one) => one.entityId === entityId && one.state === state).flatMap(({ at }) => at);
    const near = instants.filter((at) => isNear(fires.at, at));
    return { alias, count: near.length };
  });
  const [most] = counts.toSorted((a, b) => b.count - a.count);
  return most === undefined || most.count < MIN_SEEN ? null : most.alias;
}

/** Fewer changes do not show which automation it is. */
const MIN_SEEN = 3;

function isNear(fires: Float64Array, at: number): boolean {
  const index = lowerBound(fires, at - CLOCK_WINDOW);
  return index < fires.length && fires[index]! <= at + CLOCK_WINDOW;
}
