import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { pairOf } from "../../../src/automation/pair.ts";
import { createSimulatedHome, type SimulatedHomeOptions } from "../../../src/demo/simulated-home.ts";
import type { AutomationConfig } from "../../../src/model/automation.ts";
import { createClock } from "../../../src/model/clock.ts";
import type { BackfillProgress, Home } from "../../../src/model/home.ts";
import type { StateChange } from "../../../src/model/state-change.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/model/time.ts";
import { until } from "../../support/until.ts";
import { createMemoryArchive } from "./memory-archive.ts";

const clock = createClock("Europe/Amsterdam");
const noon = Date.parse("2026-11-23T11:00:00Z");
const historyDays = 5;

const aConfig = (config: Partial<AutomationConfig> = {}): AutomationConfig => ({
  alias: "Hall light at noon",
  triggers: [{ trigger: "time", at: "12:30:00" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }],
  ...config,
});

const aHome = (options: Partial<SimulatedHomeOptions> = {}): Home =>
  createSimulatedHome({
    archive: createMemoryArchive(),
    listener: {
      onConnection: () => undefined,
      onBackfill: () => undefined,
      onAutomations: () => undefined,
      onAnswer: () => undefined,
    },
    statePath: null,
    historyDays,
    now: () => noon,
    tickMilliseconds: 1,
    ...options,
  });

const started = async (home: Home): Promise<Home> => {
  await home.start();
  await until(() => home.backfill().state === "done");
  return home;
};

describe("simulated home", () => {
  const homes: Home[] = [];
  const stoppedAfter = (home: Home): Home => {
    homes.push(home);
    return home;
  };
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "simulated-home-"));
  });
  afterEach(async () => {
    await Promise.all(homes.splice(0).map((home) => home.stop()));
    await rm(folder, { recursive: true });
  });

  it("fills the archive up to now and marks everything earlier as covered", async () => {
    const archive = createMemoryArchive();
    await started(stoppedAfter(aHome({ archive })));
    expect(await archive.missing({ from: 0, to: noon })).to.deep.equal([]);
    expect(new Set(archive.changes.map(({ at }) => clock.dayOf(at))).size).to.equal(historyDays + 1);
    expect(Math.max(...archive.changes.map(({ at }) => at))).to.be.below(noon);
  });

  it("reports its backfill progress day by day", async () => {
    const progress: BackfillProgress[] = [];
    const archive = createMemoryArchive();
    const onBackfill = (next: BackfillProgress) => progress.push(next);
    const listener = {
      onConnection: () => undefined,
      onBackfill,
      onAutomations: () => undefined,
      onAnswer: () => undefined,
    };
    await started(stoppedAfter(aHome({ archive, listener })));
    expect(progress.map(({ state, daysRead }) => `${state} ${daysRead}`)).to.deep.equal([
      ...[0, 1, 2, 3, 4, 5, 6].map((day) => `running ${day}`),
      "done 6",
    ]);
    expect(progress[0]?.coveredSince).to.equal(null);
    expect(progress[1]?.coveredSince).to.equal(clock.instantOf(clock.dayOf(noon), 0));
    expect(progress.at(-1)?.coveredSince).to.equal(clock.instantOf(clock.dayOf(noon) - historyDays, 0));
    expect(progress.at(-1)?.changesRead).to.equal(archive.changes.length);
  });

  it("resumes where it was stopped and records nothing twice", async () => {
    const archive = createMemoryArchive();
    const statePath = join(folder, "state.json");
    let now = noon;
    const options = { archive, statePath, now: () => now };
    const first = aHome(options);
    await first.start();
    await until(() => archive.covered.length > 3);
    await first.stop();
    now += 2 * DAY + 3 * HOUR;
    await started(stoppedAfter(aHome(options)));

    const whole = createMemoryArchive();
    await started(stoppedAfter(aHome({ ...options, archive: whole })));
    const from = clock.instantOf(clock.dayOf(now) - historyDays, 0);
    const inOrder = (changes: readonly StateChange[]): readonly string[] =>
      changes
        .filter(({ at }) => at >= from)
        .map(({ at, entityId, state }) => `${at} ${entityId} ${state}`)
        .sort();
    expect(inOrder(archive.changes)).to.deep.equal(inOrder(whole.changes));
    expect(await archive.missing({ from: 0, to: now })).to.deep.equal([]);
  });

  it("continues to record as time passes", async () => {
    const archive = createMemoryArchive();
    let now = noon;
    await started(stoppedAfter(aHome({ archive, now: () => now })));
    now += 6 * HOUR;
    await until(() => archive.covered.some(({ to }) => to === now));
    expect(archive.changes.filter(({ at }) => at >= noon).length).to.be.above(100);
  });

  it("reports when the archive fails and loses nothing", async () => {
    const archive = createMemoryArchive();
    let isFull = true;
    const record: typeof archive.record = async (recorded) => {
      if (isFull) throw new Error("disk is full");
      return archive.record(recorded);
    };
    const home = stoppedAfter(aHome({ archive: { ...archive, record } }));
    await home.start();
    await until(() => home.connection().state === "unreachable");
    expect(home.connection().message).to.contain("disk is full");
    isFull = false;
    await until(() => home.connection().state === "connected");
    expect(await archive.missing({ from: 0, to: noon })).to.deep.equal([]);
  });

  it("stops for good, and stopping again is harmless", async () => {
    const archive = createMemoryArchive();
    const home = await started(aHome({ archive }));
    await home.stop();
    await home.stop();
    const { length } = archive.covered;
    await setTimeout(20);
    expect(archive.covered.length).to.equal(length);
    expect(home.connection().state).to.equal("stopped");
    expect(await home.deploy("1", aConfig())).to.include({ outcome: "away" });
    expect(await home.validate(aConfig())).to.equal(undefined);
    expect(await home.remove("1")).to.equal("away");
  });

  it("has a snapshot of entities, people and automations once started", async () => {
    const home = stoppedAfter(aHome());
    expect(home.snapshot()).to.equal(undefined);
    await home.start();
    const snapshot = home.snapshot() ?? expect.fail();
    expect(snapshot.info).to.include({ name: "Simulated home", zone: "Europe/Amsterdam" });
    expect(snapshot.persons.map(({ name }) => name)).to.deep.equal(["Anna", "Ben"]);
    expect(snapshot.entities.get("light.pantry")).to.include({ areaName: "Kitchen" });
    expect(snapshot.automations.length).to.be.at.least(2);
  });

  const refused: readonly (readonly [string, Partial<AutomationConfig>])[] = [
    ["no trigger", { triggers: [] }],
    ["no action", { actions: [] }],
    ["a trigger of no kind", { triggers: [{ at: "12:00" }] }],
    ["a condition of no kind", { conditions: [{ after: "sunset" }] }],
    ["an action of no kind", { actions: [{ target: {} }] }],
    ["no name", { alias: " " }],
  ];
  for (const [name, config] of refused)
    it(`rejects an automation with ${name}`, async () => {
      const home = stoppedAfter(aHome());
      await home.start();
      expect(await home.validate(aConfig(config))).to.include({ valid: false });
      expect(await home.deploy("1", aConfig(config))).to.include({ outcome: "refused" });
    });

  it("keeps deployed automations across a restart", async () => {
    const statePath = join(folder, "stored", "state.json");
    const home = aHome({ statePath });
    await home.start();
    expect(await home.validate(aConfig())).to.deep.equal({ valid: true });
    const deployed = { outcome: "deployed", entityId: "automation.hall_light_at_noon" };
    expect(await home.deploy("id-1", aConfig())).to.deep.equal(deployed);
    expect(await home.deploy("id-1", aConfig())).to.deep.equal(deployed);
    await home.stop();
    expect(await readdir(join(folder, "stored"))).to.deep.equal(["state.json"]);

    const again = stoppedAfter(aHome({ statePath }));
    await again.start();
    const shown = again.snapshot()?.automations.filter(({ id }) => id === "id-1");
    expect(shown).to.deep.equal([
      {
        entityId: "automation.hall_light_at_noon",
        id: "id-1",
        name: "Hall light at noon",
        isOn: true,
        config: aConfig(),
      },
    ]);
  });

  it("numbers entity ids that are taken", async () => {
    const home = stoppedAfter(aHome());
    await home.start();
    await Promise.all([home.deploy("1", aConfig()), home.deploy("2", aConfig())]);
    const ids = home.snapshot()?.automations.map(({ entityId }) => entityId);
    expect(ids).to.include.members(["automation.hall_light_at_noon", "automation.hall_light_at_noon_2"]);
  });

  it("removes automations, and ignores unknown ones", async () => {
    const statePath = join(folder, "state.json");
    const home = stoppedAfter(aHome({ statePath }));
    await home.start();
    const before = home.snapshot()?.automations;
    await home.deploy("1", aConfig());
    expect(await home.remove("1")).to.equal("removed");
    expect(await home.remove("1")).to.equal("removed");
    expect(home.snapshot()?.automations).to.deep.equal(before);
    expect(await readFile(statePath, "utf8")).to.contain(`"to": ${noon}`);
  });

  it("names the file it cannot read", async () => {
    const statePath = join(folder, "state.json");
    await writeFile(statePath, "{");
    const error: unknown = await aHome({ statePath })
      .start()
      .catch((error: unknown) => error);
    expect(error).to.be.instanceOf(Error).with.property("message").that.contains(statePath);
  });

  it("records runs, including those of existing automations, and none while turned off", async () => {
    const archive = createMemoryArchive();
    let now = noon;
    const home = await started(stoppedAfter(aHome({ archive, now: () => now })));
    const own = home.snapshot()?.automations.map(({ entityId }) => entityId) ?? [];
    expect(new Set(archive.runs.map(({ entityId }) => entityId))).to.have.keys(own);
    const { length } = archive.runs;
    const nextDay = async (): Promise<readonly number[]> => {
      now += DAY;
      await until(() => archive.covered.some(({ to }) => to === now));
      return archive.runs.filter(({ entityId }) => entityId === "automation.hall_light_at_noon").map(({ at }) => at);
    };
    await home.deploy("1", aConfig());
    const first = noon + 30 * MINUTE;
    expect(await nextDay()).to.deep.equal([first]);
    expect(await home.setEnabled("1", false)).to.deep.equal({ outcome: "done" });
    expect(home.snapshot()?.automations.at(-1)).to.include({ id: "1", isOn: false });
    expect(await nextDay()).to.deep.equal([first]);
    await home.setEnabled("1", true);
    expect(await nextDay()).to.deep.equal([first, first + 2 * DAY]);
    expect(archive.runs.length).to.be.above(length);
  });

  it("keeps an automation turned off across a restart until it is replaced or removed", async () => {
    const statePath = join(folder, "state.json");
    const home = aHome({ statePath });
    await home.start();
    await home.deploy("1", aConfig());
    for (const isOn of [false, false, true, false]) await home.setEnabled("1", isOn);
    expect(await home.setEnabled("2", false)).to.deep.equal({ outcome: "missing" });
    await home.stop();
    expect(await home.setEnabled("1", true)).to.include({ outcome: "away" });
    const again = stoppedAfter(aHome({ statePath }));
    await again.start();
    const ours = () => again.snapshot()?.automations.filter(({ id }) => id === "1") ?? [];
    expect(ours().map(({ isOn }) => isOn)).to.deep.equal([false]);
    await again.deploy("1", aConfig());
    expect(ours().map(({ isOn }) => isOn)).to.deep.equal([true]);
    await again.setEnabled("1", false);
    await again.remove("1");
    expect(ours()).to.deep.equal([]);
  });

  it("runs each half of a pair on its own trigger", async () => {
    const archive = createMemoryArchive();
    let now = noon;
    const home = await started(stoppedAfter(aHome({ archive, now: () => now })));
    const [on, off] = ["12:30:00", "12:40:00"].map((at, index) =>
      aConfig({
        triggers: [{ trigger: "time", at }],
        actions: [{ action: `light.turn_${index === 0 ? "on" : "off"}`, target: { entity_id: "light.garden" } }],
      }),
    );
    await home.deploy("1", pairOf([on!, off!], { alias: "Garden light", description: "" }));
    now += HOUR;
    await until(() => archive.covered.some(({ to }) => to === now));
    const changes = archive.changes.filter(
      ({ entityId, at, cause }) => at >= noon && entityId === "light.garden" && cause.kind === "automation",
    );
    expect(changes.map(({ state, at }) => [state, at])).to.deep.equal([
      ["on", noon + 30 * MINUTE + SECOND],
      ["off", noon + 40 * MINUTE + SECOND],
    ]);
  });

  it("records a trial as one, and brings the state from before back", async () => {
    const archive = createMemoryArchive();
    let now = noon;
    const home = await started(stoppedAfter(aHome({ archive, now: () => now })));
    const states = await home.trials.states(["light.garden"]);
    const [before] = states === "away" ? [] : states;
    const isOn = before?.state === "on";
    const call = { domain: "light", service: "toggle", data: { entity_id: ["light.garden"] } };
    now += SECOND;
    expect(await home.trials.call([call], "anna")).to.deep.equal({ outcome: "done" });
    expect(await home.trials.states(["light.garden"])).to.deep.equal([{ ...before, state: isOn ? "off" : "on" }]);
    now += SECOND;
    await home.trials.restore(before === undefined ? [] : [before], null);
    expect(await home.trials.states(["light.garden"])).to.deep.equal([before]);
    now += SECOND;
    await until(() => archive.covered.some(({ to }) => to === now));
    const tried = archive.changes.filter(({ cause }) => cause.kind === "person" && cause.via === "trial");
    expect(tried.map(({ at, cause }) => [at - noon, cause])).to.deep.equal([
      [SECOND, { kind: "person", userId: "anna", via: "trial" }],
      [2 * SECOND, { kind: "person", userId: null, via: "trial" }],
    ]);
  });

  it("runs deployed automations", async () => {
    const archive = createMemoryArchive();
    let now = noon;
    const home = await started(stoppedAfter(aHome({ archive, now: () => now })));
    await home.deploy("1", aConfig({ actions: [{ action: "light.turn_on", target: { entity_id: "light.garden" } }] }));
    now += HOUR;
    await until(() => archive.covered.some(({ to }) => to === now));
    const [change] = archive.changes.filter(({ at, entityId }) => at >= noon && entityId === "light.garden");
    expect(change).to.deep.equal({
      entityId: "light.garden",
      state: "on",
      at: noon + 30 * MINUTE + 1_000,
      cause: { kind: "automation", entityId: "automation.hall_light_at_noon" },
    });
  });
});
