import type { Frame } from "../history/frame/frame.ts";
import { withHoles } from "../history/frame/holes.ts";
import { leaveOut } from "../history/frame/leave-out.ts";
import { readEvidence, type Evidence } from "../history/machines/evidence.ts";
import { NO_RULES, type EvidenceRules } from "../model/evidence-rules.ts";
import type { Interval } from "../model/state-change.ts";
import { wholeDays } from "../replay/world.ts";
import { findUnusualDays, type UnusualDays } from "./unusual-days.ts";

/** What is learned from, and what suggestions and their edits are tested on. */
export interface LearnedHistory {
  /** As it was recorded, with the changes of machines attributed to automations. */
  readonly evidence: Evidence;
  /** The same without the unusual days. */
  readonly frame: Frame;
  readonly unusual: UnusualDays;
}

export interface LearningOptions {
  readonly rules?: EvidenceRules;
  /** When learning was paused. */
  readonly pauses?: readonly Interval[] | undefined;
  /** With `reused`, the given frame's memory is used for the result, and it is not valid any more. */
  readonly memory?: "new" | "reused";
}

export function learnedHistory(recorded: Frame, { rules, pauses, memory }: LearningOptions): LearnedHistory {
  const { frame: whole, silentDays } = withHoles(recorded);
  const evidence = readEvidence(whole, rules ?? NO_RULES);
  const found = findUnusualDays(evidence.frame, wholeDays(evidence.frame), pauses);
  const frame = leaveOut(evidence.frame, new Set([...found.away, ...found.crowded, ...found.paused]), memory);
  return { evidence, frame, unusual: { ...found, unrecorded: [...silentDays] } };
}
