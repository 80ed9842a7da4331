import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { MiningContext } from "../candidate.ts";
import { exploreForm } from "../explore.ts";
import { gesturesOf } from "./gestures.ts";
import { mergeFires, netOf, type Scored } from "../proof/score.ts";

/** The form of the leader may cost a follower this share of what its own is worth: one automation is easier to own than two. */
const WORTH_KEPT = 0.9;

/**
 * Gives what is done in one gesture one form: the rules of the worthiest entity are tried on those that go with it, and
 * taken over where they do about as well as their own.
 */
export function alignGestures(
  chosen: readonly Scored[],
  series: readonly ActionSeries[],
  context: MiningContext,
  isAcceptable: (scored: Scored) => boolean,
): readonly Scored[] {
  const { frame, learn } = context;
  const gestures = gesturesOf(series, learn);
  const worthOf = (one: Scored): number => netOf(frame, one.candidate.series, one.fires, learn);
  const leaders = [...chosen].sort((a, b) => worthOf(b) - worthOf(a));
  const rules = new Map<ActionSeries, readonly Scored[]>(Map.groupBy(chosen, ({ candidate }) => candidate.series));
  for (const leader of leaders) {
    if (!rules.get(leader.candidate.series)?.includes(leader)) continue;
    for (const follower of gestures.get(leader.candidate.series) ?? []) {
      const own = rules.get(follower) ?? [];
      if (own.some((rule) => isSameForm(rule, leader)) || isAbout(leader, follower, frame)) continue;
      const taken = exploreForm({ ...leader.candidate, series: follower }, context);
      if (!isAcceptable(taken)) continue;
      rules.set(follower, takeOver(own, taken, context));
    }
  }
  return [...rules.values()].flat();
}

/** Nothing follows itself. */
function isAbout({ candidate: { trigger } }: Scored, { entity }: ActionSeries, frame: Frame): boolean {
  return trigger.kind === "state" && trigger.entityIds.includes(frame.entities.names[entity]!);
}

const isSameForm = (a: Scored, b: Scored): boolean => formOf(a) === formOf(b);

const formOf = ({ candidate: { trigger, conditions } }: Scored): string => JSON.stringify([trigger, conditions]);

/** With the new form in place of the own one that it replaces best, or besides them, or not at all. */
function takeOver(own: readonly Scored[], taken: Scored, { frame, learn }: MiningContext): readonly Scored[] {
  const worthOf = (rules: readonly Scored[]): number => {
    const [first, ...rest] = rules;
    if (first === undefined) return 0;
    const fires = rest.reduce((all, { fires }) => mergeFires(all, fires), first.fires);
    return netOf(frame, taken.candidate.series, fires, learn);
  };
  const now = worthOf(own);
  const options = own.map((_, index) => [...own.slice(0, index), taken, ...own.slice(index + 1)]);
  const best = options.reduce<{ rules: readonly Scored[]; worth: number }>(
    (most, rules) => (worthOf(rules) > most.worth ? { rules, worth: worthOf(rules) } : most),
    { rules: own, worth: WORTH_KEPT * now },
  );
  const besides = [...own, taken];
  return best.rules === own && worthOf(besides) > now ? besides : best.rules;
}
