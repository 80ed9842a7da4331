import { guardedBy } from "../../habits/reminders/guarded.ts";
import { mineHabits, type MiningOptions } from "../../habits/mine.ts";
import type { Frame } from "../../history/frame/frame.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { isRisky } from "../../automation/risk.ts";
import { createWorld } from "../../replay/replay-automations.ts";
import { reportFindings } from "./findings.ts";
import { draftReminders } from "./reminder-drafts.ts";
import { recordingNames } from "./recording-names.ts";
import type { Findings } from "../miner.ts";

/** What is suggested for a recording, best first: no more is known of the home than its changes. */
export function mineRecording(frame: Frame): readonly SuggestionDraft[] {
  return analyseRecording(frame).drafts;
}

/** The same, with what came close and what stands in the way. */
export function analyseRecording(frame: Frame): Findings {
  const options: MiningOptions = {
    existing: [],
    isMinable: () => true,
    mayActOn: (entityId) => !isRisky({ entityId, name: "", deviceClass: recordingNames.deviceClassOf(entityId) }),
    areaOf,
    deviceClassOf: recordingNames.deviceClassOf,
  };
  const mined = mineHabits(frame, options);
  const world = createWorld(mined.frame);
  const findings = reportFindings(mined, world, recordingNames);
  const reminders = draftReminders(mined, world, recordingNames, {
    ...options,
    deviceClassOf: entranceClassOf,
    phones: [],
  });
  return { ...findings, drafts: [...findings.drafts, ...reminders] };
}

/** A guess from an id does for garage doors and locks; every home has doors and windows that stand open for good reasons. */
function entranceClassOf(entityId: string): string | null {
  const deviceClass = recordingNames.deviceClassOf(entityId);
  return guardedBy(entityId, deviceClass)?.kind === "entrance" ? deviceClass : null;
}

/** By the custom that an entity's id begins with its room: `light.kitchen_table` stands in "kitchen". */
const areaOf = (entityId: string): string | null => /\.([^_]+)/.exec(entityId)?.[1] ?? null;
