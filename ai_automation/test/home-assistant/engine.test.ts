import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { connectAsync, type MqttClient } from "mqtt";
import { parse, stringify } from "yaml";
import { loadRecording } from "../../src/cli/load-recording.ts";
import { createClock, type Clock } from "../../src/model/clock.ts";
import { createRandom } from "../../src/model/random.ts";
import type { Interval } from "../../src/model/state-change.ts";
import type { Location } from "../../src/model/sun.ts";
import { SECOND } from "../../src/model/time.ts";
import { createWorld, type World } from "../../src/replay/world.ts";
import { logIn, type Socket } from "./causes/socket.ts";
import { everyForm, randomForms, type Written } from "./engine/automations.ts";
import { compare, summaryOf, type Comparison } from "./engine/compare.ts";
import { isLateAt, play, wordsAt } from "./engine/play.ts";
import { setProps, settle } from "./engine/props.ts";
import { realHome, rest, type RealHome } from "./real-home.ts";

const home = realHome();

/** More of both for an evening: ENGINE_SEEDS=10 ENGINE_CHANGES=300. */
const SEEDS = Number(process.env.ENGINE_SEEDS ?? 1);
const FIRST_SEED = Number(process.env.ENGINE_FIRST_SEED ?? 1);
const CHANGES = Number(process.env.ENGINE_CHANGES ?? 120);
const RANDOM_FORMS = 40;

/** Longer than any hold. */
const AFTER_THE_LAST = 5 * SECOND;

describe("the replay of automations that ran on a real Home Assistant", function () {
  this.timeout(1_800_000);
  let stage: Stage | undefined;

  before(async function () {
    if (home === undefined) return this.skip();
    stage = await openStage(home);
    await setProps(stage);
  });
  after(() => stage?.close());

  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++)
    it(`has the same runs, over outages, text and unknown states (seed ${seed})`, async function () {
      if (home === undefined || stage === undefined) return this.skip();
      const { clock } = stage;
      if (isLateAt(Date.now(), clock)) return this.skip();
      const random = createRandom(seed);
      const words = wordsAt(Date.now() + 10 * SECOND, clock);
      const automations = [...everyForm(words), ...randomForms(RANDOM_FORMS, words, random)];
      const comparisons = await perform(home, stage, automations, () => play(CHANGES, clock, stage!, random));
      expectAgreement(comparisons);
    });

  /** Creates automations, has things happen, and compares what ran with the replay of Home Assistant's own recording. */
  async function perform(
    home: RealHome,
    { owner, mqtt, runs }: Stage,
    automations: readonly Written[],
    happen: () => Promise<void>,
  ): Promise<readonly Comparison[]> {
    await settle({ mqtt, owner });
    const file = join(home.configFolder, "automations.yaml");
    const before = await readFile(file, "utf8");
    try {
      const existing: unknown[] = parse(before) ?? [];
      await writeFile(file, stringify([...existing, ...automations], { version: "1.1" }));
      await owner.call("automation.reload", {});
      await wait(AFTER_THE_LAST);
      const from = Date.now();
      await happen();
      await wait(AFTER_THE_LAST);
      const interval = { from, to: Date.now() };
      return compare(automations, await runs(), await worldOf(home, interval), interval);
    } finally {
      await writeFile(file, before);
      await owner.call("automation.reload", {});
    }
  }
});

interface Stage {
  readonly owner: Socket;
  readonly mqtt: MqttClient;
  readonly clock: Clock;
  /** The instants of runs by the automation's id, so far. */
  runs(): Promise<ReadonlyMap<string, readonly number[]>>;
  close(): Promise<void>;
}

async function openStage(home: RealHome): Promise<Stage> {
  const owner = await logIn(home.url, home.token);
  const mqtt = await connectAsync(home.mqttUrl);
  const { time_zone: zone } = await rest(home, "GET", "config");
  const ids = new Map<string, string>();
  const byEntity = new Map<string, number[]>();
  await owner.connection.subscribeEvents<any>(({ data, time_fired }) => {
    const known = byEntity.get(data.entity_id) ?? [];
    byEntity.set(data.entity_id, known);
    known.push(Date.parse(time_fired));
  }, "automation_triggered");
  return {
    owner,
    mqtt,
    clock: createClock(zone),
    runs: async () => {
      for (const { entity_id, attributes } of await owner.ask({ type: "get_states" }))
        if (entity_id.startsWith("automation.")) ids.set(entity_id, attributes.id);
      return new Map([...byEntity].map(([entityId, instants]) => [ids.get(entityId) ?? entityId, instants]));
    },
    close: async () => {
      owner.close();
      await mqtt.endAsync();
    },
  };
}

/** The recorder writes a little later than things happen. */
async function worldOf(home: RealHome, { to }: Interval): Promise<World> {
  await wait(3 * SECOND);
  const { time_zone: zone, latitude, longitude, elevation } = await rest(home, "GET", "config");
  const location: Location = { latitude, longitude, elevation };
  const recording = await loadRecording(home.databasePath, zone, location);
  return createWorld(recording.frame(-Infinity, to + SECOND));
}

function expectAgreement(comparisons: readonly Comparison[]): void {
  const { real, replayed, agreeing, wrong } = summaryOf(comparisons);
  process.stdout.write(`${real} runs, ${replayed} of them of automations that are replayed, ${agreeing} agree\n`);
  for (const { alias, unsupported, real: own } of comparisons)
    if (unsupported.length > 0) process.stdout.write(`  not replayed: ${alias} (${own}): ${unsupported.join("; ")}\n`);
  expect(wrong.map(described)).to.deep.equal([]);
  expect(replayed).to.be.at.least(CHANGES);
}

const described = ({ alias, missed, invented }: Comparison): string =>
  `${alias}: missed ${missed.map(isoOf).join(", ")}; invented ${invented.map(isoOf).join(", ")}`;

const isoOf = (at: number): string => new Date(at).toISOString().slice(11, 23);
