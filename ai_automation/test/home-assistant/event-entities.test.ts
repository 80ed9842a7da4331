import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { rest, stateOf } from "./real-home.ts";
import { archived } from "./recorder.ts";

const BUTTON = "event.returning_button";
const TOPIC = "lab/returning_button";

describe("an event entity that returns", function () {
  this.timeout(180_000);
  const at = aServiceAtHome();
  const publish = (topic: string, payload: string, retain = true) =>
    rest(at.home, "POST", "services/mqtt/publish", { topic, payload, retain });
  const announce = (config: string) => publish("homeassistant/event/returning_button/config", config);
  const until = async (isThere: (state: string | undefined) => boolean): Promise<void> => {
    for (let look = 0; look < 100; look++) {
      if (isThere(await stateOf(at.home, BUTTON))) return;
      await wait(100);
    }
    expect.fail("the button's state did not come");
  };
  const isInstant = (state: string | undefined): boolean => !Number.isNaN(Date.parse(state ?? ""));

  const press = async (): Promise<void> => {
    const before = await stateOf(at.home, BUTTON);
    await publish(`${TOPIC}/state`, JSON.stringify({ event_type: "press" }), false);
    await until((state) => isInstant(state) && state !== before);
  };
  const presses = (since: number): number =>
    archived(at.databasePath, [BUTTON], since).filter(({ state }) => state === "press").length;

  /** Three presses, an outage after the first and a reload of the integration after the second. */
  const pressBetweenReturns = async (): Promise<void> => {
    await publish(`${TOPIC}/availability`, "online");
    await announce(
      JSON.stringify({
        name: "Returning button",
        unique_id: "returning_button",
        default_entity_id: BUTTON,
        state_topic: `${TOPIC}/state`,
        availability_topic: `${TOPIC}/availability`,
        event_types: ["press"],
      }),
    );
    await until((state) => state === "unknown" || isInstant(state));
    await press();
    await publish(`${TOPIC}/availability`, "offline");
    await until((state) => state === "unavailable");
    await publish(`${TOPIC}/availability`, "online");
    await until(isInstant);
    await press();
    const [entry] = await rest(at.home, "GET", "config/config_entries/entry?domain=mqtt");
    await rest(at.home, "POST", `config/config_entries/entry/${entry.entry_id}/reload`);
    await until(isInstant);
    await press();
  };
  const isComplete = async (): Promise<true | undefined> =>
    (await at.ask("status")).history.backfill.state === "done" ? true : undefined;

  afterEach(async () => {
    await announce("");
  });

  it("adds no press to live events", async () => {
    await at.start();
    await at.eventually(isComplete);
    const begun = Date.now();
    await pressBetweenReturns();
    await at.eventually(async () => (presses(begun) >= 3 ? true : undefined));
    await wait(2_000);
    expect(presses(begun)).to.equal(3);
  });

  it("adds no press to the history that is read later", async () => {
    const begun = Date.now();
    await pressBetweenReturns();
    await wait(2_000);
    await at.start();
    await at.eventually(isComplete);
    expect(presses(begun)).to.equal(3);
  });
});
