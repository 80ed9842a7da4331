import type { AutomationConfig, HomeAutomation } from "../model/automation.ts";
import type { Entity, HomeInfo, Person } from "../model/home.ts";
import type { OnProgress } from "../model/progress.ts";
import type { Interval } from "../model/state-change.ts";
import type { ReplayResult, SuggestionDraft } from "../model/suggestion.ts";
import type { FollowedRun } from "./history-ports.ts";
import type { HabitTarget, ReplayCounts } from "../model/habit.ts";
import type { SelfActing } from "../model/self-acting.ts";
import type { Change } from "../automation/edit/candidates.ts";

/** What an analysis has to know about the home, as plain data: it is handed to another thread. */
export interface AnalysisInput {
  readonly info: HomeInfo;
  readonly entities: readonly Entity[];
  readonly automations: readonly HomeAutomation[];
  readonly persons: readonly Person[];
  /** Actions that notify phones, where reminders are to come with a button. */
  readonly phones: readonly string[];
}

export interface AnalysisOutput extends Findings {
  /** Changes that were looked at. */
  readonly changes: number;
  /** The history that was looked at, milliseconds UTC, end exclusive. */
  readonly interval: Interval;
  readonly seconds: number;
}

/** An automation with what came of its runs, and the entities whose state may become a condition. */
export interface FixRequest {
  readonly automation: AutomationConfig;
  readonly runs: readonly FollowedRun[];
  readonly surroundings: readonly string[];
}

/** The port to mining and replaying the archive, off the event loop. */
export interface Miner {
  /** Rejects soon after the signal is given. */
  analyse(input: AnalysisInput, onProgress: OnProgress, cancelled: AbortSignal): Promise<AnalysisOutput>;
  /** Replays one automation on a part of the history, also while an analysis runs. Throws AppError not_replayable. */
  replay(info: HomeInfo, automation: AutomationConfig, interval: Interval): Promise<ReplayResult>;
  /** The smallest change that its runs ask for, or null. */
  fix(info: HomeInfo, request: FixRequest): Promise<Fix | null>;
  /** Gets the history ready, so that the replays that follow are quick. */
  warm(info: HomeInfo): Promise<void>;
  /** History was deleted: nothing of it is kept at hand. */
  forget(): void;
  stop(): Promise<void>;
}

/** What looking for habits comes to, in words: what is offered, and why the rest is not. */
export interface Findings {
  /** Best first. */
  readonly drafts: readonly SuggestionDraft[];
  /** Most frequent first. */
  readonly nearMisses: readonly ReportedNearMiss[];
  /** Most frequent first. */
  readonly selfActing: readonly ReportedSelfActing[];
  readonly obstacle: ReportedObstacle | null;
}

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
export interface ReportedReason {
  readonly kind: (typeof REASON_KINDS)[number];
  readonly text: string;
  readonly has: number | null;
  readonly needs: number | null;
  /** The automation that does it already or stands against it, where it is one of the home's. */
  readonly by: string | null;
}

/** A habit that is not offered, in words. */
export interface ReportedNearMiss extends HabitTarget {
  readonly title: string;
  readonly reason: ReportedReason;
  readonly learned: ReplayCounts;
  readonly heldOut: ReplayCounts;
}

/** What happens by itself already, in words. */
export interface ReportedSelfActing extends SelfActing {
  readonly title: string;
  readonly text: string;
}

/** Why a whole home gives nothing, in words. The numbers are days. */
export interface ReportedObstacle {
  readonly kind: (typeof OBSTACLE_KINDS)[number];
  readonly text: string;
  readonly has: number | null;
  readonly needs: number | null;
}

/** A change of an automation that is right on the runs people undid and on those nobody minded. */
export interface Fix {
  readonly change: Change;
  readonly automation: AutomationConfig;
  /** Runs that it leaves out or moves, of those that were undone. */
  readonly repaired: readonly FollowedRun[];
  /** Undone runs that it does not help. */
  readonly stillUndone: readonly FollowedRun[];
  /** Runs nobody minded that stay. */
  readonly kept: readonly FollowedRun[];
  /** Runs nobody minded that would be missed. */
  readonly lost: readonly FollowedRun[];
}
