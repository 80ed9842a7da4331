import type { AutomationConfig } from "../model/automation.ts";
import type { ErrorCause } from "../model/errors.ts";
import type { Interval } from "../model/state-change.ts";
import type {
  FeedbackAction,
  Pattern,
  RejectReason,
  ReplayResult,
  Suggestion,
  SuggestionDraft,
  SuggestionStatus,
  WatchScore,
} from "../model/suggestion.ts";
import type { Findings } from "./miner.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
}

interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

/** A step in a suggestion's life cycle; each is also appended to `lifecycle_events`. */
export type LifecycleStep =
  | "offered"
  /** Found in Home Assistant under an id we generate. */
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

/** The effect of a step on a suggestion. The status is compared and set in one transaction. */
export interface Transition {
  readonly step: LifecycleStep;
  readonly from: readonly SuggestionStatus[];
  readonly to: SuggestionStatus;
  readonly set?: {
    readonly haAutomationId?: string | null;
    readonly deployedAt?: string | null;
    readonly refusal?: string | null;
    readonly refusalCause?: ErrorCause | undefined;
    /** Setting it clears the score of the watch. */
    readonly watchingSince?: string | null;
    readonly snoozedUntil?: string | null;
    readonly pausedAt?: string | null;
    readonly followedSince?: string | null;
  };
  readonly feedback?: { readonly action: FeedbackAction; readonly text: string | null };
  /** Id of an automation to delete in Home Assistant; on the list of removals until that is done. */
  readonly remove?: string;
  /** The config that a fix sets; the deployed suggestion that created the automation takes it over. */
  readonly becomes?: { readonly haAutomationId: string; readonly automation: AutomationConfig };
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface ListRequest extends PageRequest {
  /** Only those that are snoozed at an instant (milliseconds UTC), or only those that are not. */
  readonly snoozedAt?: { readonly is: boolean; readonly at: number };
}

export interface SuggestionStore {
  find(id: number): Promise<Suggestion | undefined>;
  /** Best first: by confidence times actions saved per week, then id. Without withdrawn suggestions. */
  list(status: SuggestionStatus | undefined, page: ListRequest): Promise<Page<Suggestion>>;
  /** All suggestions, including withdrawn ones, by id. Only for analyses, which compare their findings with them. */
  all(): Promise<readonly Suggestion[]>;
  /** Those with a status, including withdrawn ones, by id. */
  withStatus(status: SuggestionStatus): Promise<readonly Suggestion[]>;
  /** Those that created or fix an automation, whatever their status, by id. */
  byAutomation(haAutomationId: string): Promise<readonly Suggestion[]>;
  /** Inserts the pattern and the suggestion, both or neither. Returns the suggestion's id. */
  offer(draft: SuggestionDraft): Promise<number>;
  /** Updates a pending suggestion and its pattern after an analysis; a withdrawn one becomes visible again. */
  refresh(id: number, draft: SuggestionDraft): Promise<void>;
  /** Hides a pending suggestion whose habit is no longer found. */
  withdraw(id: number): Promise<void>;
  /** Stores an edited automation with `modified` feedback. Returns false if the suggestion is not pending. */
  modify(id: number, automation: AutomationConfig, replay: ReplayResult, title: string): Promise<boolean>;
  /** Stores a deployed automation as edited in Home Assistant, with `modified` feedback; null if it cannot be read. */
  adopt(id: number, automation: AutomationConfig | null): Promise<void>;
  /** Records that an undo of a fix begins, before the home is changed; the step `undone` ends it. */
  beginUndo(id: number): Promise<void>;
  /** The undo cannot be done. */
  cancelUndo(id: number): Promise<void>;
  /** Fixes whose undo has begun and not ended, by id. */
  begunUndos(): Promise<readonly number[]>;
  /** Makes the transition if the suggestion is in one of the `from` statuses; returns whether it did. */
  move(id: number, transition: Transition): Promise<boolean>;
  /** Stores the score of a watch, unless the watch has ended or restarted. */
  saveWatchScore(suggestion: Pick<Suggestion, "id" | "watchingSince">, score: WatchScore): Promise<void>;
  /** The current rejections. */
  rejections(): Promise<readonly Rejection[]>;
  /** Ids of automations that still have to be deleted in Home Assistant. */
  removals(): Promise<readonly string[]>;
  completeRemoval(haAutomationId: string): Promise<void>;
  patterns(page: PageRequest): Promise<Page<Pattern>>;
  countByStatus(): Promise<Readonly<Record<SuggestionStatus, number>>>;
}

/** The outcome of a finished analysis, apart from the suggestions themselves. */
export interface AnalysisRecord extends Pick<Findings, "nearMisses" | "selfActing" | "obstacle" | "unusual"> {
  /** Milliseconds UTC. */
  readonly finishedAt: number;
  readonly changes: number;
  readonly seconds: number;
  /** Number of suggestions found. */
  readonly suggestions: number;
  /** The history analysed; null if there was none. */
  readonly history: Interval | null;
}

/** Persists the last analysis. */
export interface AnalysisStore {
  save(analysis: AnalysisRecord): Promise<void>;
  last(): Promise<AnalysisRecord | undefined>;
}

export interface Rejection extends Pick<SuggestionDraft, "targets" | "patternType"> {
  readonly suggestionId: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: RejectReason;
}
