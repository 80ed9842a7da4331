import { createHash } from "node:crypto";
import type { ArchiveSummary } from "../model/archive.ts";
import {
  reportLimits,
  type Figure,
  type Report,
  type ReportedStatus,
  type ReportedSuggestion,
} from "../model/fleet-wire.ts";
import type { HomeConnection, HomeSnapshot } from "../model/home.ts";
import type { Problem } from "../model/problem.ts";
import { isFix, type Suggestion } from "../model/suggestion.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";
import type { AutomationList, ListedAutomation } from "../suggestions/follow-up/automation-list.ts";
import type { AnalysisStore, SuggestionStore } from "../suggestions/ports.ts";
import { sharedSentence } from "../suggestions/showing/share-text.ts";
import { structureOf } from "../suggestions/showing/structure.ts";

type Details = NonNullable<Report["details"]>;

/** The home's current report. */
export interface CurrentReport {
  readonly status: ReportedStatus;
  readonly details: Details;
  /** Of the details. */
  readonly digest: string;
}

export interface ReportSources {
  readonly version: string;
  readonly connection: () => HomeConnection;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly problems: () => readonly Problem[];
  readonly summary: () => Promise<Pick<ArchiveSummary, "days">>;
  readonly store: Pick<SuggestionStore, "list">;
  readonly analyses: Pick<AnalysisStore, "last">;
  readonly automations: AutomationList;
  /** Whether the household allows names. */
  readonly allowsNames: boolean;
  /** Whether the household allows its figures to be added to those of other homes. */
  readonly sharesFigures: boolean;
}

/** Reads what the home reports. Nothing of it names anything in the home, unless the household allows that. */
export async function readReport(sources: ReportSources): Promise<CurrentReport> {
  const { store, snapshot, automations, allowsNames, sharesFigures } = sources;
  const { items } = await store.list(undefined, { limit: reportLimits.suggestions, offset: 0 });
  const ours = await automations(({ suggestionId }) => suggestionId !== null);
  const habits = items.filter((suggestion) => !isFix(suggestion));
  const home = snapshot();
  const suggestions = habits.map((suggestion) => reportedSuggestion(suggestion, home, allowsNames));
  const details: Details = {
    suggestions,
    figures: figuresOf(suggestions, ours),
    shares_figures: sharesFigures,
  };
  return {
    status: await statusOf(sources, items, ours),
    details,
    digest: createHash("sha256").update(JSON.stringify(details)).digest("hex"),
  };
}

async function statusOf(
  { version, connection, problems, summary, store, analyses }: ReportSources,
  suggestions: readonly Suggestion[],
  automations: readonly ListedAutomation[],
): Promise<ReportedStatus> {
  const { days } = await summary();
  const finishedAt = (await analyses.last())?.finishedAt;
  return {
    version,
    state: connection().state,
    problems: [...new Set(problems().map(({ code }) => code))],
    waiting: (await pendingSuggestions(store)).length,
    refused: suggestions.filter(({ status, refusal }) => status === "pending" && refusal !== null).length,
    unwanted: automations.filter(({ attention }) => attention !== null).length,
    last_analysis: finishedAt === undefined ? null : new Date(finishedAt).toISOString(),
    history_days: Math.max(0, Math.round(days)),
  };
}

function reportedSuggestion(
  suggestion: Suggestion,
  home: HomeSnapshot | undefined,
  allowsNames: boolean,
): ReportedSuggestion {
  const { id, status, watchingSince, snoozedUntil, pausedAt, rejectReason, createdAt, updatedAt, title } = suggestion;
  const deviceClassOf = (entityId: string): string | null => home?.entities.get(entityId)?.deviceClass ?? null;
  const text = allowsNames ? title : sharedSentence(suggestion, home?.info.language ?? "en", deviceClassOf);
  return {
    id,
    status,
    is_deferred: watchingSince !== null || snoozedUntil !== null,
    is_paused: pausedAt !== null,
    reason: rejectReason,
    offered_at: new Date(createdAt).toISOString(),
    changed_at: new Date(updatedAt).toISOString(),
    structure: structureOf(suggestion, deviceClassOf, text),
  };
}

/** By what starts the suggestion and what it acts on. */
function figuresOf(suggestions: readonly ReportedSuggestion[], automations: readonly ListedAutomation[]): Figure[] {
  const runsOf = new Map(automations.map((automation) => [automation.suggestionId, automation]));
  const alike = Map.groupBy(suggestions, ({ structure }) => `${structure.trigger.kind} ${targetOf(structure)}`);
  return [...alike.values()]
    .map((group): Figure => {
      const { structure } = group[0]!;
      const count = (...statuses: readonly ReportedSuggestion["status"][]): number =>
        group.filter(({ status }) => statuses.includes(status)).length;
      const followed = group.flatMap(({ id }) => runsOf.get(id) ?? []);
      return {
        trigger: structure.trigger.kind,
        target: targetOf(structure),
        offered: group.length,
        accepted: count("approved", "deployed"),
        rejected: count("rejected"),
        runs: sum(followed.map(({ runs }) => runs.total)),
        undone: sum(followed.map(({ corrections }) => corrections?.total ?? 0)),
      };
    })
    .slice(0, reportLimits.figures);
}

const targetOf = ({ targets }: ReportedSuggestion["structure"]): string => targets[0]?.kind ?? "thing";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
