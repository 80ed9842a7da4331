import type { HabitTarget, HabitTrigger } from "../../model/habit.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";

interface Reaction {
  readonly trigger: HabitTrigger;
  readonly targets: readonly HabitTarget[];
}

/** A habit by itself, or a pair whose second habit undoes the first. */
export type Arranged<One> = readonly [one: One, undoing?: One];

/**
 * Finds habits that undo each other: one starts when a state begins, the other when that state ends or has ended for a
 * while, and both set the same entities to different states. The one without a wait is the first.
 */
export function inPairs<One extends Reaction>(reactions: readonly One[]): readonly Arranged<One>[] {
  const taken = new Set<One>();
  return reactions.flatMap((one): readonly Arranged<One>[] => {
    if (taken.has(one)) return [];
    taken.add(one);
    const other = reactions.find((candidate) => !taken.has(candidate) && isUndoneBy(one, candidate));
    if (other === undefined) return [[one]];
    taken.add(other);
    return [isFirst(one, other) ? [one, other] : [other, one]];
  });
}

/** With every pair split into its habits. */
export const inHalves = (drafts: readonly SuggestionDraft[]): readonly SuggestionDraft[] =>
  drafts.flatMap((draft) => draft.halves ?? [draft]);

/** The two states of what has only two. */
const OPPOSITES: Readonly<Record<string, string>> = {
  on: "off",
  off: "on",
  home: "not_home",
  not_home: "home",
  open: "closed",
  closed: "open",
};

/** States that begin something, rather than end it. */
const BEGINNINGS: ReadonlySet<string> = new Set(["on", "home", "open"]);

function isUndoneBy({ trigger, targets }: Reaction, other: Reaction): boolean {
  return (
    trigger.kind === "state" &&
    other.trigger.kind === "state" &&
    trigger.entityIds.join() === other.trigger.entityIds.join() &&
    OPPOSITES[trigger.state] === other.trigger.state &&
    (trigger.hold === 0 || other.trigger.hold === 0) &&
    targets.length === other.targets.length &&
    targets.every(({ entityId, state }) =>
      other.targets.some((target) => target.entityId === entityId && OPPOSITES[state] === target.state),
    )
  );
}

function isFirst({ trigger }: Reaction, { trigger: other }: Reaction): boolean {
  if (trigger.kind !== "state" || other.kind !== "state" || trigger.hold !== other.hold)
    return trigger.kind === "state" && trigger.hold === 0;
  return BEGINNINGS.has(trigger.state);
}
