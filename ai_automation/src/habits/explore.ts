import type { HabitTrigger } from "../model/habit.ts";
import type { Candidate, MiningContext } from "./candidate.ts";
import { growConditions } from "./conditions/grow-conditions.ts";
import { precisionOf, scoreFires, type Scored } from "./proof/score.ts";

/** The minimum true positives and precision of a rule without conditions for which conditions are searched. */
const MIN_HITS = 6;
const MIN_PRECISION = 0.05;
/** Above this precision, a condition could only reduce coverage. */
const MAX_PRECISION = 0.97;

/** Replays candidates that share a trigger, each without and with the conditions found for it. */
export function exploreTrigger(
  trigger: HabitTrigger,
  candidates: readonly Candidate[],
  context: MiningContext,
): readonly Scored[] {
  const moments = context.fires.momentsOf(trigger);
  return candidates.flatMap((candidate) => {
    const effective = context.fires.effective(moments, candidate.series);
    const fires = context.fires.under(candidate, effective);
    const base = scoreFires(candidate, fires, context);
    if (!isWorthGrowing(base)) return [base];
    const growths = growConditions(candidate, fires, context);
    return [
      base,
      ...growths.map(({ conditions, tried }) => {
        const grown = { ...candidate, conditions, tried: candidate.tried * tried };
        return scoreFires(grown, context.fires.under(grown, effective), context);
      }),
    ];
  });
}

/** Replays one candidate without searching for conditions. */
export const exploreForm = (candidate: Candidate, context: MiningContext): Scored =>
  scoreFires(candidate, context.fires.of(candidate), context);

function isWorthGrowing({ candidate: { trigger }, learned }: Scored): boolean {
  const precision = precisionOf(learned);
  const isSingleDay = trigger.kind === "clock" && trigger.weekdays.length === 1;
  return !isSingleDay && learned.tp >= MIN_HITS && precision >= MIN_PRECISION && precision <= MAX_PRECISION;
}
