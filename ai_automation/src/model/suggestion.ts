import type { AutomationConfig, HomeAutomation } from "./automation.ts";
import type { Change } from "./change.ts";
import type { ErrorCause } from "./errors.ts";
import type { HabitTarget, HabitTrigger, PatternType, ReplayCounts } from "./habit.ts";
import type { NumericLevel } from "./level.ts";

export const SUGGESTION_STATUSES = ["pending", "approved", "deployed", "rejected"] as const;

export type SuggestionStatus = (typeof SUGGESTION_STATUSES)[number];

export const REJECT_REASONS = ["wrong", "not_this_room", "not_at_night", "too_many", "other"] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

export type FeedbackAction = "approved" | "rejected" | "modified";

/** One judged fire of the automation on the recorded history. */
export interface ReplayMark {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly entityId: string;
  readonly outcome: "tp" | "fp" | "noop" | "duplicate";
  /** When the person acted, for a true positive; milliseconds UTC. */
  readonly actedAt: number | null;
}

/** The judgement of one automation on one part of the history (docs/evaluation.md, sections 3 and 4). */
export interface ReplayResult extends ReplayCounts {
  /** The judged part, milliseconds UTC, end exclusive. */
  readonly from: number;
  readonly to: number;
  /** TP / (TP + FP), null when nothing was decided. */
  readonly precision: number | null;
  /** Days of that part that were recorded and not left out; absent if an earlier release judged it. */
  readonly judgedDays?: number | undefined;
  readonly savedPerWeek: number;
  readonly falsePerWeek: number;
  /** Only reminders have it. */
  readonly alertsPerWeek?: number | undefined;
  readonly marks: readonly ReplayMark[];
}

/** Of a suggestion that does not come from a search: nothing was judged. */
export const NOT_REPLAYED: ReplayResult = {
  tp: 0,
  fp: 0,
  noop: 0,
  duplicates: 0,
  saved: 0,
  days: 0,
  from: 0,
  to: 0,
  precision: null,
  savedPerWeek: 0,
  falsePerWeek: 0,
  marks: [],
};

/** The value that people usually set. Percent, kelvin, or the home's degrees. */
export interface UsualLevel {
  readonly entityId: string;
  readonly kind: NumericLevel;
  readonly median: number;
  /** The quartiles. */
  readonly low: number;
  readonly high: number;
  readonly times: number;
}

export interface PersonShare {
  readonly userId: string;
  readonly times: number;
}

/** The facts of a suggestion's description, which is worded for each reader. */
export type DescriptionFacts =
  | {
      readonly kind: "habit";
      readonly days: number;
      readonly times: number;
      readonly right: number;
      readonly of: number;
      /** The user id of the person who mostly did it, or null. */
      readonly owner: string | null;
      /** An automation that would do the same, but is off, or null. */
      readonly off: string | null;
    }
  | {
      readonly kind: "reminder";
      readonly days: number;
      readonly normal: number;
      readonly all: number;
      readonly testedNormal: number;
      readonly testedAll: number;
    };

export interface Evidence {
  /** The actions it was learned from, milliseconds UTC, oldest first. */
  readonly actions: readonly number[];
  readonly learned: ReplayCounts;
  readonly levels: readonly UsualLevel[];
  /** Most frequent first; changes made at the device are not attributed to anybody. */
  readonly people: readonly PersonShare[];
  /** `automation.x`, which would do this, but is off. */
  readonly wouldBeDoneBy?: string;
  /** Absent where it was not mined, and from earlier versions. */
  readonly facts?: DescriptionFacts;
}

/** Another form of the same habit, with its result on the same held-out days. */
export interface Alternative {
  readonly title: string;
  readonly automation: AutomationConfig;
  readonly replay: ReplayCounts;
}

/** How a watched automation would have done since, on days after it was offered. */
export interface WatchScore {
  /** Local midnights passed since watching began. */
  readonly days: number;
  readonly replay: ReplayResult;
}

/** The facts of a fix, which is worded for each reader. */
export interface FixFacts {
  readonly change: Change;
  /** Runs that people undid, or after which they changed the level. */
  readonly undone: number;
  readonly runs: number;
  readonly repaired: number;
  readonly kept: number;
}

/** A threshold in the unit that its sensor had, and in the one that it has now. */
export interface UnitOfFix {
  readonly entityId: string;
  readonly from: string;
  readonly to: string;
  readonly above: ConvertedBound;
  readonly below: ConvertedBound;
}

interface ConvertedBound {
  readonly before: number | null;
  readonly after: number | null;
}

/** Present if the suggestion changes an existing automation. */
export interface SuggestionFix {
  /** The config id in Home Assistant. */
  readonly automationId: string;
  /** Its config before, for undo. */
  readonly configBefore: AutomationConfig;
  /** The change in words. */
  readonly before: string;
  readonly after: string;
  /** Absent from earlier versions. */
  readonly facts?: FixFacts;
  /** Present if it only replaces ids of entities that were renamed. */
  readonly renames?: readonly { readonly from: string; readonly to: string }[];
  /** Present if it only converts thresholds of sensors whose unit changed. */
  readonly units?: readonly UnitOfFix[];
}

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
  /** Present if it joins two habits, such as on and off of one lamp: the suggestions that they would be alone. */
  readonly halves?: readonly [SuggestionDraft, SuggestionDraft];
}

export interface Suggestion extends SuggestionDraft {
  readonly automationYaml: string;
  readonly id: number;
  readonly patternId: number;
  readonly status: SuggestionStatus;
  /** True once a user edited the automation; analyses then leave it unchanged. */
  readonly isModified: boolean;
  /** Why Home Assistant last refused it, or null. */
  readonly refusal: string | null;
  /** The cause of a refusal that has a text in every language. */
  readonly refusalCause?: ErrorCause;
  readonly haAutomationId: string | null;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deployedAt: string | null;
  /** Only while pending: the user is watching how it would do before deciding. */
  readonly watchingSince: string | null;
  /** Null until an analysis has run since watching began. */
  readonly watch: WatchScore | null;
  /** Only while pending: hidden until then. */
  readonly snoozedUntil: string | null;
  /** Only while deployed: the automation exists but is turned off. */
  readonly pausedAt: string | null;
  /** Only while deployed: earlier runs no longer count against it; null counts all since deployment. */
  readonly followedSince: string | null;
  /** Only while rejected: what the user last gave as the reason, if anything. */
  readonly rejectReason: RejectReason | null;
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

export const isFix = (suggestion: Suggestion): suggestion is Suggestion & { readonly fix: SuggestionFix } =>
  suggestion.fix !== undefined && suggestion.fix !== null;

/** The suggestion from which an existing automation was created. */
export const originOf = (
  { id }: Pick<HomeAutomation, "id">,
  suggestions: readonly Suggestion[],
): Suggestion | undefined =>
  suggestions.find(
    (suggestion) =>
      suggestion.status === "deployed" && !isFix(suggestion) && id !== null && suggestion.haAutomationId === id,
  );
