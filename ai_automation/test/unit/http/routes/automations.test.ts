import { expect } from "chai";
import { createChangeArchive } from "../../../../src/archive/change-archive.ts";
import type { AutomationRun } from "../../../../src/model/automation.ts";
import type { Cause } from "../../../../src/model/cause.ts";
import { createClock } from "../../../../src/model/clock.ts";
import type { StateChange } from "../../../../src/model/state-change.ts";
import { DAY, MINUTE, SECOND } from "../../../../src/model/time.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";
import { expectDocumentedEvents } from "../../../support/openapi-check.ts";
import { until } from "../../../support/until.ts";

const EXISTING = "automation.test";
const PHYSICAL: Cause = { kind: "physical" };

describe("GET /api/automations", () => {
  let service: RunningService;
  let id = 0;
  let created = 0;
  beforeEach(async () => {
    service = await aService();
    service.home.deployed.set("theirs", { alias: "Away mode", triggers: [], conditions: [], actions: [] });
    id = await service.offer();
    await service.call("POST", `/api/suggestions/${id}/approve`);
    created = Date.now() - 30 * DAY;
    await change(async (database) => {
      await database("suggestions").update({ deployed_at: new Date(created).toISOString() });
    });
  });
  afterEach(() => service.stop());

  const change = async (work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>): Promise<void> => {
    const database = await openDatabase(service.databasePath);
    try {
      await work(database);
    } finally {
      await database.destroy();
    }
  };
  const record = (changes: readonly StateChange[], runs: readonly AutomationRun[]): Promise<void> =>
    change(async (database) => {
      await createChangeArchive(database).record({ changes, covered: { from: 0, to: Date.now() + 1 }, runs });
    });
  const list = async (): Promise<readonly any[]> => (await service.call("GET", "/api/automations")).body.automations;
  const ours = async () => (await list())[0];
  const pantry = (at: number, state: string, cause: Cause): StateChange => ({
    entityId: "light.pantry",
    state,
    at,
    cause,
  });

  it("lists created automations first, then existing ones", async () => {
    const [first, second] = await list();
    expect(first).to.include({ entity_id: "automation.test_2", suggestion_id: id, is_ours: true, is_on: true });
    expect(second).to.deep.include({ entity_id: EXISTING, id: "theirs", alias: "Away mode", is_ours: false });
    expect(second).to.deep.include({ suggestion_id: null, paused_at: null });
    expect(second.runs).to.deep.equal({ total: 0, last_7_days: 0, last: null });
  });

  it("counts each run once, however often it is reported, and by week", async () => {
    const clock = createClock("Europe/Amsterdam");
    const noon = (daysAgo: number): number => clock.instantOf(clock.dayOf(Date.now()) - daysAgo, 0) + 12 * 60 * MINUTE;
    const runs = [0, 1, 6, 7, 20, 25].map((days) => ({ entityId: "automation.test_2", at: noon(days) }));
    await record([], runs);
    await record([], runs);
    const { runs: counted, weeks } = await ours();
    expect(counted).to.deep.equal({ total: 6, last_7_days: 3, last: new Date(noon(0)).toISOString() });
    expect(weeks.map((week: { runs: number }) => week.runs)).to.deep.equal([0, 0, 0, 0, 1, 1, 1, 3]);
    expect(weeks[7].from).to.equal(new Date(clock.instantOf(clock.dayOf(Date.now()) - 6, 0)).toISOString());
  });

  it("ignores earlier runs under the same entity id", async () => {
    await record([], [{ entityId: "automation.test_2", at: created - DAY }]);
    expect((await ours()).runs.total).to.equal(0);
  });

  it("counts a manual reversal within a quarter of an hour as a correction, once per run", async () => {
    const at = created + DAY;
    const runs = [0, 1, 2, 3, 4].map((day) => ({ entityId: "automation.test_2", at: at + day * DAY }));
    const done: Cause = { kind: "automation", entityId: "automation.test_2" };
    const changes = [
      ...runs.map((run) => pantry(run.at + SECOND, "on", done)),
      pantry(at + MINUTE, "off", PHYSICAL),
      pantry(at + 2 * MINUTE, "on", PHYSICAL),
      pantry(at + 3 * MINUTE, "off", PHYSICAL),
      pantry(at + DAY + 16 * MINUTE, "off", PHYSICAL),
      pantry(at + 2 * DAY + MINUTE, "off", { kind: "automation", entityId: "automation.other" }),
      pantry(at + 3 * DAY + 14 * MINUTE, "off", { kind: "person", userId: "anna", via: "app" }),
    ];
    await record(changes, runs);
    const { corrections } = await ours();
    expect(corrections.total).to.equal(2);
    expect(corrections.last).to.equal(new Date(at + 3 * DAY + 14 * MINUTE).toISOString());
  });

  it("shows automations that are turned off, and created ones that the home no longer has", async () => {
    await service.call("POST", `/api/suggestions/${id}/pause`);
    expect(await ours()).to.include({ is_on: false });
    expect((await ours()).paused_at).to.be.a("string");
    service.home.deployed.clear();
    const [gone, ...rest] = await list();
    expect(gone).to.include({ entity_id: null, is_on: null, suggestion_id: id, is_ours: true });
    expect(rest).to.deep.equal([]);
  });

  it("publishes each change as one event", async () => {
    const abort = new AbortController();
    const stream = await fetch(`${service.url}/api/events`, { signal: abort.signal });
    let text = "";
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    const published = (): readonly any[] =>
      [...text.matchAll(/event: automation\ndata: (.*)\n/g)].map(([, data = ""]) => JSON.parse(data));
    const wasPublished = (entityId: string, isOn: boolean) => () =>
      published().some(({ entity_id, is_on }) => entity_id === entityId && is_on === isOn);
    await service.call("POST", `/api/suggestions/${id}/pause`);
    await until(wasPublished("automation.test_2", false));
    service.home.off.add("theirs");
    service.listener.onAutomations();
    await until(wasPublished(EXISTING, false));
    expect(published().filter(({ entity_id, is_on }) => entity_id === "automation.test_2" && !is_on)).to.have.length(1);
    abort.abort();
    await reading;
    expect(new Set(expectDocumentedEvents(text))).to.deep.equal(new Set(["suggestion", "automation"]));
  });
});
