import { expect } from "chai";
import { SECOND } from "../../src/model/time.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { followed } from "./followed.ts";
import { hardware, stateOf } from "./real-home.ts";

/** Home Assistant keeps an action's context for 5 s. */
const CONTEXT_KEPT = 6 * SECOND;

describe("following automations on a real Home Assistant", () => {
  const at = aServiceAtHome();

  it("counts live and recorded runs, and what people undo; pausing stops the runs, resuming restarts them", async () => {
    const { home, act, eventually } = at;
    const move = async (sensor: string): Promise<void> => {
      await hardware(home, sensor, "off");
      await sleep(SECOND);
      await hardware(home, sensor, "on");
    };
    const before = Date.now();
    await at.live(followed("binary_sensor.kitchen_motion", "light.kitchen", before), before);
    await hardware(home, "light.kitchen", "off");
    await move("binary_sensor.hall_motion");

    await at.start();
    const list = async (): Promise<readonly any[]> => (await at.ask("automations")).automations;
    const theirs = async () => (await list()).find(({ entity_id }) => entity_id === "automation.hall_light_on_motion");
    await eventually(async () => ((await theirs())?.runs.total === 1 ? true : undefined));
    await move("binary_sensor.hall_motion");
    await eventually(async () => ((await theirs())?.runs.total === 2 ? true : undefined));

    const [offered] = await eventually(async () => {
      const { suggestions } = await at.ask("suggestions");
      return suggestions.length > 0 ? suggestions : undefined;
    });
    const ours = async () => (await list()).find(({ is_ours }) => is_ours);
    const approved = await act(offered.id, "approve");
    at.leave(approved.ha_automation_id ?? "");
    expect(approved.status).to.equal("deployed");
    const created = await ours();
    expect(created).to.include({ is_on: true, suggestion_id: offered.id });

    expect((await act(offered.id, "pause")).paused_at).to.be.a("string");
    expect(await stateOf(home, created.entity_id)).to.equal("off");
    expect((await ours()).is_on).to.equal(false);
    await move("binary_sensor.kitchen_motion");
    await sleep(2 * SECOND);
    expect(await stateOf(home, "light.kitchen")).to.equal("off");

    expect((await act(offered.id, "resume")).paused_at).to.equal(null);
    expect(await stateOf(home, created.entity_id)).to.equal("on");
    await move("binary_sensor.kitchen_motion");
    await eventually(async () => ((await stateOf(home, "light.kitchen")) === "on" ? true : undefined));
    await eventually(async () => ((await ours()).runs.total === 1 ? true : undefined));
    await sleep(CONTEXT_KEPT);
    await hardware(home, "light.kitchen", "off");
    await eventually(async () => ((await ours()).corrections.total === 1 ? true : undefined));

    expect((await act(offered.id, "undo")).status).to.equal("pending");
    expect((await list()).some(({ is_ours }) => is_ours)).to.equal(false);
    await at.stop();
  });
});

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
