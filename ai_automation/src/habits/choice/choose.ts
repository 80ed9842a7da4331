import type { FireColumns } from "../../replay/match.ts";
import { wilsonLowerBound, Z_90 } from "../../statistics/wilson.ts";
import { complexityOf, type MiningContext } from "../candidate.ts";
import { mergeFires, netOf, type Scored } from "../proof/score.ts";

/** The maximum number of rules per entity and state. */
const MAX_PER_SERIES = 4;
/** The minimum value that another rule must add per week on the training days (see `netOf`). */
const MIN_GAIN_PER_WEEK = 0.25;
/**
 * It must also add this share of the value of the rules before it: a small addition is not worth another suggestion.
 */
const MIN_GAIN_SHARE = 0.1;
/** A simpler rule is preferred if it has this share of the best rule's value. */
const SIMPLER_SHARE = 0.95;

const NO_FIRES: FireColumns = { at: new Float64Array(0), isClock: false };

/**
 * Chooses the rules for one entity and state greedily, by what each adds to those already chosen. Two forms of one
 * habit add nothing to each other, so only the better is kept. Ties go to the simpler, then to the more precise rule
 * (docs/evaluation.md, section 7, step 8).
 * @param known rules for the same entity and state that are chosen already
 */
export function chooseRules(
  scored: readonly Scored[],
  context: MiningContext,
  known: readonly Scored[] = [],
): readonly Scored[] {
  const left = [...scored].sort(compareForms).map((form) => ({ form, own: context.fires.of(form.candidate) }));
  const chosen: Scored[] = [];
  let fires = known.reduce((all, { candidate }) => mergeFires(all, context.fires.of(candidate)), NO_FIRES);
  let worth = known[0] === undefined ? 0 : netOf(context, known[0].candidate.series, fires, context.learn);
  const leastGain = (MIN_GAIN_PER_WEEK * context.recordedLearnDays) / 7;
  while (left.length > 0 && known.length + chosen.length < MAX_PER_SERIES) {
    const gains = left.map(
      ({ form, own }) => netOf(context, form.candidate.series, mergeFires(fires, own), context.learn) - worth,
    );
    const most = Math.max(...gains);
    if (most < Math.max(leastGain, MIN_GAIN_SHARE * worth)) break;
    const index = gains.findIndex((gain) => gain >= SIMPLER_SHARE * most);
    const [picked] = left.splice(index, 1);
    if (picked === undefined) break;
    chosen.push(picked.form);
    fires = mergeFires(fires, picked.own);
    worth += gains[index]!;
  }
  return chosen;
}

/** Simpler rules first, then more certain ones, then by key, so that the order does not depend on the search. */
function compareForms(a: Scored, b: Scored): number {
  return (
    complexityOf(a.candidate) - complexityOf(b.candidate) || boundOf(b) - boundOf(a) || keyOf(a).localeCompare(keyOf(b))
  );
}

const boundOf = ({ learned }: Scored): number => wilsonLowerBound(learned.tp, learned.tp + learned.fp, Z_90);

const keyOf = ({ candidate: { trigger, conditions } }: Scored): string => JSON.stringify([trigger, conditions]);
