import { type ActionSeries } from "../../history/frame/lookup.ts";
import { DAY, MINUTE, SECOND } from "../../model/time.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { roundNumberBetween } from "./nice-number.ts";
import { isPlausibleMeasure } from "./plausible.ts";
import { QUANTILES, type Threshold } from "./thresholds.ts";
import { advance, lowerBound } from "../../statistics/search.ts";
import { quantile } from "../../statistics/quantile.ts";

const MIN_FOLLOWED = 4;
/** evaluation.md 7.3 */
const MIN_LIFT = 2;
const MAX_CANDIDATES = 6;
/** A value that chatters about its threshold has to stay beyond it; one that does not need not wait. */
const HOLDS = [0, 5 * MINUTE];
/** The grid, and no more values than that among the leaps; each up and down. */
const TRIED_A_MEASURE = QUANTILES.length * 4;

type Way = "up" | "down";
/** A value five minutes before an action, and at it. */
type Leap = readonly [from: number, to: number];

interface Crossing {
  readonly facts: EntityFacts;
  readonly value: number;
  readonly way: Way;
  /** How many actions follow it, weighed by how little that is chance. */
  readonly strength: number;
  /** Of the actions and the crossings together, the share that belongs together. */
  readonly fit: number;
}

/** Habits of a measurement: the value rises above, or falls below, a threshold. */
export function mineThresholdHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const own = context.facts[series.entity]!;
  const usable = context.facts.filter(
    (facts) => facts.isMinable && isPlausibleMeasure(facts, own) && (facts.isHomeWide || facts.area === own.area),
  );
  const crossings = usable.flatMap((facts) => strongestOf(context, facts, series));
  const chosen = [...crossings].sort((a, b) => b.strength - a.strength).slice(0, MAX_CANDIDATES);
  return chosen.flatMap(({ facts, value, way }) =>
    HOLDS.map((hold): Candidate => ({
      patternType: "co_occurrence",
      trigger: {
        kind: "numeric",
        entityId: facts.entityId,
        above: way === "up" ? value : null,
        below: way === "up" ? null : value,
        hold,
      },
      conditions: [],
      series,
      tried: usable.length * TRIED_A_MEASURE,
    })),
  );
}

/** Each way the best threshold of the grid, and the one among the leaps before the actions that tells them best. */
function strongestOf(context: MiningContext, facts: EntityFacts, series: ActionSeries): readonly Crossing[] {
  const { actions, leaps } = leapsBefore(context, facts, series);
  const { grid, at } = context.thresholds(facts.entity);
  return waysOf(facts, series, context).flatMap((way) => {
    const followedAt = (value: number): number => leaps.filter((leap) => crosses(leap, value, way)).length;
    const judge = ({ value, crossings }: Threshold): readonly Crossing[] => {
      const count = followedAt(value);
      const byChance = Math.min(1, (crossings[way] * STATE_WINDOW) / (context.learnDays * DAY));
      const lift = count / Math.max(1, actions) / byChance;
      if (count < MIN_FOLLOWED || lift < MIN_LIFT) return [];
      const fit = count / (actions + crossings[way]);
      return [{ facts, value, way, strength: count * Math.log2(lift), fit }];
    };
    const own = valuesAmong(leaps, way).filter((value) => followedAt(value) >= MIN_FOLLOWED);
    return [...bestBy("strength", grid.flatMap(judge)), ...bestBy("fit", own.map(at).flatMap(judge))];
  });
}

const bestBy = (measure: "strength" | "fit", crossings: readonly Crossing[]): readonly Crossing[] =>
  crossings.toSorted((a, b) => b[measure] - a[measure]).slice(0, 1);

/** What was reached before the actions, by most of them or nearly all, and how far on the way to it one may stand. */
const REACHED = [0.5, 0.75, 0.9] as const;
const WAY_TO_IT = [0.02, 0.05, 0.15, 0.3, 0.5] as const;

/** Round numbers shortly before the values that were reached. */
function valuesAmong(leaps: readonly Leap[], way: Way): readonly number[] {
  const moving = leaps.filter(([from, to]) => (way === "up" ? from < to : to < from));
  if (moving.length < MIN_FOLLOWED) return [];
  const left = moving.map(([from]) => from).sort((a, b) => a - b);
  const reached = moving.map(([, to]) => to).sort((a, b) => a - b);
  const start = quantile(left, 0.5);
  const values = REACHED.flatMap((share) => {
    const end = quantile(reached, way === "up" ? 1 - share : share);
    return WAY_TO_IT.map((part) => end + part * (start - end))
      .filter((edge) => edge !== end)
      .map((edge) => roundNumberBetween(Math.min(edge, end), Math.max(edge, end)));
  });
  return [...new Set(values)];
}

/** The power that a thing draws may only end it, as when a machine is done: that it begins is the thing's own doing. */
function waysOf({ powerOf }: EntityFacts, { state }: ActionSeries, { frame }: MiningContext): readonly Way[] {
  if (powerOf === null) return ["up", "down"];
  return frame.states.names[state] === "off" ? ["down"] : [];
}

const crosses = ([from, to]: Leap, value: number, way: Way): boolean =>
  way === "up" ? from <= value && to > value : from >= value && to < value;

/** What a thing draws falls because it was turned off, too: that is told within seconds. */
const ECHO = 10 * SECOND;

function leapsBefore(
  { frame, learn }: MiningContext,
  { entity, powerOf }: EntityFacts,
  series: ActionSeries,
): { readonly leaps: readonly Leap[]; readonly actions: number } {
  const leaps: Leap[] = [];
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
    leaps.push([frame.numbers[frame.codes[before - 1]!]!, frame.numbers[frame.codes[now - 1]!]!]);
  }
  return { leaps, actions: last - begin };
}
