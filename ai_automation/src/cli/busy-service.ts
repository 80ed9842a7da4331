import { BUSY_HOME_INFO } from "../../src/cli/busy-archive.ts";
import { createLogger } from "../../src/compose/logger.ts";
import { memoryAtHand } from "../../src/compose/memory-at-hand.ts";
import { startService } from "../../src/compose/start-service.ts";
import { MINING_WORKER } from "../../src/compose/workers/worker-urls.ts";
import { loadConfig } from "../../src/config/config.ts";
import { createBusyHome } from "../../src/demo/busy-home.ts";
import { createSimulatedHome } from "../../src/demo/simulated-home.ts";
import { createProcessMiner } from "../../src/mining/process-miner.ts";
import { createClock } from "../../src/model/clock.ts";
import { createCorrelation } from "../../src/model/correlation.ts";
import type { HomeSnapshot } from "../../src/model/home.ts";

// Run as a process: the service as it is, on an archive that holds a busy home. Only the connection is simulated.
const { entities } = createBusyHome({
  seed: 1,
  clock: createClock(BUSY_HOME_INFO.zone),
  location: BUSY_HOME_INFO,
});
const snapshot: HomeSnapshot = {
  info: BUSY_HOME_INFO,
  entities: new Map(entities.map((entity) => [entity.entityId, entity])),
  persons: [],
  automations: [],
};
const correlation = createCorrelation();
const config = loadConfig({ options: null, environment: process.env, dotenv: {} });
const environment = {
  version: "test",
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
