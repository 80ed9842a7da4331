import { type ActionSeries, advance, lowerBound } from "../../history/frame/read.ts";
import { DAY, MINUTE } from "../../model/time.ts";
import { STATE_WINDOW } from "../../replay/match.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import type { EntityFacts } from "../entity-facts.ts";
import { isPlausibleMeasure } from "./plausible.ts";
import { QUANTILES, type Threshold } from "./thresholds.ts";

const MIN_FOLLOWED = 4;
/** evaluation.md 7.3 */
const MIN_LIFT = 2;
const MAX_CANDIDATES = 6;
/** A value that chatters about its threshold has to stay beyond it; one that does not need not wait. */
const HOLDS = [0, 5 * MINUTE];
interface Crossing {
  readonly facts: EntityFacts;
  readonly value: number;
  readonly isUp: boolean;
  readonly strength: number;
}

/** Habits of a measurement: the value rises above, or falls below, a threshold. */
export function mineThresholdHabits(context: MiningContext, series: ActionSeries): readonly Candidate[] {
  const own = context.facts[series.entity]!;
  const usable = context.facts.filter(
    (facts) => facts.isMinable && isPlausibleMeasure(facts, own) && (facts.isHomeWide || facts.area === own.area),
  );
  const crossings = usable.flatMap((facts) => strongestOf(context, facts, series));
  const chosen = [...crossings].sort((a, b) => b.strength - a.strength).slice(0, MAX_CANDIDATES);
  return chosen.flatMap(({ facts, value, isUp }) =>
    HOLDS.map((hold): Candidate => ({
      patternType: "co_occurrence",
      trigger: {
        kind: "numeric",
        entityId: facts.entityId,
        above: isUp ? value : null,
        below: isUp ? null : value,
        hold,
      },
      conditions: [],
      series,
      tried: Math.max(1, usable.length * QUANTILES.length * 2),
    })),
  );
}

/** The best threshold each way. */
function strongestOf(
  context: MiningContext,
  { entity, ...facts }: EntityFacts,
  series: ActionSeries,
): readonly Crossing[] {
  const thresholds = context.thresholds(entity);
  const { followed, actions } = countFollowed(context, entity, series, thresholds);
  return [0, 1].flatMap((way) => {
    const crossings = thresholds.flatMap(({ value, crossings }, index): readonly Crossing[] => {
      const count = followed[way]![index]!;
      const byChance = Math.min(1, (crossings[way]! * STATE_WINDOW) / (context.learnDays * DAY));
      const lift = count / Math.max(1, actions) / byChance;
      if (count < MIN_FOLLOWED || lift < MIN_LIFT) return [];
      return [{ facts: { entity, ...facts }, value, isUp: way === 0, strength: count * Math.log2(lift) }];
    });
    return crossings.sort((a, b) => b.strength - a.strength).slice(0, 1);
  });
}

function countFollowed(
  { frame, learn }: MiningContext,
  entity: number,
  series: ActionSeries,
  thresholds: readonly Threshold[],
): { readonly followed: readonly [Int32Array, Int32Array]; readonly actions: number } {
  const followed = [new Int32Array(thresholds.length), new Int32Array(thresholds.length)] as const;
  const first = frame.start[entity]!;
  const end = frame.start[entity + 1]!;
  const last = lowerBound(series.actions, learn.to);
  const begin = lowerBound(series.actions, learn.from);
  let now = first;
  let before = first;
  for (let i = begin; i < last; i++) {
    now = advance(frame.times, series.actions[i]!, now, end);
    before = advance(frame.times, series.actions[i]! - STATE_WINDOW, before, end);
    if (before === first || before === now) continue;
    const from = frame.numbers[frame.codes[before - 1]!]!;
    const to = frame.numbers[frame.codes[now - 1]!]!;
    for (const [index, { value }] of thresholds.entries()) {
      if (from <= value && to > value) followed[0][index]! += 1;
      if (from >= value && to < value) followed[1][index]! += 1;
    }
  }
  return { followed, actions: last - begin };
}
