import type { Mined, MiningOptions } from "../habits/mine.ts";
import { confidenceOfReminder, mineReminders } from "../habits/reminders/reminders.ts";
import type { Reminder } from "../habits/reminders/watched.ts";
import type { AutomationConfig } from "../model/automation.ts";
import { formatTimeOfDay } from "../model/clock.ts";
import type { ReplayCounts } from "../model/habit.ts";
import { domainOf } from "../model/state-change.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import { DAY, HOUR, MINUTE } from "../model/time.ts";
import type { World } from "../replay/moment.ts";
import { triggerOf } from "./automation-of.ts";
import { replayOne } from "./replay-one.ts";
import type { Names } from "./words.ts";

/** What a home's history gives reason to be told of. Where there are only sensors, nothing is offered at all. */
export function draftReminders(
  mined: Pick<Mined, "learn" | "heldOut" | "obstacle">,
  world: World,
  names: Names,
  options: Pick<MiningOptions, "existing" | "isMinable" | "deviceClassOf">,
): readonly SuggestionDraft[] {
  const isMinable = (entityId: string): boolean =>
    options.isMinable(entityId) && !(mined.obstacle?.kind === "no_actuators" && domainOf(entityId) === "binary_sensor");
  return mineReminders(world, mined, { ...options, isMinable }).map((reminder) =>
    draftOf(reminder, mined, world, names),
  );
}

function draftOf(
  reminder: Reminder,
  { learn, heldOut }: Pick<Mined, "learn" | "heldOut">,
  world: World,
  names: Names,
): SuggestionDraft {
  const { entityId, guarded, trigger, learned } = reminder;
  const title = titleOfReminder(reminder, names);
  const description = descriptionOfReminder(reminder, Math.round((heldOut.to - learn.from) / DAY));
  const automation = reminderAutomationOf(reminder, names, { alias: title, description });
  return {
    patternType: "anomaly",
    trigger,
    targets: [{ entityId, state: guarded.rest }],
    title,
    description,
    automation,
    confidence: confidenceOfReminder(reminder),
    evidence: {
      actions: [],
      levels: [],
      people: [],
      learned: { ...NOTHING, tp: learned.normal, fp: learned.all - learned.normal },
    },
    replay: replayOne(automation, world, heldOut),
    alternatives: [],
  };
}

const NOTHING: ReplayCounts = { tp: 0, fp: 0, noop: 0, duplicates: 0, saved: 0, days: 0 };

/** A notification and nothing else: what lets people in is never moved unasked. */
function reminderAutomationOf(
  reminder: Reminder,
  names: Names,
  words: { readonly alias: string; readonly description: string },
): AutomationConfig {
  const { entityId, guarded, kind, trigger } = reminder;
  const [usual, ...others] = guarded.away;
  const state = others.length === 0 ? usual : guarded.away;
  return {
    ...words,
    triggers: [triggerOf(trigger)],
    conditions: kind === "late" ? [{ condition: "state", entity_id: entityId, state }] : [],
    actions: [
      {
        action: "persistent_notification.create",
        data: { title: `${names.nameOf(entityId)} is ${guarded.words.away}`, message: messageOf(reminder, names) },
      },
    ],
    mode: "single",
  };
}

function titleOfReminder(reminder: Reminder, names: Names): string {
  const { entityId, guarded, trigger } = reminder;
  const name = names.nameOf(entityId);
  return trigger.kind === "clock"
    ? `Tell me when ${name} is still ${guarded.words.away} at ${formatTimeOfDay(trigger.timeOfDay)}`
    : `Tell me when ${name} stays ${guarded.words.away} for ${durationWords(trigger.hold)}`;
}

/** One sentence of evidence behind a title. */
function descriptionOfReminder(reminder: Reminder, historyDays: number): string {
  const { guarded, trigger, learned, heldOut } = reminder;
  const normal = learned.normal + heldOut.normal;
  const all = learned.all + heldOut.all;
  const newest = `of the newest ${heldOut.all}, on which this was not learned, ${heldOut.normal}`;
  return trigger.kind === "clock"
    ? `On ${normal} of ${all} evenings it was ${guarded.words.rest} by then; ${newest}.`
    : `Of the ${all} times it was ${guarded.words.away} over ${historyDays} days, ${normal} were shorter; ${newest}.`;
}

function messageOf(reminder: Reminder, names: Names): string {
  const { entityId, guarded, trigger } = reminder;
  const name = names.nameOf(entityId);
  return trigger.kind === "clock"
    ? `It is ${formatTimeOfDay(trigger.timeOfDay)} and ${name} is still ${guarded.words.away}. By now it is usually ${guarded.words.rest}.`
    : `${name} has been ${guarded.words.away} for ${durationWords(trigger.hold)}, longer than it usually is.`;
}

function durationWords(duration: number): string {
  if (duration < HOUR) return `${duration / MINUTE} minutes`;
  const hours = duration / HOUR;
  return hours === 1 ? "1 hour" : `${hours} hours`;
}
