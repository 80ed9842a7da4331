import type { HabitForm } from "../automation/write/automation.ts";
import type { SeenChanges } from "../habits/choice/existing.ts";
import type { Prospect } from "../habits/choice/prospects.ts";
import type { Reason } from "../habits/choice/refused.ts";
import type { UnusualDays } from "../habits/unusual-days.ts";
import type { AutomationConfig, HomeAutomation } from "../model/automation.ts";
import type { Change } from "../model/change.ts";
import type { HabitTarget, ReplayCounts } from "../model/habit.ts";
import type { Entity, HomeInfo, Person } from "../model/home.ts";
import type { OnProgress } from "../model/progress.ts";
import type { NamedMachine, SelfActing } from "../model/self-acting.ts";
import type { Interval } from "../model/state-change.ts";
import type { ReplayResult, SuggestionDraft } from "../model/suggestion.ts";
import type { FollowedRun } from "./history-ports.ts";

/** The input of an analysis about the home. Plain data, as it is passed to another process. */
export interface AnalysisInput {
  readonly info: HomeInfo;
  readonly entities: readonly Entity[];
  readonly automations: readonly AnalysedAutomation[];
  readonly persons: readonly Person[];
  /** Actions of people that earlier analyses took for a machine's. */
  readonly contradicted: readonly NamedMachine[];
  /** Notify actions of phones, if reminders are to have a button. */
  readonly phones: readonly string[];
  /** When learning was paused: these days are left out. */
  readonly pauses?: readonly Interval[];
  /** Where the analyzed history begins, milliseconds UTC; absent for all of it. */
  readonly from?: number;
}

export interface AnalysedAutomation extends HomeAutomation {
  /** Recorded changes made by its runs. */
  readonly seen?: readonly SeenChanges[];
}

export interface AnalysisOutput extends Findings {
  /** Number of changes analysed. */
  readonly changes: number;
  /** The history analysed, milliseconds UTC, end exclusive. */
  readonly interval: Interval;
  readonly seconds: number;
}

/** An automation with its runs, and the entities whose state may become a condition. */
export interface FixRequest {
  readonly automation: AutomationConfig;
  /** Its config with what it refers to in place, by which it is judged; absent where that is the config. */
  readonly resolved?: unknown;
  readonly runs: readonly FollowedRun[];
  readonly surroundings: readonly string[];
}

/** Mining and replaying the archive, off the event loop. */
export interface Miner {
  /** Rejects as soon as the signal is aborted. @throws AppError too_little_memory */
  analyse(input: AnalysisInput, onProgress: OnProgress, cancelled: AbortSignal): Promise<AnalysisOutput>;
  /**
   * Replays one automation on an interval, also during an analysis. Abort the signal once nobody waits for the result.
   * @throws AppError not_replayable, also for one that takes too long
   */
  replay(info: HomeInfo, automation: AutomationConfig, interval: Interval, signal?: AbortSignal): Promise<ReplayResult>;
  /** The best change that its runs justify, or null. */
  fix(info: HomeInfo, request: FixRequest): Promise<Fix | null>;
  /** Loads the history and keeps it in memory for some minutes, so that replays that follow are fast. */
  warm(info: HomeInfo): Promise<void>;
  /** Drops cached history after a deletion. */
  forget(): void;
  stop(): Promise<void>;
}

/** Results of an analysis, in words: suggestions, near misses and obstacle. */
export interface Findings {
  /** Best first. */
  readonly drafts: readonly SuggestionDraft[];
  /** Most frequent first. */
  readonly nearMisses: readonly ReportedNearMiss[];
  /** Most frequent first. */
  readonly selfActing: readonly ReportedSelfActing[];
  readonly obstacle: ReportedObstacle | null;
  /** Days that were not learned from. */
  readonly unusual: UnusualDays;
}

export const REASON_KINDS = [
  "too_few_times",
  "too_few_days",
  "not_right_enough",
  "not_confirmed",
  "given_up",
  "could_be_chance",
  "already_automated",
  "contradicts",
  "never_automated",
] as const;

export const OBSTACLE_KINDS = ["too_little_history", "no_actuators", "nothing_done_by_hand", "no_pattern"] as const;

/** Why a near miss is not offered. Depending on the kind, the numbers are counts, days, or shares from 0 to 1. */
export interface ReportedReason {
  readonly kind: (typeof REASON_KINDS)[number];
  readonly text: string;
  readonly has: number | null;
  readonly needs: number | null;
  /** Entity id of the existing automation that already does it or conflicts with it, or null. */
  readonly by: string | null;
  /** The facts from which `text` is worded for each reader; absent from earlier versions. */
  readonly reason?: Reason;
}

export interface ReportedNearMiss extends HabitTarget {
  /** The parts of `title`; absent from earlier versions. */
  readonly form?: HabitForm;
  readonly title: string;
  readonly reason: ReportedReason;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
  /** Null unless it is likely to be proven soon. */
  readonly prospect: Prospect | null;
  /** The number of newest days on which alone it was counted; absent for all days. */
  readonly newestDays?: number;
}

/** An action that already happens by itself, in words. */
export interface ReportedSelfActing extends SelfActing {
  readonly title: string;
  readonly text: string;
}

/** Why a home has no suggestions at all. The numbers are days. */
export interface ReportedObstacle {
  readonly kind: (typeof OBSTACLE_KINDS)[number];
  readonly text: string;
  readonly has: number | null;
  readonly needs: number | null;
  /** The number of manual actions and devices, where they show no pattern. */
  readonly seen?: { readonly times: number; readonly devices: number };
}

/** A change of an automation, with its effect on past runs. */
export interface Fix {
  readonly change: Change;
  readonly automation: AutomationConfig;
  /** Undone runs that it avoids or corrects. */
  readonly repaired: readonly FollowedRun[];
  /** Undone runs that it does not affect. */
  readonly stillUndone: readonly FollowedRun[];
  /** Accepted runs that remain. */
  readonly kept: readonly FollowedRun[];
  /** Accepted runs that would no longer happen. */
  readonly lost: readonly FollowedRun[];
}
