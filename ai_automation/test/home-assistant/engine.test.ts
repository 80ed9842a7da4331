import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { connectAsync, type MqttClient } from "mqtt";
import { parse, stringify } from "yaml";
import { loadRecording } from "../../src/cli/load-recording.ts";
import { createClock, type Clock } from "../../src/model/clock.ts";
import { createRandom, type Random } from "../../src/model/random.ts";
import type { Interval } from "../../src/model/state-change.ts";
import { createSun, type Location } from "../../src/model/sun.ts";
import { DAY, SECOND } from "../../src/model/time.ts";
import { createWorld, type World } from "../../src/replay/world.ts";
import { reasonTexts } from "../../src/suggestions/words/reason-text.ts";
import { restartHome } from "./causes/restart.ts";
import { logIn, type Socket } from "./causes/socket.ts";
import { everyForm, randomForms, SUN_FORMS, type Written } from "./engine/automations.ts";
import { beat, lateTimes, totalOf } from "./engine/beats.ts";
import { compare, summaryOf, type Comparison } from "./engine/compare.ts";
import { withExactTimes } from "./engine/exact-times.ts";
import { changeAll, changeForAWhile, isLateAt, play, wordsAt } from "./engine/play.ts";
import { setProps, settle } from "./engine/props.ts";
import { realHome, rest, type RealHome } from "./real-home.ts";
import { recordedRuns } from "./recorder.ts";

const home = realHome();

/** More of both for an evening: ENGINE_SEEDS=10 ENGINE_CHANGES=300. */
const SEEDS = Number(process.env.ENGINE_SEEDS ?? 1);
const FIRST_SEED = Number(process.env.ENGINE_FIRST_SEED ?? 1);
const CHANGES = Number(process.env.ENGINE_CHANGES ?? 120);
const RANDOM_FORMS = 40;
/** The share of runs that may differ although Home Assistant was on time. */
const MAX_DIFFERENCE = 0;
/** The share that may differ where it is open what it did first. */
const MAX_EXCUSED = 0.01;

/** Longer than any hold. */
const AFTER_THE_LAST = 5 * SECOND;

describe("the replay of automations that ran on a real Home Assistant", function () {
  this.timeout(1_800_000);
  let stage: Stage;

  before(async function () {
    if (home === undefined) return this.skip();
    stage = await openStage(home);
    await setProps(stage);
  });
  after(() => stage?.close());
  beforeEach(function () {
    if (isLateAt(Date.now(), stage.clock)) this.skip();
  });

  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++)
    it(`has the same runs, over outages, text and unknown states (seed ${seed})`, async () => {
      const random = createRandom(seed);
      const automations = written(random);
      expectAgreement(await perform(automations, () => play(CHANGES, stage, random)), CHANGES);
    });

  it("has the same runs over a restart, in which states change too", async () => {
    const random = createRandom(FIRST_SEED);
    const automations = written(random);
    const performance = await perform(automations, async (home) => {
      await play(CHANGES / 3, stage, random);
      await restartHome(home, stage.owner, () => changeAll(stage, random));
      stage.owner.close();
      stage = await openStage(home, stage.mqtt);
      await play(CHANGES / 3, stage, random);
    });
    expectAgreement(performance, CHANGES / 3);
  });

  it("has the same runs at sunset in the mountains", async () => {
    const place = { latitude: 46.8, longitude: 0, elevation: 1_560 };
    const before = await rest(stage.home, "GET", "config");
    const longitude = longitudeOfSunset(Date.now() + 60 * SECOND, place, stage.clock);
    await stage.owner.ask({ type: "config/core/update", ...place, longitude });
    try {
      expectAgreement(await perform(SUN_FORMS, () => changeForAWhile(stage, 80 * SECOND)), 20);
    } finally {
      const { latitude, longitude, elevation } = before;
      await stage.owner.ask({ type: "config/core/update", latitude, longitude, elevation });
    }
  });

  /** Agreement of all runs but few races. */
  function expectAgreement({ comparisons, lateShare }: Performance, leastRuns: number): void {
    const { real, replayed, agreeing, excused, wrong } = summaryOf(comparisons);
    report(`${real} runs, ${replayed} of them of automations that are replayed, ${agreeing} agree`);
    report(`  Home Assistant was late in ${(100 * lateShare).toFixed(1)} % of the time; ${excused} runs were races`);
    for (const { alias, unsupported, real: own } of comparisons)
      if (unsupported.length > 0)
        report(`  not replayed: ${alias} (${own}): ${reasonTexts(unsupported, "en").join("; ")}`);
    for (const one of wrong) report(`  differs: ${described(one)}`);
    const differences = wrong.reduce((sum, { missed, invented }) => sum + missed.length + invented.length, 0);
    expect(differences).to.be.at.most(MAX_DIFFERENCE * replayed);
    expect(excused).to.be.at.most(MAX_EXCUSED * replayed);
    expect(agreeing).to.be.at.least(leastRuns);
  }

  const written = (random: Random): readonly Written[] => {
    const words = wordsAt(Date.now() + 20 * SECOND, stage.clock);
    return [...everyForm(words), ...randomForms(RANDOM_FORMS, words, random)];
  };

  /** Creates automations, has things happen, and compares what ran with the replay of Home Assistant's own recording. */
  async function perform(
    automations: readonly Written[],
    happen: (home: RealHome) => Promise<void>,
  ): Promise<Performance> {
    const { home } = stage;
    await settle(stage);
    const file = join(home.configFolder, "automations.yaml");
    const known: readonly { readonly id: string }[] = parse(await readFile(file, "utf8")) ?? [];
    const write = (all: readonly unknown[]) => writeFile(file, stringify(all, { version: "1.1" }));
    // A run that was broken off leaves its own.
    const existing = known.filter(({ id }) => !id.startsWith("engine_"));
    try {
      await write([...existing, ...automations]);
      await stage.owner.call("automation.reload", {});
      await wait(AFTER_THE_LAST);
      const from = Date.now();
      const stopBeating = beat(stage.mqtt);
      await happen(home);
      await wait(AFTER_THE_LAST);
      stopBeating();
      const interval = { from, to: Date.now() };
      // The recorder writes a little later than things happen.
      await wait(3 * SECOND);
      const names = await automationIds(stage);
      const runs = Map.groupBy(recordedRuns(home.databasePath, interval), ({ entityId }) => names.get(entityId) ?? "");
      const instants = new Map([...runs].map(([id, own]) => [id, own.map(({ at }) => at)]));
      const late = lateTimes(home.databasePath, interval);
      return {
        comparisons: compare(automations, instants, await worldOf(home, interval), interval, late),
        lateShare: totalOf(late) / (interval.to - interval.from),
      };
    } finally {
      await write(existing);
      await stage.owner.call("automation.reload", {});
    }
  }
});

interface Performance {
  readonly comparisons: readonly Comparison[];
  /** How much of the time Home Assistant was late. */
  readonly lateShare: number;
}

interface Stage {
  readonly home: RealHome;
  readonly owner: Socket;
  readonly mqtt: MqttClient;
  readonly clock: Clock;
  close(): Promise<void>;
}

async function openStage(home: RealHome, broker?: MqttClient): Promise<Stage> {
  const owner = await logIn(home.url, home.token);
  const mqtt = broker ?? (await connectAsync(home.mqttUrl));
  const { time_zone: zone } = await rest(home, "GET", "config");
  return {
    home,
    owner,
    mqtt,
    clock: createClock(zone),
    close: async () => {
      owner.close();
      await mqtt.endAsync();
    },
  };
}

async function automationIds({ owner }: Stage): Promise<ReadonlyMap<string, string>> {
  const states: readonly any[] = await owner.ask({ type: "get_states" });
  const automations = states.filter(({ entity_id }) => entity_id.startsWith("automation."));
  return new Map(automations.map(({ entity_id, attributes }) => [entity_id, attributes.id]));
}

async function worldOf(home: RealHome, { to }: Interval): Promise<World> {
  const { time_zone: zone, latitude, longitude, elevation } = await rest(home, "GET", "config");
  const recording = await loadRecording(home.databasePath, zone, { latitude, longitude, elevation });
  return createWorld(withExactTimes(recording.frame(-Infinity, to + SECOND), home.databasePath));
}

/** Where at a latitude and elevation the sun sets at an instant. */
function longitudeOfSunset(at: number, place: Location, clock: Clock): number {
  const sunsetAt = (longitude: number): number =>
    createSun(clock, { ...place, longitude })(clock.dayOf(at)).sunset ?? NaN;
  const wrapped = (longitude: number): number => ((((longitude + 180) % 360) + 360) % 360) - 180;
  let longitude = 0;
  for (let step = 0; step < 20; step++) longitude = wrapped(longitude + (sunsetAt(longitude) - at) / (DAY / 360));
  return longitude;
}

const report = (line: string): void => void process.stdout.write(`${line}\n`);

const described = ({ alias, missed, invented }: Comparison): string =>
  `${alias}: missed ${missed.map(isoOf).join(", ")}; invented ${invented.map(isoOf).join(", ")}`;

const isoOf = (at: number): string => new Date(at).toISOString().slice(11, 23);
