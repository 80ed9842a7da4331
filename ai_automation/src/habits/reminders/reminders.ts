import type { Plan } from "../../automation/plan.ts";
import { isOccurrence } from "../../model/domains.ts";
import type { Interval } from "../../model/state-change.ts";
import { DAY } from "../../model/time.ts";
import type { World } from "../../replay/world.ts";
import { binomialTail } from "../../statistics/binomial.ts";
import { wilsonLowerBound, Z_80 } from "../../statistics/wilson.ts";
import type { MiningOptions } from "../mine.ts";
import { readComingsToRest, type ComingsToRest } from "./comings-to-rest.ts";
import { guardedBy } from "./guarded.ts";
import { lateReminder } from "./late-reminders.ts";
import { longReminder } from "./long-reminders.ts";
import { movesTogether } from "./moves-together.ts";
import { codeOf, type Reminder, type Watched } from "./watched.ts";

const MAX_REMINDERS = 3;
const MIN_HISTORY_DAYS = 28;
/** The share of the day before 06:00. If use were spread evenly over the day, this share of it would be at night. */
const NIGHT_SHARE = 0.25;
const MAX_CHANCE = 0.005;

/** A lower bound of the share of normal cases on future days. */
export const confidenceOfReminder = ({ heldOut }: Reminder): number =>
  wilsonLowerBound(heldOut.normal, heldOut.all, Z_80);

/** At most three reminders, most relevant to safety first, for things that no existing reminder watches. */
export function mineReminders(
  world: World,
  { learn, heldOut }: { readonly learn: Interval; readonly heldOut: Interval },
  options: Pick<MiningOptions, "existing" | "isMinable" | "deviceClassOf">,
): readonly Reminder[] {
  if (heldOut.to - learn.from < MIN_HISTORY_DAYS * DAY) return [];
  const reminders: Reminder[] = [];
  for (const [entity, entityId] of world.frame.entities.names.entries()) {
    const guarded = guardedBy(entityId, options.deviceClassOf(entityId));
    if (guarded === undefined || isOccurrence(entityId) || !options.isMinable(entityId)) continue;
    if (options.existing.some((plan) => isReminderOf(plan, entityId))) continue;
    const reminder = reminderOf({ world, entityId, entity, guarded, learn, heldOut });
    if (reminder !== undefined) reminders.push(reminder);
  }
  return onePerThing(reminders.sort(compareReminders), world, learn).slice(0, MAX_REMINDERS);
}

/** Keeps the first of the reminders for things that move together. */
function onePerThing(reminders: readonly Reminder[], { frame }: World, learn: Interval): readonly Reminder[] {
  const kept: Reminder[] = [];
  for (const reminder of reminders)
    if (!kept.some((other) => movesTogether(frame, reminder, other, learn))) kept.push(reminder);
  return kept;
}

function reminderOf(watched: Watched): Reminder | undefined {
  const { world, entity, guarded, learn } = watched;
  const comings = readComingsToRest(world.frame, entity, codeOf(world.frame, guarded.rest), learn);
  if (!restsAtNight(comings)) return undefined;
  const late = guarded.kind === "entrance" ? lateReminder(watched, comings) : undefined;
  return late ?? longReminder(watched);
}

/** Whether it leaves its rest state at night less often than if it were used evenly, by more than chance explains. */
function restsAtNight({ firstLeft }: ComingsToRest): boolean {
  const used = firstLeft.filter((time) => !Number.isNaN(time));
  const byNight = used.filter((time) => time < NIGHT_SHARE * DAY).length;
  return binomialTail(used.length - byNight, used.length, 1 - NIGHT_SHARE) < MAX_CHANCE;
}

function isReminderOf({ isReminder, triggers, conditions }: Plan, entityId: string): boolean {
  return (
    isReminder && [...triggers, ...conditions].some((part) => "entityIds" in part && part.entityIds.includes(entityId))
  );
}

function compareReminders(a: Reminder, b: Reminder): number {
  return (
    a.guarded.rank - b.guarded.rank ||
    confidenceOfReminder(b) - confidenceOfReminder(a) ||
    a.entityId.localeCompare(b.entityId)
  );
}
