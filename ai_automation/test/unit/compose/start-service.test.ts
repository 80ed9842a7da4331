import { expect } from "chai";
import { aService, type RunningService } from "../../support/a-service.ts";
import { until } from "../../support/until.ts";

const NOW = Date.now();

const CONNECTED = { kind: "simulated", state: "connected", message: "It is there.", since: NOW } as const;
const READ = { state: "done", daysRead: 1, changesRead: 1, coveredSince: 0, secondsLeft: null } as const;
const CHANGE = { entityId: "light.pantry", state: "on", at: NOW - 1_000, cause: { kind: "physical" } } as const;

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
