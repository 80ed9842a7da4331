import { guardedBy } from "../habits/guarded.ts";
import { mineHabits, type MiningOptions } from "../habits/mine.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import { createWorld } from "../replay/replay-automations.ts";
import { draftSuggestions } from "./drafts.ts";
import { draftReminders } from "./reminder-drafts.ts";
import { recordingNames } from "./recording-names.ts";

/** What is suggested for a recording, best first: no more is known of the home than its changes. */
export function mineRecording(frame: Frame): readonly SuggestionDraft[] {
  const options: MiningOptions = {
    existing: [],
    isMinable: () => true,
    mayActOn: (entityId) => guardedBy(entityId, recordingNames.deviceClassOf(entityId)) === undefined,
    areaOf,
    deviceClassOf: recordingNames.deviceClassOf,
  };
  const world = createWorld(frame);
  const mined = mineHabits(frame, options);
  const reminders = draftReminders(mined, world, recordingNames, { ...options, deviceClassOf: entranceClassOf });
  return [...draftSuggestions(mined, world, recordingNames), ...reminders];
}

/** A guess from an id does for garage doors and locks; every home has doors and windows that stand open for good reasons. */
function entranceClassOf(entityId: string): string | null {
  const deviceClass = recordingNames.deviceClassOf(entityId);
  return guardedBy(entityId, deviceClass)?.kind === "entrance" ? deviceClass : null;
}

/** By the custom that an entity's id begins with its room: `light.kitchen_table` stands in "kitchen". */
const areaOf = (entityId: string): string | null => /\.([^_]+)/.exec(entityId)?.[1] ?? null;
