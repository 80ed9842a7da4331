import type { AutomationConfig, HomeAutomation } from "../../model/automation.ts";
import type { Entity, HomeInfo, Person } from "../../model/home.ts";
import type { OnProgress } from "../../model/progress.ts";
import type { Interval } from "../../model/state-change.ts";
import type { ReplayResult } from "../../model/suggestion.ts";
import type { Findings } from "./findings.ts";
import type { FollowedRun } from "../follow-up/attention.ts";
import type { Fix } from "../follow-up/find-fix.ts";

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
