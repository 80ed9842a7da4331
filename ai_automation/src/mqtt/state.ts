import type { ArchiveSummary } from "../model/archive.ts";
import { AppError } from "../model/errors.ts";
import type { HomeConnection, HomeState } from "../model/home.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { DigestCounts, Digests } from "../suggestions/follow-up/digest.ts";
import type { AnalysisStore, SuggestionStore } from "../suggestions/ports.ts";

/** The retained JSON state of all entities. */
export interface MqttState {
  readonly service: HomeState;
  readonly suggestions_waiting: number;
  readonly best: { readonly id: number; readonly title: string; readonly description: string } | null;
  /** ISO 8601 UTC. */
  readonly last_analysis: string | null;
  readonly history_days: number;
  readonly learning_paused: boolean;
  /** The work of the automations created here since Monday. */
  readonly week: Pick<DigestCounts, "runs" | "wrong" | "saved">;
}

/** Reads the state as it is now. */
export function createStateReader(parts: {
  readonly connection: () => HomeConnection;
  readonly summary: () => Promise<Pick<ArchiveSummary, "days">>;
  readonly store: Pick<SuggestionStore, "list">;
  readonly analyses: Pick<AnalysisStore, "last">;
  readonly learning: Pick<LearningPause, "isPaused">;
  /** Rejects until the home was read. */
  readonly digests: Digests;
}): () => Promise<MqttState> {
  const { connection, summary, store, analyses, learning, digests } = parts;
  const weekNow = async (): Promise<MqttState["week"]> => {
    const { runs, wrong, saved } = await digests().then(({ total }) => total, noneYet);
    return { runs, wrong, saved };
  };
  return async () => {
    const { days } = await summary();
    const waiting = await pendingSuggestions(store);
    const [best] = waiting;
    const finishedAt = (await analyses.last())?.finishedAt;
    return {
      service: connection().state,
      suggestions_waiting: waiting.length,
      best: best === undefined ? null : bestOf(best),
      last_analysis: finishedAt === undefined ? null : new Date(finishedAt).toISOString(),
      history_days: Math.round(days),
      learning_paused: learning.isPaused(),
      week: await weekNow(),
    };
  };
}

function noneYet(error: unknown): MqttState["week"] {
  if (error instanceof AppError && error.code === "not_ready") return { runs: 0, wrong: 0, saved: 0 };
  throw error;
}

/** Keeps an entity's attributes below 2 KB in total, multi-byte characters included. */
const MAX_LENGTH = 300;

function bestOf(suggestion: {
  readonly id: number;
  readonly title: string;
  readonly description: string;
}): NonNullable<MqttState["best"]> {
  const { id, title, description } = suggestion;
  return { id, title: cut(title), description: cut(description) };
}

const cut = (text: string): string => (text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`);
