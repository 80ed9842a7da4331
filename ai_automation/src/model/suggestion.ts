import type { AutomationConfig, HomeAutomation } from "./automation.ts";
import type { NumericLevel } from "./level.ts";
import type { HabitTarget, HabitTrigger, PatternType, ReplayCounts } from "./habit.ts";

export const SUGGESTION_STATUSES = ["pending", "approved", "deployed", "rejected"] as const;

export type SuggestionStatus = (typeof SUGGESTION_STATUSES)[number];

export const REJECT_REASONS = ["wrong", "not_this_room", "not_at_night", "too_many", "other"] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

export type FeedbackAction = "approved" | "rejected" | "modified";

/** One fire of the automation on the home's history, or one action nobody's automation foresaw. */
export interface ReplayMark {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly entityId: string;
  readonly outcome: "tp" | "fp" | "noop" | "duplicate";
  /** When the person acted, for a true positive; milliseconds UTC. */
  readonly actedAt: number | null;
}

/** The judgement of one automation on one part of the history, as evaluation.md 3 and 4 define it. */
export interface ReplayResult extends ReplayCounts {
  /** The judged part, milliseconds UTC, end exclusive. */
  readonly from: number;
  readonly to: number;
  /** TP / (TP + FP), null when nothing was decided. */
  readonly precision: number | null;
  readonly savedPerWeek: number;
  readonly falsePerWeek: number;
  /** How often a reminder would have told; only reminders have it. */
  readonly alertsPerWeek?: number | undefined;
  readonly marks: readonly ReplayMark[];
}

/** To what people set something when they did it by hand. Percent, kelvin, or the home's degrees. */
export interface UsualLevel {
  readonly entityId: string;
  readonly kind: NumericLevel;
  readonly median: number;
  /** The quartiles: half of the times it was between them. */
  readonly low: number;
  readonly high: number;
  readonly times: number;
}

/** How often one of the home's users did it. */
export interface PersonShare {
  readonly userId: string;
  readonly times: number;
}

export interface Evidence {
  /** The actions it was learned from, milliseconds UTC, oldest first. */
  readonly actions: readonly number[];
  readonly learned: ReplayCounts;
  readonly levels: readonly UsualLevel[];
  /** Who did it, most often first; hands on switches are nobody's. */
  readonly people: readonly PersonShare[];
}

/** Another form of the same habit, and how it did on the same held-out days. */
export interface Alternative {
  readonly title: string;
  readonly automation: AutomationConfig;
  readonly replay: ReplayCounts;
}

/** How an automation that is watched would have done since then, on days nobody had seen when it was offered. */
export interface WatchScore {
  /** Local midnights that have passed since. */
  readonly days: number;
  readonly replay: ReplayResult;
}

/** That a suggestion changes an automation that exists. */
export interface SuggestionFix {
  /** The config id in Home Assistant. */
  readonly automationId: string;
  /** Its config before, for undo. */
  readonly configBefore: AutomationConfig;
  /** What changes, in words. */
  readonly before: string;
  readonly after: string;
}

/** What an analysis wants to offer. */
export interface SuggestionDraft {
  readonly patternType: PatternType;
  readonly trigger: HabitTrigger;
  readonly targets: readonly HabitTarget[];
  readonly title: string;
  readonly description: string;
  readonly automation: AutomationConfig;
  readonly confidence: number;
  readonly evidence: Evidence;
  readonly replay: ReplayResult;
  readonly alternatives: readonly Alternative[];
  /** Null or missing for a new automation. */
  readonly fix?: SuggestionFix | null;
}

export interface Suggestion extends SuggestionDraft {
  /** The automation as people read it. */
  readonly automationYaml: string;
  readonly id: number;
  readonly patternId: number;
  readonly status: SuggestionStatus;
  /** True once a person changed the automation; an analysis then leaves it alone. */
  readonly isModified: boolean;
  /** Why Home Assistant refused it the last time, or null. */
  readonly refusal: string | null;
  readonly haAutomationId: string | null;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deployedAt: string | null;
  /** While pending: somebody wants to see first how it would do. */
  readonly watchingSince: string | null;
  /** Null until an analysis has run since then. */
  readonly watch: WatchScore | null;
  /** While pending: not now. */
  readonly snoozedUntil: string | null;
  /** While deployed: the automation is there and turned off. */
  readonly pausedAt: string | null;
  /** While deployed: runs before this do not speak against it any more; null counts all since it was deployed. */
  readonly followedSince: string | null;
}

export interface Pattern {
  readonly id: number;
  readonly patternType: PatternType;
  /** The entity that is acted on. */
  readonly deviceId: string;
  readonly metadata: unknown;
  readonly confidence: number;
  readonly occurrences: number;
  readonly createdAt: string;
}

/** Whether it changes an automation that exists, and makes none of its own. */
export const isFix = (suggestion: Suggestion): suggestion is Suggestion & { readonly fix: SuggestionFix } =>
  suggestion.fix !== undefined && suggestion.fix !== null;

/** The suggestion that an automation of the home was created from. */
export const originOf = (
  { id }: Pick<HomeAutomation, "id">,
  suggestions: readonly Suggestion[],
): Suggestion | undefined =>
  suggestions.find(
    (suggestion) =>
      suggestion.status === "deployed" && !isFix(suggestion) && id !== null && suggestion.haAutomationId === id,
  );
