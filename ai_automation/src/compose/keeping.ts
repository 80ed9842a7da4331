import type { Knex } from "knex";
import { createChangeArchive, type SqliteArchive } from "../history/archive/change-archive.ts";
import { createForgetter, type Forgetter } from "../history/archive/forget.ts";
import { createHistoryQueries, type HistoryQueries } from "../history/archive/history-queries.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { AutomationRun } from "../model/automation.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { StateChange } from "../model/state-change.ts";
import type { Now } from "../model/time.ts";
import { createPrivacy, type Privacy } from "../privacy/privacy.ts";
import { createPrivateArchive } from "../privacy/private-archive.ts";
import { createExclusionStore } from "../store/exclusion-store.ts";
import { createFindingsForgetter } from "../store/forget-findings.ts";

/** What is kept of the home's history, and what makes it forget. */
export interface Keeping {
  /** Takes what happened, but for what is excluded. */
  readonly archive: ChangeArchive;
  readonly stored: SqliteArchive;
  readonly queries: HistoryQueries;
  readonly forget: Forgetter;
  readonly privacy: Privacy;
}

export async function openKeeping(parts: {
  readonly database: Knex;
  /** Names from the settings of what is never kept. */
  readonly exclude: readonly string[];
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly now: Now;
  readonly onRecorded: (changes: readonly StateChange[], runs: readonly AutomationRun[]) => void;
  readonly onForgotten: () => void;
}): Promise<Keeping> {
  const { database, exclude, snapshot, now, onRecorded, onForgotten } = parts;
  const stored = createChangeArchive(database);
  const told: ChangeArchive = {
    ...stored,
    record: async (changes, covered, levels, runs = []) => {
      const added = await stored.record(changes, covered, levels, runs);
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
  });
  const privacy = createPrivacy({
    names: exclude,
    exclusions: createExclusionStore(database),
    forget,
    forgetFindings: createFindingsForgetter(database),
    knownEntities: queries.entityIds,
    snapshot,
  });
  await privacy.start();
  return { archive: createPrivateArchive(told, privacy.excluded), stored, queries, forget, privacy };
}
