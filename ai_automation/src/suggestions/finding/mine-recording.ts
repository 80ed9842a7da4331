import { isRisky } from "../../automation/risk.ts";
import { mineHabits, type MiningOptions } from "../../habits/mine.ts";
import { guardedBy } from "../../habits/reminders/guarded.ts";
import type { Frame } from "../../history/frame/frame.ts";
import { NO_RULES, type EvidenceRules } from "../../model/evidence-rules.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { createWorld } from "../../replay/world.ts";
import type { Findings } from "../miner.ts";
import { reportFindings } from "./findings.ts";
import { inHalves } from "./pairs.ts";
import { recordingNames } from "./recording-names.ts";
import { draftReminders } from "./reminder-drafts.ts";

/**
 * Suggestions for a recording, best first, habit by habit: a pair counts as its halves. A recording contains state
 * changes only, no registries.
 */
export function mineRecording(frame: Frame): readonly SuggestionDraft[] {
  return inHalves(analyseRecording(frame).drafts);
}

/** Like `mineRecording`, with near misses and the obstacle. @param rules what is known about a database's entities */
export function analyseRecording(frame: Frame, rules: EvidenceRules = NO_RULES): Findings {
  const options: MiningOptions = {
    existing: [],
    isMinable: (entityId) => !rules.hidden.has(entityId),
    rules,
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
    persons: [],
  });
  return { ...findings, drafts: [...findings.drafts, ...reminders] };
}

/** The guessed class is trusted for garage doors and locks only; many doors and windows stay open for good reasons. */
function entranceClassOf(entityId: string): string | null {
  const deviceClass = recordingNames.deviceClassOf(entityId);
  return guardedBy(entityId, deviceClass)?.kind === "entrance" ? deviceClass : null;
}

/** By convention an object id begins with its room: `light.kitchen_table` is in "kitchen". */
const areaOf = (entityId: string): string | null => /\.([^_]+)/.exec(entityId)?.[1] ?? null;
