import { SECOND } from "../../model/time.ts";
import { CLOCK_WINDOW, judgeFires, NOOP, STATE_WINDOW, TP } from "../../replay/match.ts";
import { lowerBound } from "../../statistics/search.ts";
import type { MiningContext } from "../candidate.ts";
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
  context: MiningContext,
): AlreadyAutomated | undefined {
  const known = automations.doneBy(scored);
  if (known !== undefined) return { kind: "already_automated", by: known.automation.alias, certainty: known.certainty };
  if (!isByMachine(scored, context)) return undefined;
  return { kind: "already_automated", by: mostSeen(scored, existing, context), certainty: "sure" };
}

/** Response times below this are a machine's: people do not usually reach a switch this soon after a trigger. */
const AT_ONCE = 3 * SECOND;

/**
 * Whether changes attributed to automations, or the haste of the others, show that a machine does this. An automation
 * made the change only where nobody acted: a fire with a manual action is not a NOOP.
 */
export function isByMachine({ candidate, whole }: Scored, { frame, fires }: MiningContext): boolean {
  const { series } = candidate;
  const own = fires.of(candidate);
  const isClock = own.isClock === true;
  const [before, after] = isClock ? [CLOCK_WINDOW, CLOCK_WINDOW] : [0, STATE_WINDOW];
  let automated = 0;
  let right = 0;
  let atOnce = 0;
  judgeFires(frame, series, own, (fire, outcome, action) => {
    const at = own.at[fire]!;
    if (outcome === NOOP) {
      const next = lowerBound(series.automated, at - before);
      if (next < series.automated.length && series.automated[next]! <= at + after) automated += 1;
    } else if (outcome === TP && !isClock) {
      right += 1;
      if (series.actions[action]! - at < AT_ONCE) atOnce += 1;
    }
  });
  return automated > whole.tp || 2 * atOnce > right;
}

/** The automation whose runs made most of the changes at the times at which this would have made them. */
function mostSeen(
  { candidate }: Scored,
  existing: readonly Existing[],
  { world, fires }: MiningContext,
): string | null {
  const { series } = candidate;
  const [entityId, state] = [world.frame.entities.names[series.entity], world.frame.states.names[series.state]];
  const { at: own } = fires.of(candidate);
  const counts = existing.map(({ alias, isOff = false, seen = [] }) => {
    const instants = isOff
      ? []
      : seen.filter((one) => one.entityId === entityId && one.state === state).flatMap(({ at }) => at);
    const near = instants.filter((at) => isNear(own, at));
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
