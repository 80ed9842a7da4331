import type { HabitTarget, HabitTrigger } from "../../model/habit.ts";
import { type Suggestion, type SuggestionDraft, isFix } from "../../model/suggestion.ts";
import { DAY, HOUR } from "../../model/time.ts";
import type { SuggestionStore } from "../ports.ts";

export interface Reconciled {
  readonly offered: readonly number[];
  readonly refreshed: number;
  readonly withdrawn: number;
}

/** How many new suggestions there is room for, and which are welcome. */
export interface Welcome {
  readonly room?: number;
  readonly isWanted?: (draft: SuggestionDraft) => boolean;
  /** Whether what somebody rejected has become another matter. */
  readonly isBack?: (draft: SuggestionDraft, rejected: Suggestion) => boolean;
}

/** Two clock habits for the same thing are one when their times lie this close: people drift. */
const SAME_TIME = HOUR;

/**
 * Brings what is offered in line with a new analysis: new habits are offered, waiting ones brought up to date, those no
 * longer there withdrawn. What a person edited, watches, put off or decided stays as it is. Of what is new, the best are offered
 * as far as there is room; the rest waits for a later analysis.
 */
export async function reconcile(
  drafts: readonly SuggestionDraft[],
  store: SuggestionStore,
  { room = Infinity, isWanted = () => true, isBack = () => false }: Welcome = {},
): Promise<Reconciled> {
  const known = (await store.all()).filter((suggestion) => !isFix(suggestion));
  const left = new Set(known);
  const offered: number[] = [];
  let refreshed = 0;
  for (const draft of drafts) {
    const same = [...left].find((suggestion) => isSameHabit(draft, suggestion));
    if (same === undefined) {
      if (offered.length < room && isWanted(draft)) offered.push(await store.offer(draft));
      continue;
    }
    left.delete(same);
    if (same.status === "rejected" && offered.length < room && isBack(draft, same)) {
      await store.move(same.id, { step: "restored", from: ["rejected"], to: "pending", detail: { by: "evidence" } });
      await store.refresh(same.id, draft);
      offered.push(same.id);
      continue;
    }
    if (!isOpen(same)) continue;
    await store.refresh(same.id, draft);
    refreshed += 1;
  }
  const gone = [...left].filter(isOpen);
  for (const suggestion of gone) await store.withdraw(suggestion.id);
  return { offered, refreshed, withdrawn: gone.length };
}

const isOpen = ({ status, isModified, watchingSince, snoozedUntil }: Suggestion): boolean =>
  status === "pending" && !isModified && watchingSince === null && snoozedUntil === null;

function isSameHabit(draft: SuggestionDraft, suggestion: Suggestion): boolean {
  return (
    isReminder(draft) === isReminder(suggestion) &&
    sharesTarget(draft.targets, suggestion.targets) &&
    isSameTrigger(draft.trigger, suggestion.trigger)
  );
}

/** To be told that a door is open is another thing than to have it closed. */
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
