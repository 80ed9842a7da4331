import type { AddressInfo } from "node:net";
import { join, dirname } from "node:path";
import type { Logger } from "pino";
import { openAccessKeys } from "../http/access/access-keys.ts";
import type { Config } from "../config/config.ts";
import { createAccess } from "../http/access/access.ts";
import { createApp } from "../http/app.ts";
import { createEventStream } from "../http/event-stream.ts";
import { readPanelFiles } from "../http/panel-files.ts";
import { closeServer, listen } from "../http/server.ts";
import { backfillWire, connectionWire, jobWire } from "../http/wire.ts";
import { createImports } from "../imports/imports.ts";
import { createDaily } from "../jobs/daily.ts";
import { createIntervalTimer } from "../jobs/interval.ts";
import { createJobs } from "../jobs/jobs.ts";
import { createThreadMiner } from "../mining/thread-miner.ts";
import type { ChangeArchive } from "../model/archive.ts";
import { createClock } from "../model/clock.ts";
import type { Home, HomeListener, HomeSnapshot } from "../model/home.ts";
import type { Problem } from "../model/problem.ts";
import { DAY, MINUTE, SECOND } from "../model/time.ts";
import { createStatus } from "../suggestions/showing/status.ts";
import type { Miner } from "../suggestions/miner.ts";
import { createAnalysisStore } from "../store/analysis-store.ts";
import { createImportMarks } from "../store/import-marks.ts";
import { journaledValues } from "../store/journaled-store.ts";
import { createKeyValueStore } from "../store/key-value-store.ts";
import { openRewording } from "../suggestions/asking/rewording.ts";
import { createAnalysisJob } from "../suggestions/finding/analysis-job.ts";
import { createHistorySpan } from "../suggestions/showing/history-span.ts";
import { openLearningPause } from "../suggestions/finding/learning-pause.ts";
import { announcingStore } from "../suggestions/deciding/announcing-store.ts";
import { createHome } from "./create-home.ts";
import { createModel } from "./create-model.ts";
import { createDecisions } from "./decisions.ts";
import type { Environment } from "./environment.ts";
import { openHistoryParts } from "./history-parts.ts";
import { createChannels } from "./channels.ts";
import { openStorage } from "./storage.ts";

export interface Service {
  readonly address: AddressInfo;
  /** Stops in reverse order of starting; may be called again. */
  stop(): Promise<void>;
}

/** What is built differently in tests: the home, and the thread that mines. */
export interface Adapters {
  readonly createHome: (
    config: Config,
    archive: ChangeArchive,
    listener: HomeListener,
    environment: Environment,
  ) => Home | Promise<Home>;
  readonly createMiner: (databasePath: string, logger: Logger, onDamage: (error: Error) => void) => Miner;
}

const ADAPTERS: Adapters = { createHome, createMiner: createThreadMiner };

/** Requests in flight get this long when the service stops; ten seconds are for all of it. */
const CLOSE_DEADLINE = 3 * SECOND;

/** Builds and starts the whole service. Whatever was started is stopped again when a later part fails. */
export async function startService(config: Config, environment: Environment, adapters = ADAPTERS): Promise<Service> {
  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(closers, environment.logger));
  try {
    return { address: await start(config, environment, adapters, closers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  environment: Environment,
  adapters: Adapters,
  closers: (() => Promise<void>)[],
): Promise<AddressInfo> {
  const { logger, correlation, now, version, openapi, panelFolder } = environment;
  const { database, journal, problems, onDamage, ...storage } = await openStorage({
    path: config.databasePath,
    now,
    log: logger,
    onOpen: (close) => closers.push(close),
    onDamage: environment.onFatal,
  });
  const store = announcingStore(storage.store, (id, step) =>
    inBackground("tell a step", () => channels.step(id, step)),
  );
  const kept = createKeyValueStore(database);
  const learning = await openLearningPause(journaledValues(kept, journal), now);
  const miner = adapters.createMiner(config.databasePath, logger, onDamage);
  const snapshot = (): HomeSnapshot | undefined => home.snapshot();
  const { archive, stored, queries, forget, privacy } = await openHistoryParts({
    database,
    journal,
    exclude: config.exclude,
    snapshot,
    learning,
    now,
    onRecorded: (changes, runs) => decisions.news.recorded(changes, runs),
    onForgotten: () => miner.forget(),
    endImports: () => imports.cancel(),
  });
  const events = createEventStream();
  const jobs = createJobs({
    now,
    log: logger,
    correlation,
    onChange: (job) => {
      events.publish("progress", jobWire(job));
      if (job.status === "running") return;
      channels.changed();
      if (job.kind === "analysis") inBackground("better words", () => decisions.improveWords());
    },
  });
  closers.push(async () => {
    await miner.stop();
    await jobs.settled();
  });

  const listener: HomeListener = {
    onConnection: (connection) => {
      events.publish("status", { home: connectionWire(connection) });
      channels.changed();
      if (connection.state !== "connected") return;
      catchUp();
      inBackground("forget what is excluded", async () => void (await privacy.deleteExcluded()));
    },
    onBackfill: (progress) => {
      events.publish("status", { backfill: backfillWire(progress) });
      if (progress.state !== "done") return;
      decisions.news.changed();
      inBackground("first analysis", analyseOnce);
    },
    onAutomations: () => decisions.news.changed(),
    onAnswer: (answer) => inBackground("honour an answer", () => channels.answered(answer)),
  };
  const inBackground = (task: string, work: () => Promise<void>): void => {
    work().catch((error: unknown) => logger.error({ err: error, task }, "background task failed"));
  };
  const home = await adapters.createHome(config, archive, listener, environment);
  const historySpan = createHistorySpan(() => stored.summary());
  const { pauseWhenWrong, maxNewPerWeek } = config;
  const model = createModel({ config, home, kept, now, log: logger });
  closers.push(async () => model?.stop());
  const rewording = await openRewording({ model, kept, snapshot });
  const common = { database, store, home, miner, model, rewording, historySpan, events, now, log: logger };
  const decisions = createDecisions({ ...common, pauseWhenWrong });
  closers.push(() => decisions.news.stop());
  const catchUp = (): void => inBackground("catch up", () => decisions.review.catchUp());
  const waking = createIntervalTimer(MINUTE, () => {
    inBackground("snoozed suggestions", () => decisions.postponement.wakeUp());
    // A home that is there may still have been too busy to answer.
    if (home.connection().state === "connected") catchUp();
  });
  const analyses = createAnalysisStore(database);
  const { watching, publish: onOffered } = decisions;
  const phones = async (): Promise<readonly string[]> => (config.notify === "mobile" ? home.notices.phones() : []);
  const analysis = createAnalysisJob({
    jobs,
    home,
    miner,
    store,
    analyses,
    now,
    watching,
    phones,
    outcomes: decisions.outcomes,
    maxNewPerWeek,
    onOffered,
  });
  const analyseOnce = async (): Promise<void> => {
    await decisions.adopt();
    if ((await analyses.last()) === undefined && analysis.last() === null) analysis.start();
  };
  const nightly = createDaily(config.analysisTime, {
    now,
    clock: () => {
      const info = home.snapshot()?.info;
      return info === undefined ? undefined : createClock(info.zone);
    },
    work: () =>
      inBackground("nightly work", async () => {
        if (config.retentionDays > 0) await forget.before(now() - config.retentionDays * DAY);
        channels.changed();
        if (!learning.isPaused()) analysis.start();
      }),
  });
  const imports = createImports({
    jobs,
    home,
    archive,
    marks: createImportMarks(database),
    shareFolder: config.shareFolder,
    workFolder: join(dirname(config.databasePath), "imports"),
  });
  closers.push(async () => imports.stop());
  const allProblems = (): readonly Problem[] => [...problems, ...channels.problems()];
  const status = createStatus({
    version,
    now,
    home,
    problems: allProblems,
    summary: () => stored.summary(),
    countByStatus: () => store.countByStatus(),
    language: config.language.kind,
    analysis: () => ({ running: analysis.running(), last: analysis.last(), next: nightly.next() }),
  });

  const keys = await openAccessKeys(join(dirname(config.databasePath), "access_keys.json"), logger);
  const { review, postponement } = decisions;
  const channels = await createChannels({
    config,
    version,
    secret: keys.sessionKey,
    status,
    home,
    store,
    kept,
    analyses,
    analysis,
    review,
    postponement,
    learning,
    problems: allProblems,
    now,
    inBackground,
    log: logger,
  });
  const access = createAccess({
    ...config,
    apiToken: config.apiToken ?? (config.home.kind === "supervisor" ? keys.apiToken : null),
    isTokenGenerated: config.apiToken === null,
    sessionKey: keys.sessionKey,
    users: home.users,
    now,
    log: logger,
  });
  const app = createApp({
    version,
    openapi,
    logger,
    correlation,
    events,
    status,
    store,
    ...decisions,
    analysis,
    jobs,
    imports,
    history: { queries, privacy, snapshot, now, retentionDays: config.retentionDays },
    access,
    panel: readPanelFiles(panelFolder),
    corsOrigins: config.corsOrigins,
  });
  const { server, address } = await listen(app, config.host, config.port);
  closers.push(async () => {
    events.close();
    await closeServer(server, CLOSE_DEADLINE);
  });
  await home.start();
  closers.push(() => home.stop());
  channels.start();
  closers.push(() => channels.stop());
  nightly.start();
  closers.push(async () => nightly.stop());
  waking.start();
  closers.push(async () => waking.stop());
  return address;
}

async function stopAll(closers: (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      logger.error({ err: error }, "a part did not stop cleanly");
    }
  }
}
