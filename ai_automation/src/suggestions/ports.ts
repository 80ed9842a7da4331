import type {
  FeedbackAction,
  Pattern,
  Suggestion,
  SuggestionDraft,
  SuggestionStatus,
  WatchScore,
  RejectReason,
} from "../model/suggestion.ts";
import type { AutomationConfig } from "../model/automation.ts";
import type { Interval } from "../model/state-change.ts";
import type { ReplayResult } from "../model/suggestion.ts";
import type { Findings } from "./miner.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

/** A step in a suggestion's life; each is also appended to `lifecycle_events`. */
export type LifecycleStep =
  | "offered"
  /** Found in the home, where it bears an id of ours. */
  | "adopted"
  | "withdrawn"
  | "modified"
  | "approved"
  | "deployed"
  | "refused"
  | "rejected"
  | "undone"
  | "restored"
  | "watched"
  | "unwatched"
  | "snoozed"
  | "unsnoozed"
  | "dropped"
  | "paused"
  | "resumed";

/** What a step changes on the suggestion, with the feedback it leaves. Statuses are compared and set in one transaction. */
export interface Transition {
  readonly step: LifecycleStep;
  readonly from: readonly SuggestionStatus[];
  readonly to: SuggestionStatus;
  readonly set?: {
    readonly haAutomationId?: string | null;
    readonly deployedAt?: string | null;
    readonly refusal?: string | null;
    /** A watch that begins or ends has no score yet. */
    readonly watchingSince?: string | null;
    readonly snoozedUntil?: string | null;
    readonly pausedAt?: string | null;
    readonly followedSince?: string | null;
  };
  readonly feedback?: { readonly action: FeedbackAction; readonly text: string | null };
  /** An automation of ours that has to leave the home: kept on the list of removals until that is done. */
  readonly remove?: string;
  /** What a fix makes of an automation: the deployed suggestion that created it then shows it like that. */
  readonly becomes?: { readonly haAutomationId: string; readonly automation: AutomationConfig };
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface SuggestionStore {
  find(id: number): Promise<Suggestion | undefined>;
  /** Newest evidence first in rank: by confidence x saved, then id. Withdrawn suggestions are left out. */
  list(status: SuggestionStatus | undefined, page: PageRequest): Promise<Page<Suggestion>>;
  /** All of them, withdrawn ones too: what an analysis compares its findings with. */
  all(): Promise<readonly Suggestion[]>;
  /** Inserts the pattern and the suggestion, both or neither. Returns the suggestion's id. */
  offer(draft: SuggestionDraft): Promise<number>;
  /** Brings a pending suggestion and its pattern up to date with a new analysis, and makes a withdrawn one visible again. */
  refresh(id: number, draft: SuggestionDraft): Promise<void>;
  /** Hides a pending suggestion whose habit is no longer there. */
  withdraw(id: number): Promise<void>;
  /** Stores an edited automation with `modified` feedback; only while pending. Returns false when it is not pending. */
  modify(id: number, automation: AutomationConfig, replay: ReplayResult, title: string): Promise<boolean>;
  /** Takes over what somebody made of a deployed automation in the home, with `modified` feedback; null: not readable. */
  adopt(id: number, automation: AutomationConfig | null): Promise<void>;
  /** Makes the transition if the suggestion is in one of the `from` statuses; returns whether it did. */
  move(id: number, transition: Transition): Promise<boolean>;
  /** Keeps the score of a watch, if it is still that watch. */
  keepWatch(suggestion: Pick<Suggestion, "id" | "watchingSince">, score: WatchScore): Promise<void>;
  /** What is rejected now, and why. */
  rejections(): Promise<readonly Rejection[]>;
  /** Automations of ours that have yet to leave the home, by their ids there. */
  removals(): Promise<readonly string[]>;
  forgetRemoval(haAutomationId: string): Promise<void>;
  patterns(page: PageRequest): Promise<Page<Pattern>>;
  countByStatus(): Promise<Readonly<Record<SuggestionStatus, number>>>;
}

/** What an analysis that ended came to, beside the suggestions themselves. */
export interface AnalysisRecord extends Pick<Findings, "nearMisses" | "selfActing" | "obstacle"> {
  /** Milliseconds UTC. */
  readonly finishedAt: number;
  readonly changes: number;
  readonly seconds: number;
  /** How many suggestions it made. */
  readonly suggestions: number;
  /** The history that was looked at; null where there was none. */
  readonly history: Interval | null;
}

/** Keeps the last analysis over restarts. */
export interface AnalysisStore {
  keep(analysis: AnalysisRecord): Promise<void>;
  last(): Promise<AnalysisRecord | undefined>;
}

/** What somebody rejected, and why. */
export interface Rejection extends Pick<SuggestionDraft, "targets" | "patternType"> {
  readonly suggestionId: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: RejectReason;
}
