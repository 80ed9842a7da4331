import { expect } from "chai";
import type { ChangeArchive } from "../../../src/model/archive.ts";
import { openDatabase } from "../../../src/store/connection.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { until } from "../../support/until.ts";

const NOW = Date.now();

const CONNECTED = { kind: "simulated", state: "connected", message: "It is there.", since: NOW } as const;
const READ = { state: "done", daysRead: 1, changesRead: 1, coveredSince: 0, secondsLeft: null } as const;
const CHANGE = { entityId: "light.pantry", state: "on", at: NOW - 1_000, cause: { kind: "physical" } } as const;

describe("a service whose home reports live", () => {
  let service: RunningService;
  let archive: ChangeArchive;
  beforeEach(async () => {
    service = await aService({}, { whileCreated: (_listener, given) => (archive = given) });
    await archive.recordSoon({ changes: [CHANGE], covered: { from: 0, to: NOW } });
  });
  afterEach(() => service.stop());

  /** In the database, as another process sees it. */
  const stored = async (): Promise<number> => {
    const database = await openDatabase(service.databasePath);
    try {
      return (await database("changes").select()).length;
    } finally {
      await database.destroy();
    }
  };
  const changes = async (): Promise<unknown> => (await service.call("GET", "/api/status")).body.history.changes;

  it("shows it at once", async () => {
    expect(await stored()).to.equal(0);
    expect(await changes()).to.equal(1);
  });

  it("analyzes it", async () => {
    service.listener.onConnection(CONNECTED);
    await service.call("POST", "/api/analysis");
    await until(() => service.analysed.length > 0);
    expect(await stored()).to.equal(1);
  });

  it("stores it when it stops", async () => {
    await service.restart();
    expect(await stored()).to.equal(1);
    expect(await changes()).to.equal(1);
  });
});

describe("a home that reports while it is created", () => {
  let service: RunningService;
  let recorded: Promise<number>;
  beforeEach(async () => {
    service = await aService(
      {},
      {
        whileCreated: (listener, archive) => {
          listener.onConnection(CONNECTED);
          listener.onBackfill(READ);
          listener.onAutomations();
          recorded = archive.record({ changes: [CHANGE], covered: { from: 0, to: NOW } });
        },
      },
    );
  });
  afterEach(() => service.stop());

  const status = async () => (await service.call("GET", "/api/status")).body;

  it("has its history stored", async () => {
    expect(await recorded).to.equal(1);
    expect((await status()).history.changes).to.equal(1);
  });

  it("gets the first analysis, which starts when its history was read", async () => {
    await until(async () => (await status()).analysis.last !== null);
    expect((await status()).analysis.last.status).to.equal("done");
  });

  it("causes no failed background task", async () => {
    await until(async () => (await status()).analysis.last !== null);
    expect(service.logs().filter(({ level }) => Number(level) >= 50)).to.deep.equal([]);
  });
});
