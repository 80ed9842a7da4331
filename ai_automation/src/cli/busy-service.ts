import { createLogger } from "../compose/logger.ts";
import { memoryAtHand } from "../compose/memory-at-hand.ts";
import { startService } from "../compose/start-service.ts";
import { MINING_WORKER } from "../compose/workers/worker-urls.ts";
import { loadConfig } from "../config/config.ts";
import { createSimulatedHome } from "../demo/simulated-home.ts";
import { createProcessMiner } from "../mining/process-miner.ts";
import { createCorrelation } from "../model/correlation.ts";
import type { HomeSnapshot } from "../model/home.ts";
import { BUSY_HOME_INFO, busyHome } from "./busy-archive.ts";

// A process for benchmarks and tests: the service as it is, on an archive that holds a busy home. Only the connection is simulated.
const { entities } = busyHome();
const snapshot: HomeSnapshot = {
  info: BUSY_HOME_INFO,
  entities: new Map(entities.map((entity) => [entity.entityId, entity])),
  persons: [],
  automations: [],
};
const correlation = createCorrelation();
const config = loadConfig({ options: null, environment: process.env, dotenv: {} });
const environment = {
  version: "bench",
  openapi: {},
  panelFolder: "/none",
  logger: createLogger("error", correlation).logger,
  correlation,
  now: Date.now,
  monotonic: () => performance.now(),
  onFatal: (error: Error): void => {
    throw error;
  },
};
await startService(config, environment, {
  createHome: (_config, archive, listener) => ({
    ...createSimulatedHome({ archive, listener, statePath: null, historyDays: 0 }),
    start: async () => undefined,
    connection: () => ({ kind: "simulated", state: "connected", message: "", since: 0 }),
    snapshot: () => snapshot,
  }),
  createMiner: (path, parts) => createProcessMiner(path, { ...parts, worker: MINING_WORKER, memoryAtHand }),
});
