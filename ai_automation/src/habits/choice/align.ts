import type { Frame } from "../../history/frame/frame.ts";
import type { ActionSeries } from "../../history/frame/lookup.ts";
import type { MiningContext } from "../candidate.ts";
import { exploreForm } from "../explore.ts";
import { mergeFires, netOf, type Scored } from "../proof/score.ts";
import { gesturesOf } from "./gestures.ts";
import { mayToggle, otherHalfOf } from "./toggles.ts";

/** A follower takes the leader's form if that keeps this share of its value: one automation is simpler than two. */
const WORTH_KEPT = 0.9;

/**
 * Unifies the rules of entities that are operated in one gesture, and of the two halves of a toggle. The rules of the most valuable entity are tried on
 * the others, and adopted where they do about as well as their own.
 */
export function alignGestures(
  chosen: readonly Scored[],
  series: readonly ActionSeries[],
  context: MiningContext,
  isAcceptable: (scored: Scored) => boolean,
): readonly Scored[] {
  const { frame, learn } = context;
  const gestures = gesturesOf(series, learn);
  const worthOf = ({ candidate }: Scored): number =>
    netOf(context, candidate.series, context.fires.of(candidate), learn);
  const leaders = chosen
    .map((rule) => ({ rule, worth: worthOf(rule) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ rule }) => rule);
  const rules = new Map<ActionSeries, readonly Scored[]>(Map.groupBy(chosen, ({ candidate }) => candidate.series));
  for (const leader of leaders) {
    if (!rules.get(leader.candidate.series)?.includes(leader)) continue;
    const half = mayToggle(leader) ? otherHalfOf(leader.candidate.series, series, frame) : undefined;
    const followers = [...(gestures.get(leader.candidate.series) ?? []), ...(half === undefined ? [] : [half])];
    for (const follower of followers) {
      const own = rules.get(follower) ?? [];
      if (own.some((rule) => isSameForm(rule, leader)) || isAbout(leader, follower, frame)) continue;
      const taken = exploreForm({ ...leader.candidate, series: follower }, context);
      if (!isAcceptable(taken)) continue;
      rules.set(follower, adopt(own, taken, context));
    }
  }
  return [...rules.values()].flat();
}

/** Whether the leader's trigger is the follower's own state. */
function isAbout({ candidate: { trigger } }: Scored, { entity }: ActionSeries, frame: Frame): boolean {
  return trigger.kind === "state" && trigger.entityIds.includes(frame.entities.names[entity]!);
}

const isSameForm = (a: Scored, b: Scored): boolean => formOf(a) === formOf(b);

const formOf = ({ candidate: { trigger, conditions } }: Scored): string => JSON.stringify([trigger, conditions]);

/** Replaces the best own rule with the new one, adds the new one, or keeps the own rules. */
function adopt(own: readonly Scored[], taken: Scored, context: MiningContext): readonly Scored[] {
  const worthOf = (rules: readonly Scored[]): number => {
    const [first, ...rest] = rules.map(({ candidate }) => context.fires.of(candidate));
    return first === undefined
      ? 0
      : netOf(context, taken.candidate.series, rest.reduce(mergeFires, first), context.learn);
  };
  const now = worthOf(own);
  const options = own.map((_, index) => [...own.slice(0, index), taken, ...own.slice(index + 1)]);
  const best = options.reduce<{ rules: readonly Scored[]; worth: number }>(
    (most, rules) => (worthOf(rules) > most.worth ? { rules, worth: worthOf(rules) } : most),
    { rules: own, worth: WORTH_KEPT * now },
  );
  const extended = [...own, taken];
  return best.rules === own && worthOf(extended) > now ? extended : best.rules;
}
