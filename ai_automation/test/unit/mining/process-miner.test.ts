import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { memoryAtHand } from "../../../src/compose/memory-at-hand.ts";
import { MINING_WORKER } from "../../../src/compose/workers/worker-urls.ts";
import { createPlantedHome } from "../../../src/demo/planted-home.ts";
import { createProcessMiner } from "../../../src/mining/process-miner.ts";
import { createClock, parseDay } from "../../../src/model/clock.ts";
import { AppError } from "../../../src/model/errors.ts";
import { NO_RULES } from "../../../src/model/evidence-rules.ts";
import type { HomeInfo } from "../../../src/model/home.ts";
import { because } from "../../../src/model/reason.ts";
import type { Interval } from "../../../src/model/state-change.ts";
import type { ReplayResult } from "../../../src/model/suggestion.ts";
import type { AnalysisInput, Miner } from "../../../src/suggestions/miner.ts";
import { SILENT } from "../../support/silent.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const INFO: HomeInfo = {
  name: "Home",
  version: "2026.11.0",
  zone: "Europe/Amsterdam",
  latitude: 52.37,
  longitude: 4.89,
  language: "en",
};
const CLOCK = createClock(INFO.zone);
const FIRST_DAY = parseDay("2026-01-01") ?? NaN;
const DAYS = 60;

describe("mining in a separate process", () => {
  const home = createPlantedHome({ seed: 1, clock: CLOCK, location: INFO, firstDay: FIRST_DAY, days: DAYS });
  const input: AnalysisInput = {
    info: INFO,
    entities: home.entities,
    automations: home.automations,
    persons: [],
    contradicted: [],
    phones: [],
  };
  let temporary: TemporaryDatabase;
  let miner: Miner;
  let recorded = 0;

  before(async () => {
    temporary = await temporaryDatabase();
    const archive = createChangeArchive(temporary.database);
    for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day++) {
      const covered = { from: CLOCK.instantOf(day, 0), to: CLOCK.instantOf(day + 1, 0) };
      const changes = home.changesOfDay(day);
      recorded += changes.length;
      await archive.record({ changes, covered });
    }
    miner = createProcessMiner(temporary.path, {
      worker: MINING_WORKER,
      memoryAtHand,
      rules: () => NO_RULES,
      pauses: () => [],
      log: SILENT,
      onDamage: () => undefined,
    });
  });
  after(async () => {
    await miner.stop();
    await temporary.remove();
  });

  it("reports progress and step", async () => {
    const reports: { share: number; step: string }[] = [];
    const { drafts } = await miner.analyse(
      input,
      (share, step) => reports.push({ share, step }),
      new AbortController().signal,
    );
    const shares = reports.map(({ share }) => share);
    expect(drafts).to.have.length.above(3);
    expect(shares).to.deep.equal(shares.toSorted((a, b) => a - b));
    expect([...new Set(reports.map(({ step }) => step))]).to.deep.equal([
      "reading the history",
      "looking for triggers",
      "proving them on the history",
      "choosing the best",
    ]);
  });

  it("replays while an analysis runs", async () => {
    const [habit] = home.habits;
    if (habit === undefined) throw new Error("a planted home has habits");
    await miner.warm(INFO);
    const ended: string[] = [];
    const analysis = miner
      .analyse(input, () => undefined, new AbortController().signal)
      .then(() => ended.push("analysis"));
    const interval = { from: CLOCK.instantOf(FIRST_DAY, 0), to: CLOCK.instantOf(FIRST_DAY + DAYS, 0) };
    await miner.replay(INFO, habit.automation, interval).then(() => ended.push("replay"));
    await analysis;
    expect(ended).to.deep.equal(["replay", "analysis"]);
  });

  it("replays what was not edited as it was proven, without the days of pauses", async () => {
    const pause = { from: CLOCK.instantOf(FIRST_DAY + DAYS - 6, 0), to: CLOCK.instantOf(FIRST_DAY + DAYS - 2, 0) };
    const withPauses = (pauses: readonly Interval[]) =>
      createProcessMiner(temporary.path, {
        worker: MINING_WORKER,
        memoryAtHand,
        rules: () => NO_RULES,
        pauses: () => pauses,
        log: SILENT,
        onDamage: () => undefined,
      });
    const paused = withPauses([pause]);
    const { drafts } = await paused.analyse(
      { ...input, pauses: [pause] },
      () => undefined,
      new AbortController().signal,
    );
    const habits = drafts.filter(({ halves, fix }) => halves === undefined && (fix ?? null) === null);
    expect(habits).to.have.length.above(1);
    const countsOf = ({ tp, fp, noop, marks }: ReplayResult) => ({ tp, fp, noop, marks });
    for (const { automation, replay } of habits) {
      const { from, to } = replay;
      expect(countsOf(await paused.replay(INFO, automation, { from, to }))).to.deep.equal(countsOf(replay));
      expect(replay.marks.filter(({ at }) => at >= pause.from && at < pause.to)).to.deep.equal([]);
    }
    const marked = (replays: readonly ReplayResult[]): number => replays.flatMap(({ marks }) => marks).length;
    const all = await Promise.all(habits.map(({ automation, replay }) => miner.replay(INFO, automation, replay)));
    expect(marked(all)).to.be.above(marked(habits.map(({ replay }) => replay)));
    await paused.stop();
  });

  it("does not cache deleted history", async () => {
    const [habit] = home.habits;
    if (habit === undefined) throw new Error("a planted home has habits");
    const interval = { from: CLOCK.instantOf(FIRST_DAY, 0), to: CLOCK.instantOf(FIRST_DAY + DAYS, 0) };
    const copy = await temporaryDatabase();
    const own = createProcessMiner(copy.path, {
      worker: MINING_WORKER,
      memoryAtHand,
      rules: () => NO_RULES,
      pauses: () => [],
      log: SILENT,
      onDamage: () => undefined,
    });
    const archive = createChangeArchive(copy.database);
    const day = { from: interval.from, to: CLOCK.instantOf(FIRST_DAY + 30, 0) };
    const changes = Array.from({ length: 30 }, (_, i) => home.changesOfDay(FIRST_DAY + i)).flat();
    await archive.record({ changes, covered: day });
    expect((await own.replay(INFO, habit.automation, interval)).tp).to.be.above(5);
    await copy.database("changes").delete();
    own.forget();
    expect((await own.replay(INFO, habit.automation, interval)).tp).to.equal(0);
    await own.stop();
    await copy.remove();
  });

  describe("with too little memory", () => {
    const withMemory = (bytes: number, worker = MINING_WORKER) =>
      createProcessMiner(temporary.path, {
        worker,
        memoryAtHand: () => bytes,
        rules: () => NO_RULES,
        pauses: () => [],
        log: SILENT,
        onDamage: () => undefined,
      });
    const failureOf = async (own: Miner): Promise<Pick<AppError, "code" | "message">> => {
      const failure: unknown = await own
        .analyse(input, () => undefined, new AbortController().signal)
        .catch((error: unknown) => error);
      await own.stop();
      if (!(failure instanceof AppError)) throw new Error("it did not fail as it should");
      return failure;
    };

    it("is ended once it uses more than is free, and says so", async () => {
      const { code, message } = await failureOf(withMemory(45_000_000));
      expect(code).to.equal("too_little_memory");
      expect(message).to.match(/^The history needs more than \d+ MB of memory, and only 45 MB are free\.$/);
    });

    for (const [name, end] of [
      ["by the system", "process.kill(process.pid, 'SIGKILL')"],
      ["by V8 at its own limit", "process.abort()"],
    ])
      it(`is ended ${name}, and says so`, async () => {
        const folder = await mkdtemp(join(tmpdir(), "miner-"));
        const worker = join(folder, "ends.cjs");
        await writeFile(worker, `process.on("message", () => ${end})`);
        const failure = await failureOf(withMemory(500_000_000, pathToFileURL(worker)));
        await rm(folder, { recursive: true });
        expect(failure.code).to.equal("too_little_memory");
      });
  });

  it("looks only at the part of the history that it is asked to", async () => {
    const from = CLOCK.instantOf(FIRST_DAY + 40, 0);
    const { interval, changes } = await miner.analyse(
      { ...input, from },
      () => undefined,
      new AbortController().signal,
    );
    expect(interval.from).to.be.at.least(from);
    expect(changes / recorded).to.be.within(0.2, 0.5);
  });

  it("stops when it is cancelled, and is ready for the next request", async () => {
    const controller = new AbortController();
    const steps: string[] = [];
    const analysis = miner.analyse(
      input,
      (_share, step) => {
        steps.push(step);
        controller.abort();
      },
      controller.signal,
    );
    const outcome = await analysis.then(
      () => "done",
      (error: Error) => error.message,
    );
    expect(outcome).to.equal("cancelled");
    expect(steps).not.to.include("choosing the best");
    const [habit] = home.habits;
    if (habit === undefined) throw new Error("a planted home has habits");
    const interval = { from: CLOCK.instantOf(FIRST_DAY, 0), to: CLOCK.instantOf(FIRST_DAY + DAYS, 0) };
    const replay = await miner.replay(INFO, habit.automation, interval);
    expect(replay.tp).to.be.above(5);
    const open = { ...habit.automation, triggers: [{ trigger: "webhook", webhook_id: "x" }] };
    const refused = await miner.replay(INFO, open, interval).catch((error: unknown) => error);
    expect(refused).to.deep.include({
      code: "not_replayable",
      told: { reason: "parts_not_replayable", parts: [because("occasion", { kind: "webhook" })] },
    });
  });

  it("does not start when it was cancelled before", async () => {
    const analysis = miner.analyse(input, () => undefined, AbortSignal.abort());
    const outcome = await analysis.then(
      () => "done",
      (error: Error) => error.message,
    );
    expect(outcome).to.equal("cancelled");
  });

  describe("with a replay that would take minutes", () => {
    const interval = { from: CLOCK.instantOf(FIRST_DAY, 0), to: CLOCK.instantOf(FIRST_DAY + DAYS, 0) };
    const [habit] = home.habits;
    if (habit === undefined) throw new Error("a planted home has habits");
    const entityIds = home.entities.map(({ entityId }) => entityId).filter((id) => !id.startsWith("event."));
    const endless = {
      ...habit.automation,
      triggers: entityIds.flatMap((entityId) =>
        Array.from({ length: 40 }, () => ({ trigger: "state", entity_id: entityId, to: ["on", "off"] })),
      ),
      conditions: Array.from({ length: 300 }, () => ({
        condition: "or",
        conditions: entityIds.map((entityId) => ({ condition: "state", entity_id: entityId, state: ["on", "off"] })),
      })),
    };
    const withDeadline = (replayDeadline: number) =>
      createProcessMiner(temporary.path, {
        worker: MINING_WORKER,
        memoryAtHand,
        rules: () => NO_RULES,
        pauses: () => [],
        log: SILENT,
        onDamage: () => undefined,
        replayDeadline,
      });
    const outcomeOf = (replay: Promise<unknown>): Promise<string> =>
      replay.then(
        () => "done",
        (error: Error) => error.message,
      );

    it("ends it at the deadline, says why, and serves those who wait", async () => {
      const own = withDeadline(500);
      const outcome = outcomeOf(own.replay(INFO, endless, interval));
      const next = own.replay(INFO, habit.automation, interval);
      expect(await outcome).to.equal(
        "The replay was ended after 0.5 s: the automation has too many triggers and conditions.",
      );
      expect((await next).tp).to.be.above(5);
      await own.stop();
    });

    it("ends it soon after its client has left, and does not begin one whose client left while it waited", async () => {
      const own = withDeadline(60_000);
      const [leaving, gone] = [new AbortController(), new AbortController()];
      const first = outcomeOf(own.replay(INFO, endless, interval, leaving.signal));
      const second = outcomeOf(own.replay(INFO, endless, interval, gone.signal));
      const third = own.replay(INFO, habit.automation, interval);
      gone.abort();
      expect(await second).to.equal("Nobody waits for this replay any more.");
      leaving.abort();
      expect(await first).to.include("was ended");
      expect((await third).tp).to.be.above(5);
      await own.stop();
    });
  });
});
