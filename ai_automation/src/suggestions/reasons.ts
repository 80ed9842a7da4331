import type { Obstacle } from "../habits/mine.ts";
import type { NearMiss, Reason } from "../habits/choice/near-misses.ts";
import type { HabitTarget, ReplayCounts } from "../model/habit.ts";
import { domainOf } from "../model/state-change.ts";
import { type Names, titleOf } from "./words.ts";

export const REASON_KINDS = [
  "too_few_times",
  "too_few_days",
  "too_few_weeks",
  "not_right_enough",
  "not_confirmed",
  "given_up",
  "could_be_chance",
  "already_automated",
  "contradicts",
] as const;

export const OBSTACLE_KINDS = ["too_little_history", "no_actuators", "nothing_done_by_hand"] as const;

/** What is missing, with the sentence for it: counts, days, weeks, or shares from 0 to 1, as the kind says. */
export interface ToldReason {
  readonly kind: (typeof REASON_KINDS)[number];
  readonly text: string;
  readonly has: number | null;
  readonly needs: number | null;
  /** The automation that does it already or stands against it, where it is one of the home's. */
  readonly by: string | null;
}

/** A habit that is not offered, in words. */
export interface ToldNearMiss extends HabitTarget {
  readonly title: string;
  readonly reason: ToldReason;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
}

/** Why a whole home gives nothing, in words. The numbers are days. */
export interface ToldObstacle {
  readonly kind: (typeof OBSTACLE_KINDS)[number];
  readonly text: string;
  readonly has: number | null;
  readonly needs: number | null;
}

export function tellNearMiss(near: NearMiss, names: Names): ToldNearMiss {
  const { target, reason, learned, heldOut } = near;
  const automation = automationIn(reason);
  return {
    ...target,
    title: titleOf(near, [target], names),
    reason: {
      kind: reason.kind,
      text: textOf(near, names),
      has: "has" in reason ? reason.has : null,
      needs: "needs" in reason ? reason.needs : null,
      by: automation !== undefined && isAutomation(automation) ? automation : null,
    },
    learned,
    heldOut,
  };
}

export function tellObstacle(obstacle: Obstacle): ToldObstacle {
  const { kind } = obstacle;
  switch (kind) {
    case "too_little_history": {
      const { has, needs } = obstacle;
      const more = `${counted(needs - has, "more day")} of history ${needs - has === 1 ? "is" : "are"} needed`;
      return { kind, text: `${more}: ${has} of ${counted(needs, "day")} so far`, has, needs };
    }
    case "no_actuators":
      return { kind, text: "There is nothing in this home that an automation may switch", has: null, needs: null };
    case "nothing_done_by_hand":
      return { kind, text: "Nobody switches anything by hand often enough", has: null, needs: null };
  }
}

function textOf(near: NearMiss, names: Names): string {
  const { reason } = near;
  switch (reason.kind) {
    case "too_few_times":
      return `seen ${counted(reason.has, "time")}; it needs ${reason.needs}`;
    case "too_few_days":
      return `seen on ${counted(reason.has, "day")}; it needs ${reason.needs}`;
    case "too_few_weeks":
      return `seen in ${counted(reason.has, "week")}; it needs ${reason.needs}`;
    case "not_confirmed":
      return `right ${counted(reason.has, "time")} on the days it was not learned from; it needs ${reason.needs}`;
    case "not_right_enough":
      return rightnessOf(near, reason);
    case "given_up":
      return `given up: right ${percent(reason.has)} of the time in the last four weeks; it needs ${percent(reason.needs)}`;
    case "could_be_chance":
      return "could be chance: among all that was tried, something like it comes up by luck";
    case "already_automated":
      return `${existingOf(reason.by, names)} does this already`;
    case "contradicts":
      return `it would quarrel with ${otherOf(reason.other, names)}: one would undo the other`;
  }
}

/**
 * What is needed is a lower bound of the precision: it can be missed with a higher precision that was seen too few times.
 */
function rightnessOf({ heldOut }: NearMiss, { has, needs }: { readonly has: number; readonly needs: number }): string {
  const decided = heldOut.tp + heldOut.fp;
  const isHeldOut = decided > 0 && has === heldOut.tp / decided;
  const days = isHeldOut ? "the days it was not learned from" : "the days it was learned from";
  return has < needs
    ? `right ${percent(has)} of the time on ${days}; it needs more than ${percent(needs)}`
    : `right ${percent(has)} of the time on ${days}: not often enough to be sure of ${percent(needs)}`;
}

/** Existing automations go by their entity ids, new rules by their entity and state. */
const automationIn = (reason: Reason): string | undefined =>
  reason.kind === "already_automated" ? reason.by : reason.kind === "contradicts" ? reason.other : undefined;

const isAutomation = (alias: string): boolean => domainOf(alias) === "automation";

function existingOf(alias: string, names: Names): string {
  const name = names.nameOf(alias);
  return name === alias ? alias : `the automation "${name}"`;
}

function otherOf(alias: string, names: Names): string {
  const [entityId = "", state] = alias.split(" ");
  return isAutomation(alias) || state === undefined
    ? existingOf(alias, names)
    : `another habit of ${names.nameOf(entityId)}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const percent = (share: number): string => `${Math.round(share * 100)}%`;
