import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Knex } from "knex";
import { createChangeArchive } from "../../src/archive/change-archive.ts";
import type { AutomationRun } from "../../src/model/automation.ts";
import type { StateChange } from "../../src/model/state-change.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { eventually, json, startIn, type ServiceProcess } from "../support/process.ts";
import { realHome, rest, type RealHome } from "./real-home.ts";

/** The built service, connected to a real Home Assistant, with a separate folder for each test. */
export interface ServiceAtHome {
  readonly home: RealHome;
  readonly databasePath: string;
  /** Writes history into its database, covered up to an instant. Only while it is stopped. */
  live(changes: readonly StateChange[], until: number, runs?: readonly AutomationRun[]): Promise<void>;
  inDatabase(work: (database: Knex) => Promise<unknown>): Promise<void>;
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Stops it with the signal that a container gets. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  readonly ask: (path: string, method?: string) => Promise<any>;
  /** Sends a decision on a suggestion. */
  readonly act: (id: number, step: string) => Promise<any>;
  readonly eventually: <T>(ask: () => Promise<T | undefined>) => Promise<T>;
  /** Removes an automation from the home after the test, if it still exists. */
  leave(configId: string): void;
}

/** Call in a `describe`: its tests are skipped without a real Home Assistant. */
export function aServiceAtHome(): ServiceAtHome {
  const home = realHome();
  let folder = "";
  let service: ServiceProcess | undefined;
  let left: string[] = [];

  before(function () {
    if (home === undefined) this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "real-"));
  });
  afterEach(async () => {
    service?.child.kill("SIGKILL");
    await service?.ended;
    service = undefined;
    for (const configId of left) await removeAutomation(at.home, configId);
    left = [];
    await rm(folder, { recursive: true });
  });

  const running = (): ServiceProcess => service ?? expect.fail("the service was not started");
  const databasePath = (): string => join(folder, "ai.db");
  const at: ServiceAtHome = {
    get home() {
      return home ?? expect.fail("there is no real Home Assistant");
    },
    get databasePath() {
      return databasePath();
    },
    live: (changes, until, runs = []) =>
      at.inDatabase((database) =>
        createChangeArchive(database).record({ changes, covered: { from: 0, to: until }, runs }),
      ),
    inDatabase: async (work) => {
      const database = await openDatabase(databasePath());
      await migrate(database);
      await work(database);
      await database.destroy();
    },
    start: async (environment = {}) => {
      service = await startIn(folder, {
        HA_URL: at.home.url,
        HA_TOKEN: at.home.token,
        ...environment,
      });
    },
    stop: async () => {
      running().child.kill("SIGTERM");
      expect(await running().ended).to.equal(0);
    },
    kill: async () => {
      running().child.kill("SIGKILL");
      await running().ended;
    },
    ask: (path, method = "GET") => json(`${running().url}/api/${path}`, { method }),
    act: (id, step) => at.ask(`suggestions/${id}/${step}`, "POST"),
    eventually: (ask) => eventually(running(), ask),
    leave: (configId) => void left.push(configId),
  };
  return at;
}

async function removeAutomation(home: RealHome, configId: string): Promise<void> {
  const path = `config/automation/config/${configId}`;
  if ((await rest(home, "GET", path)).id === configId) await rest(home, "DELETE", path);
}
