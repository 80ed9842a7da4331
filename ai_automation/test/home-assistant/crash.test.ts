import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { SECOND } from "../../src/model/time.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { hardware, rest, stateOf } from "./real-home.ts";
import { recordedCauses } from "./recorder.ts";

const LIGHT = "light.kitchen";
const DOOR = "binary_sensor.front_door";

/** Live changes are stored a minute later. */
describe("a service at a real Home Assistant that is killed before it has stored what happened", () => {
  const at = aServiceAtHome();

  const isBackfilled = async (): Promise<true | undefined> =>
    (await at.ask("status")).history.backfill.state === "done" ? true : undefined;
  const becomes = (entityId: string, state: string): Promise<unknown> =>
    at.eventually(async () => ((await stateOf(at.home, entityId)) === state ? true : undefined));
  const stored = (since: number) =>
    recordedCauses(at.databasePath, "%", since)
      .filter(({ entityId }) => [LIGHT, DOOR].includes(entityId))
      .map(({ entityId, state, cause }) => [entityId, state, cause]);

  it("has everything once after its next start, with its causes", async function () {
    this.timeout(300_000);
    const { home } = at;
    const turn = async (state: "on" | "off"): Promise<void> => {
      await rest(home, "POST", `services/light/turn_${state}`, { entity_id: LIGHT }, home.annaToken);
      await becomes(LIGHT, state);
      await wait(SECOND);
    };
    const open = async (state: "on" | "off"): Promise<void> => {
      await hardware(home, DOOR, state);
      await becomes(DOOR, state);
      await wait(SECOND);
    };
    await at.start();
    await at.eventually(isBackfilled);
    await turn("off");
    await open("off");
    await wait(6 * SECOND);
    await at.ask("status");
    const since = Date.now();
    await turn("on");
    await open("on");
    await turn("off");
    await open("off");
    // The recorder writes every five seconds.
    await wait(6 * SECOND);
    await at.kill();
    expect(stored(since)).to.deep.equal([]);

    await at.start();
    await at.eventually(isBackfilled);
    await at.ask("status");
    const anna = { kind: "person", userId: home.annaId, via: "app" };
    const seen = stored(since);
    expect(seen.map(([entityId, state]) => [entityId, state])).to.deep.equal([
      [LIGHT, "on"],
      [DOOR, "on"],
      [LIGHT, "off"],
      [DOOR, "off"],
    ]);
    expect(seen.filter(([entityId]) => entityId === LIGHT).map(([, , cause]) => cause)).to.deep.equal([anna, anna]);
    const { gaps } = await at.ask("history/summary");
    expect(gaps.filter(({ to }: { to: string }) => Date.parse(to) > since)).to.deep.equal([]);
  });
});
