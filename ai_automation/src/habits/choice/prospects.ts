import { DAY } from "../../model/time.ts";
import { judgeFires, TP } from "../../replay/match.ts";
import { complexityOf, type MiningContext } from "../candidate.ts";
import { moreHitsNeeded } from "../proof/accept.ts";
import { precisionOf, type Scored } from "../proof/score.ts";
import { isByMachine } from "./already-automated.ts";
import type { Refused } from "./refused.ts";

/** What a rule that has been right so far still needs to be offered. */
export interface Prospect {
  /** Further right runs, if none is wrong. */
  readonly more: number;
  /** When they will have happened at the rate so far, in milliseconds UTC. */
  readonly likelyAt: number;
}

/** Below this precision, a rule is not promising. */
const MIN_PRECISION = 0.8;
/** Only the most frequent forms of a habit are examined. */
const MOST_FORMS = 5;
/** A rule whose proof is further away is not promising. */
const LONGEST = 60 * DAY;

/**
 * The form that is likely to be proven first, ties to the simpler one; undefined if none is promising. What an existing
 * automation does already stays unoffered however often it happens.
 */
export function mostPromising(
  forms: readonly Refused[],
  context: MiningContext,
  isDone: (scored: Scored) => boolean,
): (Refused & { readonly prospect: Prospect }) | undefined {
  return forms
    .filter(({ scored, reason }) => isUnproven(reason) && precisionOf(scored.whole) >= MIN_PRECISION)
    .sort(
      (a, b) =>
        b.scored.whole.tp - a.scored.whole.tp || complexityOf(a.scored.candidate) - complexityOf(b.scored.candidate),
    )
    .slice(0, MOST_FORMS)
    .flatMap((one) => {
      const prospect = isDone(one.scored) ? undefined : prospectOf(one.scored, context);
      return prospect === undefined ? [] : [{ ...one, prospect }];
    })
    .reduce<(Refused & { readonly prospect: Prospect }) | undefined>(
      (first, one) => (first === undefined || one.prospect.likelyAt < first.prospect.likelyAt ? one : first),
      undefined,
    );
}

/** Whether more evidence could change the verdict. */
const isUnproven = ({ kind }: Refused["reason"]): boolean =>
  kind !== "already_automated" && kind !== "contradicts" && kind !== "given_up";

function prospectOf(scored: Scored, context: MiningContext): Prospect | undefined {
  const { whole } = context;
  if (isByMachine(scored, context)) return undefined;
  const more = moreHitsNeeded(scored, context);
  const first = firstHitOf(scored, context);
  if (more === undefined || first === undefined) return undefined;
  const perHit = (whole.to - first) / scored.whole.tp;
  return more * perHit > LONGEST ? undefined : { more, likelyAt: whole.to + more * perHit };
}

function firstHitOf({ candidate }: Scored, { frame, fires }: MiningContext): number | undefined {
  const own = fires.of(candidate);
  let first: number | undefined;
  judgeFires(frame, candidate.series, own, (fire, outcome) => {
    if (outcome === TP) first ??= own.at[fire];
  });
  return first;
}
