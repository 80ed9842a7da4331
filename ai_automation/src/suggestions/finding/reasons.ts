import type { NearMiss } from "../../habits/choice/near-misses.ts";
import type { Reason } from "../../habits/choice/refused.ts";
import type { Obstacle } from "../../habits/mine.ts";
import type { Withheld } from "../../habits/withheld.ts";
import type { ReplayCounts } from "../../model/habit.ts";
import { domainOf } from "../../model/state-change.ts";
import type { ReportedNearMiss, ReportedObstacle } from "../miner.ts";
import { phrasesOf } from "../words/languages.ts";
import type { Names } from "../words/names.ts";
import type { ReasonPhrases } from "../words/phrases.ts";
import { actionTitle, titleOf } from "../words/title.ts";

export function reportNearMiss(near: NearMiss, names: Names): ReportedNearMiss {
  const { target, trigger, conditions, reason, learned, heldOut, prospect, newestDays } = near;
  const automation = automationIn(reason);
  const form = { trigger, conditions };
  return {
    ...target,
    form,
    title: titleOf(form, [target], names),
    reason: {
      kind: reason.kind,
      text: textOf(reason, near, names),
      has: "has" in reason ? reason.has : null,
      needs: "needs" in reason ? reason.needs : null,
      by: automation !== undefined && isAutomation(automation) ? automation : null,
      reason,
    },
    learned,
    heldOut,
    prospect,
    ...(newestDays !== undefined && { newestDays }),
  };
}

/** A manual action that is never suggested, as a near miss. */
export function reportWithheld({ target }: Pick<Withheld, "target">, names: Names): ReportedNearMiss {
  const text = phrasesOf(names.language).reasons.neverAutomated(names.nameOf(target.entityId));
  return {
    ...target,
    title: actionTitle(target, names),
    reason: { kind: "never_automated", text, has: null, needs: null, by: null },
    learned: NO_COUNTS,
    heldOut: NO_COUNTS,
    prospect: null,
  };
}

const NO_COUNTS: ReplayCounts = { tp: 0, fp: 0, noop: 0, duplicates: 0, saved: 0, days: 0 };

/** In another language, as far as the facts are stored. */
export function wordNearMiss(near: ReportedNearMiss, names: Names): ReportedNearMiss {
  const { form, reason, entityId, state } = near;
  if (reason.kind === "never_automated") return reportWithheld({ target: { entityId, state } }, names);
  return {
    ...near,
    title: form === undefined ? near.title : titleOf(form, [{ entityId, state }], names),
    reason: reason.reason === undefined ? reason : { ...reason, text: textOf(reason.reason, near, names) },
  };
}

/** In another language. */
export function wordObstacle(obstacle: ReportedObstacle, language: string): ReportedObstacle {
  const { kind, has, needs, seen } = obstacle;
  if (kind === "no_pattern") return seen === undefined ? obstacle : reportObstacle({ kind, ...seen }, language);
  if (kind !== "too_little_history") return reportObstacle({ kind }, language);
  return has === null || needs === null ? obstacle : reportObstacle({ kind, has, needs }, language);
}

export function reportObstacle(obstacle: Obstacle, language: string): ReportedObstacle {
  const { kind } = obstacle;
  const { reasons } = phrasesOf(language);
  switch (kind) {
    case "too_little_history": {
      const { has, needs } = obstacle;
      return { kind, text: reasons.historyNeeded(needs - has, has, needs), has, needs };
    }
    case "no_actuators":
      return { kind, text: reasons.noActuators, has: null, needs: null };
    case "nothing_done_by_hand":
      return { kind, text: reasons.nothingManual, has: null, needs: null };
    case "no_pattern": {
      const { times, devices } = obstacle;
      const text = reasons.noPattern(times, devices);
      return { kind, text, has: null, needs: null, seen: { times, devices } };
    }
  }
}

interface Counted {
  readonly heldOut: ReplayCounts;
  readonly newestDays?: number;
}

/** What an automation does already, it does on all days. */
function textOf(reason: Reason, { heldOut, newestDays }: Counted, names: Names): string {
  const text = textOfReason(reason, heldOut, names);
  return newestDays === undefined || !("has" in reason)
    ? text
    : phrasesOf(names.language).reasons.ofNewestDays(text, newestDays);
}

function textOfReason(reason: Reason, heldOut: ReplayCounts, names: Names): string {
  const { reasons } = phrasesOf(names.language);
  switch (reason.kind) {
    case "too_few_times":
      return reasons.tooFewTimes(reason.has, reason.needs);
    case "too_few_days":
      return reasons.tooFewDays(reason.has, reason.needs);
    case "not_confirmed":
      return reasons.notConfirmed(reason.has, reason.needs);
    case "not_right_enough":
      return precisionText(heldOut, reason, reasons);
    case "given_up":
      return reasons.abandoned(percent(reason.has), percent(reason.needs));
    case "could_be_chance":
      return reasons.chance;
    case "already_automated":
      return (reason.certainty === "sure" ? reasons.alreadyDoneBy : reasons.perhapsDoneBy)(
        reason.by === null ? reasons.anAutomation : existingOf(reason.by, names, reasons),
      );
    case "contradicts":
      return reasons.conflictsWith(otherOf(reason.other, names, reasons));
  }
}

/** `needs` applies to the lower bound of the precision, which too few runs miss even with a higher precision. */
function precisionText(
  heldOut: ReplayCounts,
  { has, needs }: { readonly has: number; readonly needs: number },
  reasons: ReasonPhrases,
): string {
  const decided = heldOut.tp + heldOut.fp;
  const isHeldOut = decided > 0 && has === heldOut.tp / decided;
  const phrase = has < needs ? reasons.wrongTooOften : reasons.notSureEnough;
  return phrase(percent(has), percent(needs), isHeldOut);
}

/** Reasons name existing automations by entity id, and new rules by entity id and state. */
const automationIn = (reason: Reason): string | undefined =>
  reason.kind === "already_automated"
    ? (reason.by ?? undefined)
    : reason.kind === "contradicts"
      ? reason.other
      : undefined;

const isAutomation = (alias: string): boolean => domainOf(alias) === "automation";

function existingOf(alias: string, names: Names, reasons: ReasonPhrases): string {
  const name = names.nameOf(alias);
  return name === alias ? alias : reasons.theAutomation(name);
}

function otherOf(alias: string, names: Names, reasons: ReasonPhrases): string {
  const [entityId = "", state] = alias.split(" ");
  return isAutomation(alias) || state === undefined
    ? existingOf(alias, names, reasons)
    : reasons.anotherHabitFor(names.nameOf(entityId));
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
