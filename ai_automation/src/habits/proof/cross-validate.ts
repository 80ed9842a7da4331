import type { HabitCondition, HabitTrigger, ReplayCounts } from "../../model/habit.ts";
import type { Interval } from "../../model/state-change.ts";
import { DAY, MINUTE } from "../../model/time.ts";
import type { Candidate, MiningContext } from "../candidate.ts";
import { countFires, type Scored } from "./score.ts";

/**
 * Adds held-out days to rules of a short history: a rule that was also found on a second split, in the same form, is
 * judged on the held-out days of both. `learned` is then restricted to the days that were held out in neither.
 * @param second rules found on a split that holds out the first days instead of the last ones
 */
export function crossValidate(
  rules: readonly Scored[],
  second: readonly Scored[],
  { frame, fires }: Pick<MiningContext, "frame" | "fires">,
  inNeither: Interval,
): readonly Scored[] {
  const bySeries = Map.groupBy(second, ({ candidate }) => candidate.series);
  return rules.map((rule): Scored => {
    const { candidate, heldOut } = rule;
    const same = (bySeries.get(candidate.series) ?? []).find((other) => isSameForm(candidate, other.candidate));
    if (same === undefined) return rule;
    const learned = countFires(frame, candidate.series, fires.of(candidate), inNeither);
    return { ...rule, learned, heldOut: sumOf(heldOut, same.heldOut) };
  });
}

const isSameForm = (a: Candidate, b: Candidate): boolean =>
  isSameTrigger(a.trigger, b.trigger) && keysOf(a.conditions) === keysOf(b.conditions);

/** Times that are found on different days differ by some minutes. */
const SAME_TIME = 15 * MINUTE;

function isSameTrigger(a: HabitTrigger, b: HabitTrigger): boolean {
  if (a.kind === "clock" && b.kind === "clock")
    return a.weekdays.join() === b.weekdays.join() && distance(a.timeOfDay, b.timeOfDay) <= SAME_TIME;
  if (a.kind === "sun" && b.kind === "sun") return a.event === b.event && Math.abs(a.offset - b.offset) <= SAME_TIME;
  if (a.kind === "numeric" && b.kind === "numeric")
    return a.entityId === b.entityId && (a.above === null) === (b.above === null) && a.hold === b.hold;
  return JSON.stringify(a) === JSON.stringify(b);
}

function distance(a: number, b: number): number {
  const difference = Math.abs(a - b);
  return Math.min(difference, DAY - difference);
}

/** Thresholds, hours and times that are fitted to the days may differ. */
const keysOf = (conditions: readonly HabitCondition[]): string => conditions.map(keyOf).sort().join();

function keyOf(condition: HabitCondition): string {
  switch (condition.kind) {
    case "hours":
      return "hours";
    case "recent":
      return `recent ${condition.entityId} ${condition.state}`;
    case "numeric":
      return `numeric ${condition.entityId} ${condition.above === null}`;
    case "days":
    case "sun":
    case "state":
      return JSON.stringify(condition);
  }
}

const sumOf = (a: ReplayCounts, b: ReplayCounts): ReplayCounts => ({
  tp: a.tp + b.tp,
  fp: a.fp + b.fp,
  noop: a.noop + b.noop,
  duplicates: a.duplicates + b.duplicates,
  saved: a.saved + b.saved,
  days: a.days + b.days,
});
