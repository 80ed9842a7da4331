import type { ArchiveSummary } from "../../model/archive.ts";
import type { FleetPolicy } from "../../model/fleet-wire.ts";
import type { BackfillProgress, Home, HomeConnection, HomeInfo } from "../../model/home.ts";
import type { Job } from "../../model/job.ts";
import type { Problem } from "../../model/problem.ts";
import type { SuggestionStatus } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { Pause } from "../finding/learning-pause.ts";

/** State of the service. Instants in milliseconds UTC. */
export interface Status {
  readonly version: string;
  readonly startedAt: number;
  readonly now: number;
  readonly connection: HomeConnection;
  readonly info: HomeInfo | null;
  readonly automations: number;
  readonly backfill: BackfillProgress;
  readonly archive: ArchiveSummary;
  readonly analysis: { readonly running: Job | null; readonly last: Job | null; readonly next: number | null };
  readonly suggestions: Readonly<Record<SuggestionStatus, number>>;
  readonly problems: readonly Problem[];
  /** The pause of learning; null while it learns. */
  readonly pause: Pause | null;
  /** The language model in use. */
  readonly language: "none" | "ai_task" | "endpoint";
  /** Null if the home reports to no fleet. */
  readonly fleetPolicy: FleetPolicy | null;
}

export function createStatus(parts: {
  readonly version: string;
  readonly now: Now;
  readonly home: Home;
  readonly summary: () => Promise<ArchiveSummary>;
  readonly countByStatus: () => Promise<Status["suggestions"]>;
  readonly analysis: () => Status["analysis"];
  readonly problems: () => readonly Problem[];
  readonly pause: () => Pause | null;
  readonly language: Status["language"];
  readonly fleetPolicy: () => Promise<FleetPolicy | null>;
}): () => Promise<Status> {
  const { version, now, home, summary, countByStatus, analysis, problems, pause, language, fleetPolicy } = parts;
  const startedAt = now();
  return async () => {
    const snapshot = home.snapshot();
    return {
      version,
      startedAt,
      now: now(),
      connection: home.connection(),
      info: snapshot?.info ?? null,
      automations: snapshot?.automations.length ?? 0,
      backfill: home.backfill(),
      archive: await summary(),
      analysis: analysis(),
      suggestions: await countByStatus(),
      problems: problems(),
      pause: pause(),
      language,
      fleetPolicy: await fleetPolicy(),
    };
  };
}
