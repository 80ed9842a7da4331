import { habitTriggerOf } from "../../automation/habit-of-plan.ts";
import { halvesOf } from "../../automation/pair.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import type { HabitTarget, HabitTrigger } from "../../model/habit.ts";
import { isFix, type Suggestion, type SuggestionDraft } from "../../model/suggestion.ts";
import { DAY, HOUR } from "../../model/time.ts";
import type { SuggestionStore } from "../ports.ts";

export interface Reconciled {
  readonly offered: readonly number[];
  readonly refreshed: number;
  readonly withdrawn: number;
}

/** Which new suggestions may be offered, and how many. */
export interface Admission {
  readonly limit?: number;
  readonly isWanted?: (draft: SuggestionDraft) => boolean;
  /** Whether somebody waits for it, so that the limit does not apply. */
  readonly isAwaited?: (draft: SuggestionDraft) => boolean;
  /** Whether new evidence justifies offering a rejected suggestion again. */
  readonly isRevived?: (draft: SuggestionDraft, rejected: Suggestion) => boolean;
}

/** Clock habits for the same target within this distance are the same habit: people's times drift. */
const SAME_TIME = HOUR;

/**
 * Updates the suggestions after an analysis: offers new habits up to the limit, refreshes pending ones, and withdraws
 * those no longer found. Suggestions that a person edited, watches, snoozed or decided do not change. `drafts` are best
 * first; those above the limit wait for a later analysis.
 */
export async function reconcile(
  drafts: readonly SuggestionDraft[],
  store: SuggestionStore,
  { limit = Infinity, isWanted = () => true, isAwaited = () => false, isRevived = () => false }: Admission = {},
): Promise<Reconciled> {
  const unmatched = new Set((await store.all()).filter((suggestion) => !isFix(suggestion)));
  const offered: number[] = [];
  let refreshed = 0;
  for (const draft of drafts.flatMap((one) => withoutDecidedHalf(one, [...unmatched]))) {
    const match = [...unmatched].find((suggestion) => isSameHabit(draft, suggestion));
    if (match === undefined) {
      if ((offered.length < limit || isAwaited(draft)) && isWanted(draft)) offered.push(await store.offer(draft));
      continue;
    }
    unmatched.delete(match);
    if (match.status === "rejected" && offered.length < limit && isRevived(draft, match)) {
      await store.move(match.id, { step: "restored", from: ["rejected"], to: "pending", detail: { by: "evidence" } });
      await store.refresh(match.id, draft);
      offered.push(match.id);
      continue;
    }
    if (!isUntouched(match)) continue;
    await store.refresh(match.id, draft);
    refreshed += 1;
  }
  const missing = [...unmatched].filter(isUntouched);
  for (const suggestion of missing) await store.withdraw(suggestion.id);
  return { offered, refreshed, withdrawn: missing.length };
}

/** A pair is offered as its halves where somebody has dealt with one of them alone. */
function withoutDecidedHalf(draft: SuggestionDraft, suggestions: readonly Suggestion[]): readonly SuggestionDraft[] {
  const { halves } = draft;
  if (halves === undefined) return [draft];
  const isDecided = (half: SuggestionDraft, other: SuggestionDraft): boolean =>
    suggestions.some(
      (suggestion) =>
        !isUntouched(suggestion) && isSameHabit(half, suggestion) && !sharesTarget(other.targets, suggestion.targets),
    );
  const [first, second] = halves;
  return isDecided(first, second) || isDecided(second, first) ? halves : [draft];
}

const isUntouched = ({ status, isModified, watchingSince, snoozedUntil }: Suggestion): boolean =>
  status === "pending" && !isModified && watchingSince === null && snoozedUntil === null;

function isSameHabit(draft: SuggestionDraft, suggestion: Suggestion): boolean {
  return (
    isReminder(draft) === isReminder(suggestion) &&
    sharesTarget(draft.targets, suggestion.targets) &&
    triggersOf(draft).some((one) => triggersOf(suggestion).some((other) => isSameTrigger(one, other)))
  );
}

/** A pair has two triggers. */
function triggersOf({ trigger, automation }: SuggestionDraft): readonly HabitTrigger[] {
  const halves = halvesOf(automation) ?? [];
  return [trigger, ...halves.flatMap((half) => habitTriggerOf(parseAutomation(half).triggers[0]) ?? [])];
}

/** A reminder that a door is open differs from an automation that closes it. */
const isReminder = ({ patternType }: SuggestionDraft): boolean => patternType === "anomaly";

const sharesTarget = (a: readonly HabitTarget[], b: readonly HabitTarget[]): boolean =>
  a.some((one) => b.some((other) => one.entityId === other.entityId && one.state === other.state));

function isSameTrigger(a: HabitTrigger, b: HabitTrigger): boolean {
  if (a.kind === "clock" && b.kind === "clock") {
    const distance = Math.abs(a.timeOfDay - b.timeOfDay);
    return Math.min(distance, DAY - distance) <= SAME_TIME && a.weekdays.some((day) => b.weekdays.includes(day));
  }
  if (a.kind === "sun" && b.kind === "sun") return a.event === b.event;
  if (a.kind === "state" && b.kind === "state") return a.entityIds.join() === b.entityIds.join() && a.state === b.state;
  if (a.kind === "numeric" && b.kind === "numeric")
    return a.entityId === b.entityId && (a.above === null) === (b.above === null);
  return a.kind === "event" && b.kind === "event" && a.entityId === b.entityId && a.eventType === b.eventType;
}
