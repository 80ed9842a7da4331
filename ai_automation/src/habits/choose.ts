import type { RuleFire } from "../replay/match.ts";
import type { MiningContext } from "./candidate.ts";
import { netOf, type Scored } from "./score.ts";
import { wilsonLowerBound } from "./wilson.ts";

/** At most this many rules act on one entity and state (evaluation.md 7.8). */
const MAX_PER_SERIES = 4;
/** A further rule has to add this much a week on the days it was learned from, saved minus twice the false ones. */
const MIN_GAIN_PER_WEEK = 0.25;

/**
 * Picks the rules for one entity and state: greedily the one that adds most to those already picked. Two forms of one
 * habit add nothing to each other, so only the better one stays; the more precise, then the simpler of equals.
 */
export function chooseRules(scored: readonly Scored[], context: MiningContext): readonly Scored[] {
  const left = [...scored].sort(compareForms);
  const chosen: Scored[] = [];
  let fires: readonly RuleFire[] = [];
  let worth = 0;
  const leastGain = (MIN_GAIN_PER_WEEK * context.learnDays) / 7;
  while (left.length > 0 && chosen.length < MAX_PER_SERIES) {
    const gains = left.map((one) => worthWith(one, fires, context) - worth);
    const most = Math.max(...gains);
    if (most < leastGain) break;
    const [picked] = left.splice(gains.indexOf(most), 1);
    if (picked === undefined) break;
    chosen.push(picked);
    fires = [...fires, ...picked.fires];
    worth += most;
  }
  return chosen;
}

function worthWith(one: Scored, fires: readonly RuleFire[], context: MiningContext): number {
  return netOf(context.frame, one.candidate.series, [...fires, ...one.fires], context.learn);
}

function compareForms(a: Scored, b: Scored): number {
  return (
    boundOf(b) - boundOf(a) ||
    a.candidate.complexity - b.candidate.complexity ||
    JSON.stringify(a.candidate.trigger).localeCompare(JSON.stringify(b.candidate.trigger))
  );
}

const boundOf = ({ learned }: Scored): number => wilsonLowerBound(learned.tp, learned.tp + learned.fp, 1.28);
