import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { pairOf } from "../../src/automation/pair.ts";
import { parseAutomation } from "../../src/automation/read/automation.ts";
import { automationOf } from "../../src/automation/write/automation.ts";
import { loadRecording } from "../../src/cli/load-recording.ts";
import type { Interval } from "../../src/model/state-change.ts";
import { SECOND } from "../../src/model/time.ts";
import { effectFires } from "../../src/replay/effect-fires.ts";
import { createWorld } from "../../src/replay/world.ts";
import { until } from "../support/until.ts";
import { withExactTimes } from "./engine/exact-times.ts";
import { hardware, realHome, rest, stateOf } from "./real-home.ts";
import { recordedStates } from "./recorder.ts";

const home = realHome();

const ID = "ai_automation_test_pair";
const MOTION = "binary_sensor.bathroom_motion";
const BEFORE = "binary_sensor.kitchen_motion";
const LIGHT = "light.bedroom";
const WITHIN = 8 * SECOND;
const WAIT = 3 * SECOND;
/** An action takes effect this much later at most, on a busy machine. */
const LATE = 2 * SECOND;

/** On at motion shortly after somebody was in the kitchen, off after a while without motion. */
const pair = pairOf(
  [
    automationOf(
      {
        trigger: { kind: "state", entityIds: [MOTION], state: "on", hold: 0 },
        conditions: [{ kind: "recent", entityId: BEFORE, state: "on", within: WITHIN }],
      },
      [{ entityId: LIGHT, state: "on" }],
      { alias: "on", description: "" },
    ),
    automationOf(
      { trigger: { kind: "state", entityIds: [MOTION], state: "off", hold: WAIT }, conditions: [] },
      [{ entityId: LIGHT, state: "off" }],
      { alias: "off", description: "" },
    ),
  ],
  { alias: "A pair with a memory", description: "" },
);

describe("a pair with a memory on a real Home Assistant", function () {
  this.timeout(300_000);

  before(function () {
    if (home === undefined) this.skip();
  });
  after(async () => {
    if (home !== undefined) await rest(home, "DELETE", `config/automation/config/${ID}`);
  });

  it("acts when its replay does, and not when the memory has passed", async () => {
    if (home === undefined) return;
    const sees = async (entityId: string, state: string): Promise<void> => {
      await hardware(home, entityId, state);
      await until(async () => (await stateOf(home, entityId)) === state, `${entityId} is ${state}`);
    };
    for (const entityId of [MOTION, BEFORE, LIGHT]) await sees(entityId, "off");
    await rest(home, "POST", `config/automation/config/${ID}`, pair);
    await until(async () => {
      const states: readonly any[] = await rest(home, "GET", "states");
      return states.some(({ attributes }) => attributes.id === ID);
    }, "the automation runs");
    const from = Date.now();

    await sees(BEFORE, "on");
    await sees(MOTION, "on");
    await until(async () => (await stateOf(home, LIGHT)) === "on", "the light is turned on");
    await sees(MOTION, "off");
    await until(async () => (await stateOf(home, LIGHT)) === "off", "the light is turned off");
    await wait(WITHIN);
    await sees(MOTION, "on");
    await sees(MOTION, "off");
    await wait(WAIT + LATE);

    const interval = { from, to: Date.now() };
    // The recorder writes a little later than things happen.
    await wait(3 * SECOND);
    const acted = recordedStates(home.databasePath, LIGHT, interval);
    expect(acted.map(({ state }) => state)).to.deep.equal(["on", "off"]);
    const replayed = await replay(interval);
    expect(replayed.map(({ state }) => state)).to.deep.equal(["on", "off", "off"]);
    for (const [index, { at }] of acted.entries()) expect(at - replayed[index]!.at).to.be.within(-100, LATE);
  });

  /** When the replay of Home Assistant's own recording turns the light on or off. */
  async function replay({ from, to }: Interval): Promise<readonly { readonly state: string; readonly at: number }[]> {
    const { databasePath } = home!;
    const { time_zone: zone, latitude, longitude, elevation } = await rest(home!, "GET", "config");
    const recording = await loadRecording(databasePath, zone, { latitude, longitude, elevation });
    const world = createWorld(withExactTimes(recording.frame(-Infinity, to + SECOND), databasePath));
    const plan = parseAutomation(pair);
    expect(plan.unsupported).to.deep.equal([]);
    return plan.effects
      .flatMap((effect) =>
        effectFires(plan, effect, world, { from, to }).map(({ at }) => ({ state: effect.state, at })),
      )
      .toSorted((a, b) => a.at - b.at);
  }
});
