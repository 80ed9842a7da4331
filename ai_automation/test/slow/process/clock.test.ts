import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { Knex } from "knex";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { DAY, HOUR, SECOND } from "../../../src/model/time.ts";
import { migrate, openDatabase } from "../../../src/store/connection.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { killChild } from "../../support/children.ts";
import { startFakeHomeAssistant, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { preventFirstAnalysis } from "../../support/no-first-analysis.ts";
import { healthy, startIn } from "../../support/process.ts";
import { until } from "../../support/until.ts";

/** Debian's package `faketime`; `FAKETIME_LIBRARY` names it elsewhere. */
const LIBRARY = process.env.FAKETIME_LIBRARY ?? "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
const API_TOKEN = "clock-test-token-0123456789";
const RETENTION_DAYS = 30;
/** The schedule recalculates each minute. So a service may take long to start: its clock is set once it has. */
const SCHEDULED = 65 * SECOND;

/**
 * The built service under libfaketime, which changes its wall clock and leaves the monotonic one, as the kernel does
 * when the time is set. All scenarios run at once, because each waits for the schedule.
 */
describe("a clock that is set while the service runs", () => {
  const homes: HomeAtTime[] = [];
  let scenarios: Readonly<Record<keyof typeof SCENARIOS, Promise<unknown>>>;

  before(function () {
    if (!existsSync(LIBRARY)) {
      process.stdout.write("      skipped: libfaketime is not installed (Debian's package faketime)\n");
      return this.skip();
    }
    const run = async (scenario: (open: OpenAtTime) => Promise<void>): Promise<void> => {
      await scenario(async (...options) => {
        const home = await openAtTime(...options);
        homes.push(home);
        return home;
      });
    };
    scenarios = {
      back: run(SCENARIOS.back),
      again: run(SCENARIOS.again),
      forward: run(SCENARIOS.forward),
      autumn: run(SCENARIOS.autumn),
      spring: run(SCENARIOS.spring),
    };
    // Each is awaited by its test; a failure before that is no unhandled rejection.
    void Promise.allSettled(Object.values(scenarios));
  });
  after(async () => {
    for (const home of homes) await home.close();
  });

  it("back by a day: tokens may be tried, and no analysis starts before its time", () => scenarios.back);
  it("back by a day: analyses again a day later, once, and nothing is deleted", () => scenarios.again);
  it("forward by a day: analyses once, a deployment goes on, nothing is deleted", () => scenarios.forward);
  it("in autumn: analyses once in the night that has the hour twice", () => scenarios.autumn);
  it("in spring: analyses once in the night that skips the hour", () => scenarios.spring);
});

type OpenAtTime = (localTime: string, analysisTime?: string) => Promise<HomeAtTime>;

const SCENARIOS = {
  back: async (open: OpenAtTime): Promise<void> => {
    const home = await open("2026-11-25T02:00:00+01:00");
    await home.set("2026-11-25T02:59:58+01:00");
    await home.until(() => home.analyses() === 1);
    for (let i = 0; i < 12; i++) await home.status("wrong-token-0123456789");
    expect(await home.status("wrong-token-0123456789")).to.equal(429);
    await home.set("2026-11-24T02:58:00+01:00");
    await wait(SCHEDULED);
    expect(home.analyses(), "before the time").to.equal(1);
    expect(await home.status(API_TOKEN), "after the wait").to.equal(200);
    expect(await home.changes()).to.equal(3);
  },
  again: async (open: OpenAtTime): Promise<void> => {
    const home = await open("2026-11-25T02:00:00+01:00");
    await home.set("2026-11-25T02:59:58+01:00");
    await home.until(() => home.analyses() === 1);
    // Early enough for the schedule to notice it before the time.
    await home.set("2026-11-24T02:58:30+01:00");
    await home.until(() => home.analyses() === 2);
    await home.set("2026-11-24T02:30:00+01:00");
    await home.set("2026-11-24T02:59:58+01:00");
    await wait(SCHEDULED);
    expect(home.analyses(), "the same day again").to.equal(2);
    expect(await home.changes()).to.equal(3);
  },
  forward: async (open: OpenAtTime): Promise<void> => {
    const home = await open("2026-11-25T02:00:00+01:00");
    const approved = home.approve();
    await home.set("2026-11-26T02:00:00+01:00");
    expect(await approved).to.equal("deployed");
    await home.until(() => home.analyses() === 1);
    await home.set("2026-11-26T02:59:59+01:00");
    await wait(SCHEDULED);
    expect(home.analyses()).to.equal(1);
    expect(home.fake.automations.size).to.equal(1);
    expect(await home.changes()).to.equal(3);
  },
  autumn: async (open: OpenAtTime): Promise<void> => {
    const home = await open("2026-10-25T02:00:00+02:00", "02:30");
    await home.set("2026-10-25T02:29:58+02:00");
    await home.until(() => home.analyses() === 1);
    await home.set("2026-10-25T02:59:58+02:00");
    await wait(5 * SECOND);
    await home.set("2026-10-25T02:29:58+01:00");
    await wait(SCHEDULED);
    expect(home.analyses()).to.equal(1);
    expect(await home.next()).to.equal("2026-10-26T01:30:00.000Z");
  },
  spring: async (open: OpenAtTime): Promise<void> => {
    const home = await open("2027-03-28T01:00:00+01:00", "02:30");
    await home.set("2027-03-28T01:59:58+01:00");
    await home.until(() => home.analyses() === 1);
    await home.set("2027-03-28T03:29:58+02:00");
    await wait(SCHEDULED);
    expect(home.analyses()).to.equal(1);
    expect(await home.next()).to.equal("2027-03-29T00:30:00.000Z");
  },
};

interface HomeAtTime {
  readonly fake: FakeHomeAssistant;
  set(instant: string): Promise<void>;
  /** Scheduled analyses since the start. */
  analyses(): number;
  changes(): Promise<number>;
  /** The next scheduled analysis. */
  next(): Promise<string>;
  /** The HTTP status of a read with this token. */
  status(token: string): Promise<number>;
  /** Approves the stored suggestion and returns its new status. */
  approve(): Promise<string>;
  until(isTrue: () => boolean): Promise<void>;
  close(): Promise<void>;
}

async function openAtTime(instant: string, analysisTime = "03:00"): Promise<HomeAtTime> {
  const folder = await mkdtemp(join(tmpdir(), "clock-"));
  const clockFile = join(folder, "clock");
  const set = (at: string): Promise<void> =>
    writeFile(clockFile, `${((Date.parse(at) - Date.now()) / SECOND).toFixed(3)}\n`.replace(/^(?!-)/, "+"));
  await set(instant);
  const fake = await startFakeHomeAssistant({
    entities: ["binary_sensor.pantry_door", "light.pantry"].map((entity_id) => ({
      entity_id,
      state: "off",
      registry: {},
    })),
  });
  const databasePath = join(folder, "ai.db");
  const suggestionId = await prepare(databasePath, Date.parse(instant));
  const service = await startIn(folder, {
    HA_URL: fake.url,
    HA_TOKEN: fake.token,
    API_TOKEN,
    ANALYSIS_TIME: analysisTime,
    RETENTION_DAYS: String(RETENTION_DAYS),
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: clockFile,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  });
  await healthy(service);
  const ask = (path: string, token = API_TOKEN, method = "GET"): Promise<Response> =>
    fetch(`${service.url}/api/${path}`, { method, headers: { Authorization: `Bearer ${token}` } });
  await until(async () => (await answerOf(await ask("status"))).history.backfill.state === "done");
  const analyses = (): number => service.output.stdout.match(ANALYSIS_STARTED)?.length ?? 0;
  return {
    fake,
    set,
    analyses,
    changes: () =>
      inDatabase(databasePath, async (database) => {
        const rows = await database("changes").where("at", "<", Date.parse(instant));
        return rows.length;
      }),
    next: async () => (await answerOf(await ask("status"))).analysis.next,
    status: async (token) => (await ask("status", token)).status,
    approve: async () => (await answerOf(await ask(`suggestions/${suggestionId}/approve`, API_TOKEN, "POST"))).status,
    until: (isTrue) => until(isTrue, { lastState: () => service.output.stdout.slice(-2_000) }),
    close: async () => {
      await killChild(service.child);
      await fake.stop();
      await rm(folder, { recursive: true });
    },
  };
}

const ANALYSIS_STARTED = /"kind":"analysis"[^\n]*"msg":"job started"/g;

const answerOf = (response: Response): Promise<any> => response.json();

/** Stores a suggestion, whose id is returned, and changes of which one is about to be older than is kept. */
function prepare(databasePath: string, now: number): Promise<number> {
  return inDatabase(databasePath, async (database) => {
    await migrate(database);
    await createChangeArchive(database).record({
      changes: [RETENTION_DAYS * DAY - 12 * HOUR, 2 * DAY, HOUR].map((age) => ({
        entityId: "light.pantry",
        at: now - age,
        state: "on",
        cause: { kind: "physical" },
      })),
      covered: { from: 0, to: now },
    });
    await preventFirstAnalysis(database, now);
    return createSuggestionStore(database).offer(aDraft());
  });
}

async function inDatabase<T>(path: string, work: (database: Knex) => Promise<T>): Promise<T> {
  const database = await openDatabase(path);
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}
