import { type ActionSeries } from "../../history/frame/lookup.ts";
import { DAY, MINUTE, SECOND } from "../../model/time.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import { quantile } from "../../statistics/quantile.ts";
import { advance, lowerBound } from "../../statistics/search.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { roundNumberBetween } from "./nice-number.ts";
import { isPlausibleMeasure } from "./plausible.ts";
import { QUANTILES, type Threshold } from "./thresholds.ts";

const MIN_FOLLOWED = 4;
/** docs/evaluation.md, section 7, step 3. */
const MIN_LIFT = 2;
const MAX_CANDIDATES = 6;
/** The hold is for values that fluctuate around the threshold. */
const HOLDS = [0, 5 * MINUTE];
/** An upper bound: the grid and at most as many values reached before actions, each upwards and downwards. */
const TRIED_PER_MEASUREMENT = QUANTILES.length * 4;

type Direction = "up" | "down";
/** The value five minutes before an action, and at the action. */
type Step = readonly [from: number, to: number];

interface Crossing {
  readonly facts: EntityFacts;
  readonly value: number;
  readonly direction: Direction;
  /** The number of actions that follow the crossing, times the binary logarithm of the lift. */
  readonly strength: number;
  /** Actions that follow a crossing, as a share of all actions and crossings. */
  readonly fit: number;
}

/** Habits triggered by a measurement that crosses a threshold. */
export function mineThresholdHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const own = context.facts[series.entity]!;
  const usable = context.facts.filter(
    (facts) =>
      facts.isMinable &&
      !facts.kin.has(series.entity) &&
      isPlausibleMeasure(facts, own) &&
      (facts.isHomeWide || facts.area === own.area),
  );
  const crossings = usable.flatMap((facts) => strongestOf(context, facts, series));
  const chosen = [...crossings].sort((a, b) => b.strength - a.strength).slice(0, MAX_CANDIDATES);
  return chosen.flatMap(({ facts, value, direction }) =>
    HOLDS.map((hold): Candidate => ({
      patternType: "co_occurrence",
      trigger: {
        kind: "numeric",
        entityId: facts.entityId,
        above: direction === "up" ? value : null,
        below: direction === "up" ? null : value,
        hold,
      },
      conditions: [],
      series,
      tried: usable.length * TRIED_PER_MEASUREMENT,
    })),
  );
}

/** For each direction, the best threshold of the grid and the best among the values reached before actions. */
function strongestOf(context: MiningContext, facts: EntityFacts, series: ActionSeries): readonly Crossing[] {
  const { actions, steps } = stepsBefore(context, facts, series);
  const { grid, at } = context.thresholds(facts.entity);
  return directionsOf(facts, series, context).flatMap((direction) => {
    const followedAt = (value: number): number => steps.filter((step) => crosses(step, value, direction)).length;
    const judge = ({ value, crossings }: Threshold): readonly Crossing[] => {
      const count = followedAt(value);
      const byChance = Math.min(1, (crossings[direction] * STATE_WINDOW) / (context.recordedLearnDays * DAY));
      const lift = count / Math.max(1, actions) / byChance;
      if (count < MIN_FOLLOWED || lift < MIN_LIFT) return [];
      const fit = count / (actions + crossings[direction]);
      return [{ facts, value, direction, strength: count * Math.log2(lift), fit }];
    };
    const own = valuesReached(steps, direction).filter((value) => followedAt(value) >= MIN_FOLLOWED);
    return [...bestBy("strength", grid.flatMap(judge)), ...bestBy("fit", own.map(at).flatMap(judge))];
  });
}

const bestBy = (measure: "strength" | "fit", crossings: readonly Crossing[]): readonly Crossing[] =>
  crossings.toSorted((a, b) => b[measure] - a[measure]).slice(0, 1);

/**
 * Quantiles of the values reached before actions, and how far below each the threshold may be, as a share of the rise.
 */
const REACHED = [0.5, 0.75, 0.9] as const;
const MARGINS = [0.02, 0.05, 0.15, 0.3, 0.5] as const;

/** Round numbers just short of the values reached before actions. */
function valuesReached(steps: readonly Step[], direction: Direction): readonly number[] {
  const moving = steps.filter(([from, to]) => (direction === "up" ? from < to : to < from));
  if (moving.length < MIN_FOLLOWED) return [];
  const left = moving.map(([from]) => from).sort((a, b) => a - b);
  const reached = moving.map(([, to]) => to).sort((a, b) => a - b);
  const start = quantile(left, 0.5);
  const values = REACHED.flatMap((share) => {
    const end = quantile(reached, direction === "up" ? 1 - share : share);
    return MARGINS.map((part) => end + part * (start - end))
      .filter((edge) => edge !== end)
      .map((edge) => roundNumberBetween(Math.min(edge, end), Math.max(edge, end)));
  });
  return [...new Set(values)];
}

/** The power of a device may only turn it off, when it has finished: power rises because the device is on. */
function directionsOf(
  { powerOf }: EntityFacts,
  { state }: ActionSeries,
  { frame }: MiningContext,
): readonly Direction[] {
  if (powerOf === null) return ["up", "down"];
  return frame.states.names[state] === "off" ? ["down"] : [];
}

const crosses = ([from, to]: Step, value: number, direction: Direction): boolean =>
  direction === "up" ? from <= value && to > value : from >= value && to < value;

/** Power also drops because the device was turned off, and that is reported within seconds. */
const ECHO = 10 * SECOND;

function stepsBefore(
  { frame, learn }: MiningContext,
  { entity, powerOf }: EntityFacts,
  series: ActionSeries,
): { readonly steps: readonly Step[]; readonly actions: number } {
  const steps: Step[] = [];
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  const last = lowerBound(series.actions, learn.to);
  const begin = lowerBound(series.actions, learn.from);
  const until = powerOf === null ? 0 : ECHO;
  let now = first;
  let before = first;
  for (let i = begin; i < last; i++) {
    now = advance(frame.times, series.actions[i]! - until, now, end);
    before = advance(frame.times, series.actions[i]! - STATE_WINDOW, before, end);
    if (before === first || before === now) continue;
    steps.push([frame.numbers[frame.codes[before - 1]!]!, frame.numbers[frame.codes[now - 1]!]!]);
  }
  return { steps, actions: last - begin };
}
