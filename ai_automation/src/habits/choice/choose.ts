import type { FireColumns } from "../../replay/match.ts";
import { complexityOf, type MiningContext } from "../candidate.ts";
import { mergeFires, netOf, type Scored } from "../proof/score.ts";
import { wilsonLowerBound, Z_90 } from "../../statistics/wilson.ts";

/** At most this many rules act on one entity and state (evaluation.md 7.8). */
const MAX_PER_SERIES = 4;
/** A further rule has to add this much a week on the days it was learned from, saved minus the cost of false ones. */
const MIN_GAIN_PER_WEEK = 0.25;
/** And this share of what those before it are worth: a rule that only mops up after another is one more card to read. */
const FURTHER_SHARE = 0.1;
/** A rule of fewer conditions is kept when it is worth this share of the best. */
const SIMPLER_SHARE = 0.95;

const NO_FIRES: FireColumns = { at: new Float64Array(0), isClock: new Uint8Array(0) };

/**
 * Picks the rules for one entity and state: greedily the one that adds most to those already picked. Two forms of one
 * habit add nothing to each other, so only the better one stays; the simpler, then the more precise of equals.
 */
export function chooseRules(scored: readonly Scored[], context: MiningContext): readonly Scored[] {
  const left = [...scored].sort(compareForms);
  const chosen: Scored[] = [];
  let fires = NO_FIRES;
  let worth = 0;
  const leastGain = (MIN_GAIN_PER_WEEK * context.learnDays) / 7;
  while (left.length > 0 && chosen.length < MAX_PER_SERIES) {
    const gains = left.map((one) => worthWith(one, fires, context) - worth);
    const most = Math.max(...gains);
    if (most < Math.max(leastGain, FURTHER_SHARE * worth)) break;
    const index = gains.findIndex((gain) => gain >= SIMPLER_SHARE * most);
    const [picked] = left.splice(index, 1);
    if (picked === undefined) break;
    chosen.push(picked);
    fires = mergeFires(fires, picked.fires);
    worth += gains[index]!;
  }
  return chosen;
}

function worthWith(one: Scored, fires: FireColumns, { frame, learn }: MiningContext): number {
  return netOf(frame, one.candidate.series, mergeFires(fires, one.fires), learn);
}

/** The simpler first; of those the surer, then by name so that the order never depends on the search. */
function compareForms(a: Scored, b: Scored): number {
  return (
    complexityOf(a.candidate) - complexityOf(b.candidate) || boundOf(b) - boundOf(a) || keyOf(a).localeCompare(keyOf(b))
  );
}

const boundOf = ({ learned }: Scored): number => wilsonLowerBound(learned.tp, learned.tp + learned.fp, Z_90);

const keyOf = ({ candidate: { trigger, conditions } }: Scored): string => JSON.stringify([trigger, conditions]);
