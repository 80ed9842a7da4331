import type { Knex } from "knex";
import { createChangeArchive, type SqliteArchive } from "../archive/change-archive.ts";
import { createForgetter, type Forgetter } from "../archive/forget.ts";
import { createHistoryQueries, type HistoryQueries } from "../archive/history-queries.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { AutomationRun } from "../model/automation.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import type { Now } from "../model/time.ts";
import { createPrivacy, type Privacy } from "../privacy/privacy.ts";
import { createPrivateArchive } from "../privacy/private-archive.ts";
import type { DecisionJournal } from "../store/decision-journal.ts";
import { createExclusionStore } from "../store/exclusion-store.ts";
import { createFindingsForgetter } from "../store/forget-findings.ts";
import { journaledExclusions } from "../store/journaled-store.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";

/** What is kept of the home's history, and what makes it forget. */
export interface HistoryParts {
  /** Takes what happened, but for what is excluded. */
  readonly archive: ChangeArchive;
  readonly stored: SqliteArchive;
  readonly queries: HistoryQueries;
  readonly forget: Forgetter;
  readonly privacy: Privacy;
}

export async function openHistoryParts(parts: {
  readonly database: Knex;
  readonly journal: Pick<DecisionJournal, "compact">;
  /** Names from the settings of what is never kept. */
  readonly exclude: readonly string[];
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly learning: Pick<LearningPause, "withhold">;
  readonly now: Now;
  readonly onRecorded: (changes: readonly StateChange[], runs: readonly AutomationRun[]) => void;
  readonly onForgotten: () => void;
  readonly endImports: () => Promise<void>;
}): Promise<HistoryParts> {
  const { database, journal, exclude, snapshot, learning, now, onRecorded, onForgotten, endImports } = parts;
  const stored = createChangeArchive(database);
  const told: ChangeArchive = {
    ...stored,
    record: async (heard, covered, levels = [], runs = []) => {
      const changes = learning.withhold(heard);
      const added = await stored.record(changes, covered, learning.withhold(levels), runs);
      onRecorded(changes, runs);
      return added;
    },
  };
  const queries = createHistoryQueries(database);
  const forget = createForgetter(database, {
    now,
    onForgotten: () => {
      stored.forgetNames();
      onForgotten();
    },
    watchStates: stored.watchStates,
  });
  const forgetFindings = createFindingsForgetter(database);
  const privacy = createPrivacy({
    names: exclude,
    exclusions: journaledExclusions(createExclusionStore(database), journal),
    forget,
    forgetFindings: async (entityIds) => {
      await forgetFindings(entityIds);
      await journal.compact();
    },
    endImports,
    knownEntities: queries.entityIds,
    snapshot,
  });
  await privacy.start();
  return { archive: createPrivateArchive(told, privacy.excluded), stored, queries, forget, privacy };
}
