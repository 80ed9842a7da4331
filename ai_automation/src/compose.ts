import type { AddressInfo } from "node:net";
import { join, dirname } from "node:path";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { Correlation } from "./correlation.ts";
import { createChangeArchive } from "./history/archive/change-archive.ts";
import { createApp } from "./http/app.ts";
import { createEventStream } from "./http/event-stream.ts";
import { closeServer, listen } from "./http/server.ts";
import { connectionWire, backfillWire, jobWire, suggestionWire } from "./http/wire.ts";
import { createImports } from "./imports/imports.ts";
import { createDaily } from "./jobs/daily.ts";
import { createJobs } from "./jobs/jobs.ts";
import { createThreadMiner } from "./mining/thread-miner.ts";
import type { ChangeArchive } from "./model/archive.ts";
import { createClock } from "./model/clock.ts";
import type { Home, HomeListener } from "./model/home.ts";
import { SECOND, type Now } from "./model/time.ts";
import { createStatus } from "./status.ts";
import type { Miner } from "./suggestions/miner.ts";
import { migrate, openDatabase } from "./store/connection.ts";
import { createAnalysisStore } from "./store/analysis-store.ts";
import { createImportMarks } from "./store/import-marks.ts";
import { createSuggestionStore } from "./store/suggestion-store.ts";
import { createAnalysis } from "./suggestions/analysis.ts";
import { createDeployment } from "./suggestions/deployment.ts";
import { createReview } from "./suggestions/review.ts";

export interface Environment {
  readonly version: string;
  readonly openapi: object;
  readonly logger: Logger;
  readonly correlation: Correlation;
  readonly now: Now;
}

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
  readonly createMiner: (databasePath: string, logger: Logger) => Miner;
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
  const { logger, correlation, now, version, openapi } = environment;
  const database = await openDatabase(config.databasePath);
  closers.push(() => database.destroy());
  await migrate(database);
  const store = createSuggestionStore(database);
  const archive = createChangeArchive(database);
  const events = createEventStream();
  const miner = adapters.createMiner(config.databasePath, logger);
  const jobs = createJobs({
    now,
    log: logger,
    correlation,
    onChange: (job) => events.publish("progress", jobWire(job)),
  });
  let stopImports = (): void => undefined;
  closers.push(async () => {
    stopImports();
    await miner.stop();
    await jobs.settled();
  });

  const listener: HomeListener = {
    onConnection: (connection) => {
      events.publish("status", { home: connectionWire(connection) });
      if (connection.state === "connected") inBackground("catch up", () => review.catchUp());
    },
    onBackfill: (progress) => {
      events.publish("status", { backfill: backfillWire(progress) });
      if (progress.state === "done") inBackground("first analysis", analyseOnce);
    },
  };
  const inBackground = (task: string, work: () => Promise<void>): void => {
    work().catch((error: unknown) => logger.error({ err: error, task }, "background task failed"));
  };
  const home = await adapters.createHome(config, archive, listener, environment);
  const deployment = createDeployment({ store, home, now, log: logger });
  const publish = (suggestion: Parameters<typeof suggestionWire>[0]): void =>
    events.publish("suggestion", suggestionWire(suggestion));
  const review = createReview({ store, home, miner, deployment, onChange: publish });
  const analyses = createAnalysisStore(database);
  const analysis = createAnalysis({ jobs, home, miner, store, analyses, now, onOffered: publish });
  const analyseOnce = async (): Promise<void> => {
    const counts = await store.countByStatus();
    const isFirst = Object.values(counts).every((count) => count === 0);
    if (isFirst && analysis.last() === null) analysis.start();
  };
  const nightly = createDaily(config.analysisTime, {
    now,
    clock: () => {
      const info = home.snapshot()?.info;
      return info === undefined ? undefined : createClock(info.zone);
    },
    work: () => inBackground("nightly analysis", async () => void analysis.start()),
  });
  const imports = createImports({
    jobs,
    home,
    archive,
    marks: createImportMarks(database),
    shareFolder: config.shareFolder,
    workFolder: join(dirname(config.databasePath), "imports"),
  });
  stopImports = () => imports.stop();
  const status = createStatus({
    version,
    now,
    home,
    summary: () => archive.summary(),
    countByStatus: () => store.countByStatus(),
    analysis: () => ({ running: analysis.running(), last: analysis.last(), next: nightly.next() }),
  });

  const app = createApp({
    version,
    openapi,
    logger,
    correlation,
    events,
    status,
    store,
    review,
    analysis,
    jobs,
    imports,
    apiToken: config.apiToken,
    corsOrigins: config.corsOrigins,
  });
  const { server, address } = await listen(app, config.host, config.port);
  closers.push(async () => {
    events.close();
    await closeServer(server, CLOSE_DEADLINE);
  });
  await home.start();
  closers.push(() => home.stop());
  nightly.start();
  closers.push(async () => nightly.stop());
  return address;
}

/** Only the kind of home that is asked for is loaded. */
async function createHome(
  config: Config,
  archive: ChangeArchive,
  listener: HomeListener,
  environment: Environment,
): Promise<Home> {
  const { logger: log, now, correlation } = environment;
  const common = { archive, listener, log, now, correlation };
  if (config.home.kind === "simulated") {
    const { createSimulatedHome } = await import("./demo/simulated-home.ts");
    return createSimulatedHome({ ...common, statePath: join(dirname(config.databasePath), "simulated_home.json") });
  }
  const { createHomeAssistant } = await import("./home-assistant/home-assistant.ts");
  const address = config.home.kind === "supervisor" ? SUPERVISOR : { url: config.home.url };
  return createHomeAssistant({
    ...common,
    ...address,
    token: config.home.token,
    serviceAccounts: config.serviceAccounts,
  });
}

/** The Supervisor's proxies to Home Assistant. */
const SUPERVISOR = { url: "http://supervisor/core", webSocketUrl: "ws://supervisor/core/websocket" } as const;

async function stopAll(closers: (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      logger.error({ err: error }, "a part did not stop cleanly");
    }
  }
}
