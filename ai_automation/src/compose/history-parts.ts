import type { Knex } from "knex";
import { createChangeArchive, type SqliteArchive } from "../archive/change-archive.ts";
import { createForgetter, type Forgetter } from "../archive/forget.ts";
import { createHistoryQueries } from "../archive/history-queries.ts";
import { moveEntities } from "../archive/move-entities.ts";
import { withConnection } from "../archive/raw-connection.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { HistoryQueries } from "../model/history-queries.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Privacy } from "../model/privacy.ts";
import type { Now } from "../model/time.ts";
import { createPrivacy } from "../privacy/privacy.ts";
import { createPrivateArchive } from "../privacy/private-archive.ts";
import type { DecisionJournal } from "../store/decision-journal.ts";
import { openIdentities, type Identities } from "../store/entity-identities.ts";
import { createExclusionStore } from "../store/exclusion-store.ts";
import { createFindingsForgetter } from "../store/forget-findings.ts";
import { journaledExclusions } from "../store/journaled-store.ts";
import type { Contradictions } from "../suggestions/finding/contradictions.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { WatchedHabits } from "../suggestions/finding/watched-habits.ts";
import type { Events, Publish } from "./events.ts";
import { createMovedArchive } from "./moved-archive.ts";

/** The stored history of the home, and everything that deletes from it. */
export interface HistoryParts {
  /** For sources: stores what they report, except what is excluded. */
  readonly archive: ChangeArchive;
  readonly stored: SqliteArchive;
  readonly queries: HistoryQueries;
  readonly forget: Forgetter;
  readonly privacy: Privacy;
  readonly identities: Identities;
}

export async function openHistoryParts(parts: {
  readonly database: Knex;
  readonly journal: Pick<DecisionJournal, "compact">;
  /** The names in the EXCLUDE setting, which are never stored. */
  readonly exclude: readonly string[];
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly learning: Pick<LearningPause, "withhold">;
  readonly contradictions: Pick<Contradictions, "forget" | "read">;
  readonly watchedHabits: Pick<WatchedHabits, "forget" | "read">;
  readonly endImports: () => Promise<void>;
  readonly events: Events;
  readonly now: Now;
  readonly log: Log;
}): Promise<HistoryParts> {
  const { database, journal, exclude, snapshot, learning, endImports, events, now, log } = parts;
  const { contradictions, watchedHabits } = parts;
  const stored = createChangeArchive(database);
  const queries = createHistoryQueries(database, stored.showPending);
  const forgetNames = (): void => {
    stored.forgetNames();
    events.publish("historyForgotten");
  };
  const forget = createForgetter(database, {
    now,
    onForgotten: forgetNames,
    archive: stored,
  });
  const forgetFindings = createFindingsForgetter(database);
  const identities = await openIdentities({
    database,
    settleHistory: () => stored.settle(),
    moveHistory: (trx, moves) =>
      withConnection(trx, (connection) => {
        moveEntities(connection, moves);
        forgetNames();
      }),
    onMoved: async (ids, moves) => {
      await privacy.read();
      await contradictions.read();
      await watchedHabits.read();
      await journal.compact();
      events.publish("entitiesMoved", ids, moves);
    },
    now,
    log,
  });
  const privacy: Privacy = createPrivacy({
    names: exclude,
    exclusions: journaledExclusions(createExclusionStore(database), journal),
    forget,
    forgetFindings: async (entityIds) => {
      await forgetFindings(entityIds);
      await contradictions.forget(entityIds);
      await watchedHabits.forget(entityIds);
      await journal.compact();
    },
    endImports,
    knownEntities: queries.entityIds,
    snapshot,
    currentIds: (entityId) => identities.currentIds(entityId),
  });
  await privacy.read();
  // Areas and people are known only once the home is connected, so data excluded by them is deleted then.
  events.on("homeConnectionChanged", "delete excluded data", async ({ state }) => {
    if (state === "connected") await privacy.deleteExcluded();
  });
  const announced = announcingArchive(stored, learning, events.publish);
  const archive = createMovedArchive(createPrivateArchive(announced, privacy.excluded), identities);
  return { archive, stored, queries, forget, privacy, identities };
}

/** Withholds causes while learning is paused, and publishes changes and runs once reads include them. */
const announcingArchive = (
  stored: ChangeArchive,
  learning: Pick<LearningPause, "withhold">,
  publish: Publish,
): ChangeArchive => ({
  missing: (interval) => stored.missing(interval),
  correctCauses: (changes) => stored.correctCauses(changes),
  settle: () => stored.settle(),
  recordSoon: async (recorded) => {
    const withheld = learning.withhold(recorded);
    await stored.recordSoon(withheld);
    publish("historyRecorded", withheld.changes, withheld.runs ?? []);
  },
  record: async (recorded) => {
    const withheld = learning.withhold(recorded);
    const added = await stored.record(withheld);
    publish("historyRecorded", withheld.changes, withheld.runs ?? []);
    return added;
  },
});
