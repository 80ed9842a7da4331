import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import { closeServer } from "../http/server.ts";
import { createJobs } from "../jobs/jobs.ts";
import { createProcessMiner } from "../mining/process-miner.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { Home, HomeListener, HomeSnapshot } from "../model/home.ts";
import { SECOND } from "../model/time.ts";
import { createHome, type HomePorts } from "./create-home.ts";
import type { Environment } from "./environment.ts";
import { createEvents, type Publish } from "./events.ts";
import { openFleetReports } from "./fleet-reports.ts";
import { createInBackground } from "./in-background.ts";
import { memoryAtHand } from "./memory-at-hand.ts";
import { openData, type CreateMiner } from "./open-data.ts";
import { openInterfaces } from "./open-interfaces.ts";
import { createSuggestionParts } from "./suggestion-parts.ts";
import { MINING_WORKER } from "./workers/worker-urls.ts";

export interface Service {
  readonly address: AddressInfo;
  /** Stops the parts in reverse order of starting; may be called again. */
  stop(): Promise<void>;
}

/** The parts that tests replace: the home, and the process that mines. */
interface Adapters {
  readonly createHome: (
    config: Config,
    archive: ChangeArchive,
    listener: HomeListener,
    environment: Environment,
    ports: HomePorts,
  ) => Home | Promise<Home>;
  readonly createMiner: CreateMiner;
}

const ADAPTERS: Adapters = {
  createHome,
  createMiner: (databasePath, parts) =>
    createProcessMiner(databasePath, { ...parts, worker: MINING_WORKER, memoryAtHand }),
};

type Close = () => Promise<void>;

/** Creates and starts the whole service. When a part fails, the parts that were already started are stopped again. */
export async function startService(config: Config, environment: Environment, adapters = ADAPTERS): Promise<Service> {
  const closers: Close[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll(closers, environment.logger));
  try {
    const address = await start(config, environment, adapters, (close) => void closers.push(close));
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Requests in flight get this long when the service stops; the whole stop has ten seconds. */
const CLOSE_DEADLINE = 3 * SECOND;

async function start(
  config: Config,
  environment: Environment,
  adapters: Adapters,
  onShutdown: (close: Close) => void,
): Promise<AddressInfo> {
  const { logger: log, correlation, now } = environment;
  const inBackground = createInBackground(log);
  const events = createEvents(inBackground);
  const jobs = createJobs({ now, log, correlation, onChange: (job) => events.publish("jobChanged", job) });
  const createMiner: Adapters["createMiner"] = (path, parts) => adapters.createMiner(path, parts);
  // The home writes to the archive, and the archive looks up excluded areas and people in the home: until it is created
  // there is no snapshot to look them up in.
  let created: Home | undefined;
  const snapshot = (): HomeSnapshot | undefined => created?.snapshot();
  const common = { config, environment, now, log, inBackground, events, jobs, snapshot, onShutdown };

  const data = await openData({ ...common, createMiner });
  const home = await adapters.createHome(config, data.archive, reportTo(events.publish), environment, data);
  created = home;
  const suggestions = await createSuggestionParts({ ...common, ...data, home });
  const interfaces = await openInterfaces({
    ...common,
    ...data,
    ...suggestions,
    home,
  });
  const reporter = await openFleetReports({ ...common, ...data, ...suggestions, home, interfaces });

  const { server, address } = await interfaces.listen();
  onShutdown(async () => {
    interfaces.stream.close();
    await closeServer(server, CLOSE_DEADLINE);
  });
  events.open();
  await home.start();
  onShutdown(() => home.stop());
  interfaces.channels.start();
  onShutdown(() => interfaces.channels.stop());
  suggestions.schedules.start();
  onShutdown(async () => suggestions.schedules.stop());
  reporter?.start();
  onShutdown(async () => reporter?.stop());
  return address;
}

const reportTo = (publish: Publish): HomeListener => ({
  onConnection: (connection) => publish("homeConnectionChanged", connection),
  onBackfill: (progress) => publish("backfillProgressed", progress),
  onAutomations: () => publish("automationsChanged"),
  onAnswer: (answer) => publish("notificationAnswered", answer),
});

async function stopAll(closers: Close[], logger: Logger): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
    try {
      await close();
    } catch (error) {
      logger.error({ err: error }, "a part did not stop cleanly");
    }
  }
}
