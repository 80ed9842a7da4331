import { CONTEXT_CODE, type Frame } from "../history/frame/frame.ts";
import { type ActionSeries, allActionSeries } from "../history/frame/lookup.ts";
import { isActuator } from "../model/domains.ts";
import { SECOND } from "../model/time.ts";
import type { EntityFacts } from "./entity-facts.ts";
import { advance, lowerBound } from "../statistics/search.ts";

/** An automation acts at a fixed lag: a tenth of all actions within six seconds, four times as many as before and after. */
const BIN = 6 * SECOND;
const BINS = 51;
const SPIKE_SHARE = 0.1;
const SPIKE_FACTOR = 4;
const MIN_SPIKE = 8;
/** What follows at once has to be at once, and not a quick hand. */
const AT_ONCE = 2 * SECOND;
const QUICK_HAND = 8 * SECOND;
const AT_ONCE_FACTOR = 3;

/**
 * A recording that tells no causes at all, with the effects of automations marked as such: they follow a sensor at the
 * same lag again and again (evaluation.md 7.2). One that tells causes is given back as it is.
 */
export function markHiddenAutomations(frame: Frame, facts: readonly EntityFacts[]): Frame {
  if (frame.contexts.some((context) => context !== CONTEXT_CODE.unknown)) return frame;
  const contexts = frame.contexts.slice();
  const triggers = facts.filter(({ role, entityId }) => role !== "value" && !isActuator(entityId));
  for (const series of allActionSeries(frame)) {
    for (const { entity, states } of triggers)
      for (const state of states) markSpike(frame, contexts, series, { entity, state });
  }
  return { ...frame, contexts };
}

function markSpike(
  frame: Frame,
  contexts: Uint8Array,
  { entity, state, actions }: ActionSeries,
  trigger: { readonly entity: number; readonly state: number },
): void {
  const lags = lagsOf(frame, actions, trigger);
  const bins = new Int32Array(BINS);
  for (const lag of lags) if (lag >= 0 && lag < BINS * BIN) bins[Math.floor(lag / BIN)]! += 1;
  const spike = bins.findIndex((_, bin) => isSpike(bins, bin, lags));
  if (spike === -1) return;
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  for (const [index, lag] of lags.entries()) {
    if (lag < 0 || Math.floor(lag / BIN) !== spike) continue;
    const row = lowerBound(frame.times, actions[index]!, first, end);
    if (row < end && frame.codes[row] === state) contexts[row] = CONTEXT_CODE.automation;
  }
}

function isSpike(bins: Int32Array, bin: number, lags: Float64Array): boolean {
  const count = bins[bin]!;
  if (count < MIN_SPIKE || count < SPIKE_SHARE * lags.length) return false;
  const neighbours = bin === 0 ? [bins[1]!] : [bins[bin - 1]!, bins[bin + 1] ?? 0];
  if (count < SPIKE_FACTOR * Math.max(...neighbours)) return false;
  const between = (from: number, to: number): number => lags.filter((lag) => lag >= from && lag <= to).length;
  return bin > 0 || between(0, AT_ONCE) >= AT_ONCE_FACTOR * between(AT_ONCE + SECOND, QUICK_HAND);
}

/** How long before each action the trigger was entered last, -1 where it was not. */
function lagsOf(
  frame: Frame,
  actions: Float64Array,
  { entity, state }: { entity: number; state: number },
): Float64Array {
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  let row = first;
  return actions.map((at) => {
    row = advance(frame.times, at + 1, row, end);
    let before = row - 1;
    while (before >= first && before >= row - 2 && frame.codes[before] !== state) before -= 1;
    return before >= first && before >= row - 2 ? at - frame.times[before]! : -1;
  });
}
