import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { rest } from "./real-home.ts";
import { archived } from "./recorder.ts";

const SENSOR = "sensor.removed_and_back";

describe("an entity that was removed and added again", () => {
  const at = aServiceAtHome();
  const tell = (state: string) =>
    rest(at.home, "POST", `states/${SENSOR}`, { state, attributes: { unit_of_measurement: "°C" } });

  afterEach(async () => {
    await rest(at.home, "DELETE", `states/${SENSOR}`);
  });

  it("does not prevent the history from being read and analysed", async () => {
    const begun = Date.now();
    await tell("20.5");
    await wait(1_000);
    await rest(at.home, "DELETE", `states/${SENSOR}`);
    await wait(1_000);
    await tell("21.5");
    await at.start();
    const status = await at.eventually(async () => {
      const now = await at.ask("status");
      return now.history.backfill.state === "done" && now.analysis.last?.status === "done" ? now : undefined;
    });
    expect(status.problems).to.deep.equal([]);
    const states = archived(at.databasePath, [SENSOR], begun).map(({ state }) => state);
    expect(states).to.deep.equal(["20.5", "unavailable", "21.5"]);
  });

  it("has a gap in live events while it is removed", async () => {
    await tell("20.5");
    await at.start();
    await at.eventually(async () => ((await at.ask("status")).history.backfill.state === "done" ? true : undefined));
    const begun = Date.now();
    await rest(at.home, "DELETE", `states/${SENSOR}`);
    await wait(100);
    await tell("21.5");
    const states = (): readonly string[] => archived(at.databasePath, [SENSOR], begun).map(({ state }) => state);
    await at.eventually(async () => (states().length >= 2 ? true : undefined));
    expect(states()).to.deep.equal(["unavailable", "21.5"]);
  });
});
