import type { Knex } from "knex";
import type { Config } from "../config/config.ts";
import { IMPORT_JOB } from "../imports/imports.ts";
import type { BindHome } from "../model/archive-home.ts";
import type { EvidenceRules } from "../model/evidence-rules.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import type { Problem } from "../model/problem.ts";
import type { Interval } from "../model/state-change.ts";
import type { StartedHome } from "../store/check-home.ts";
import { createHomeBinding } from "../store/home-binding.ts";
import { journaledValues } from "../store/journaled-store.ts";
import { createKeyValueStore } from "../store/key-value-store.ts";
import { openStorage } from "../store/storage.ts";
import { announcingStore } from "../suggestions/deciding/announcing-store.ts";
import { openContradictions, type Contradictions } from "../suggestions/finding/contradictions.ts";
import { evidenceRulesOf, withCurrentRepeats } from "../suggestions/finding/evidence-rules.ts";
import { openLearningPause, pausedIntervals, type LearningPause } from "../suggestions/finding/learning-pause.ts";
import { openWatchedHabits, type WatchedHabits } from "../suggestions/finding/watched-habits.ts";
import type { Miner } from "../suggestions/miner.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { Common } from "./common.ts";
import { openHistoryParts, type HistoryParts } from "./history-parts.ts";
import { minerWithPending } from "./miner-with-pending.ts";

/** Everything in the database, and the miner that reads it. */
export interface Data extends HistoryParts {
  readonly database: Knex;
  readonly store: SuggestionStore;
  readonly keyValues: KeyValueStore;
  readonly learning: LearningPause;
  readonly contradictions: Contradictions;
  readonly watchedHabits: WatchedHabits;
  readonly bind: BindHome;
  readonly miner: Miner;
  /** Problems found while the database was opened. */
  readonly problems: readonly Problem[];
}

export type CreateMiner = (
  databasePath: string,
  parts: {
    readonly rules: () => EvidenceRules;
    readonly pauses: () => readonly Interval[];
    readonly log: Log;
    readonly onDamage: (error: Error) => void;
  },
) => Miner;

export async function openData(
  parts: Common & {
    readonly createMiner: CreateMiner;
  },
): Promise<Data> {
  const { config, environment, now, log, events, jobs, snapshot, onShutdown, createMiner } = parts;
  const path = config.databasePath;
  const storage = await openStorage({
    path,
    home: startedHome(config),
    now,
    log,
    onShutdown,
    onDamage: environment.onFatal,
  });
  const { database, journal, problems, onDamage } = storage;
  const store = announcingStore(storage.store, (id, step) => events.publish("suggestionStepped", id, step));
  const keyValues = createKeyValueStore(database);
  const journaled = journaledValues(keyValues, journal);
  const learning = await openLearningPause(journaled, now, () => events.publish("learningChanged"));
  const contradictions = await openContradictions(journaled);
  const watchedHabits = await openWatchedHabits(journaled, now);
  const { exclude } = config;
  const endImports = (): Promise<void> => jobs.end(IMPORT_JOB);
  const history = await openHistoryParts({
    database,
    journal,
    exclude,
    snapshot,
    learning,
    contradictions,
    watchedHabits,
    endImports,
    events,
    now,
    log,
  });
  const { currentIds } = history.identities;
  const rules = (): EvidenceRules =>
    evidenceRulesOf(withCurrentRepeats(snapshot()?.entities.values() ?? [], currentIds), contradictions.list());
  const pauses = (): readonly Interval[] => pausedIntervals(learning);
  const miner = minerWithPending(createMiner(path, { rules, pauses, log, onDamage }), history.stored.showPending);
  onShutdown(() => history.stored.settle());
  onShutdown(async () => {
    await miner.stop();
    await jobs.settled();
  });
  events.on("historyForgotten", "forget history", () => miner.forget());
  const bind = createHomeBinding(journaled);
  return { ...history, database, store, keyValues, learning, contradictions, watchedHabits, bind, miner, problems };
}

const startedHome = (config: Config): StartedHome => ({
  kind: config.home.kind === "simulated" ? "simulated" : "home_assistant",
  simulatedEntities: async () => {
    const { FAMILY_ENTITIES } = await import("../demo/household.ts");
    return new Set(FAMILY_ENTITIES.map(({ entityId }) => entityId));
  },
});
