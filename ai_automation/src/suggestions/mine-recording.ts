import { mineHabits } from "../habits/mine.ts";
import type { Frame } from "../history/frame/frame.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import { createWorld } from "../replay/replay-automations.ts";
import { type Findings, tellFindings } from "./findings.ts";
import { recordingNames } from "./recording-names.ts";

/** What is suggested for a recording, best first: no more is known of the home than its changes. */
export function mineRecording(frame: Frame): readonly SuggestionDraft[] {
  return analyseRecording(frame).drafts;
}

/** The same, with what came close and what stands in the way. */
export function analyseRecording(frame: Frame): Findings {
  const mined = mineHabits(frame, {
    existing: [],
    isMinable: () => true,
    mayActOn: () => true,
    areaOf,
    deviceClassOf: recordingNames.deviceClassOf,
  });
  return tellFindings(mined, createWorld(frame), recordingNames);
}

/** By the custom that an entity's id begins with its room: `light.kitchen_table` stands in "kitchen". */
const areaOf = (entityId: string): string | null => /\.([^_]+)/.exec(entityId)?.[1] ?? null;
