import { expect } from "chai";
import { createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { offeredAtHome } from "../support/an-entrance.ts";
import { until } from "../support/until.ts";
import { hardware, realHome, rest, stateOf } from "./real-home.ts";

const CONFIG_ID = "reminder_buttons_test";
const LOCK = "lock.front_door";

describe("the button of a reminder, in a real Home Assistant", () => {
  const real = realHome();
  before(function () {
    if (real === undefined) this.skip();
  });
  after(async () => {
    if (real !== undefined) await rest(real, "DELETE", `config/automation/config/${CONFIG_ID}`);
  });

  it("works for the residents, for its own notification, and once", async () => {
    const home = real ?? expect.fail("there is no real Home Assistant");
    const connection = await createConnection({ auth: createLongLivedTokenAuth(home.url, home.token) });
    const { id: ownerId } = await connection.sendMessagePromise<{ readonly id: string }>({ type: "auth/current_user" });
    const offered = (userId: string) => {
      const lock = { entityId: LOCK, states: ["unlocked", "locked"] } as const;
      const persons = [{ userId, name: "Resident" }];
      const [draft] = offeredAtHome(lock, "Front door", "lock", {
        phones: ["notify.persistent_notification"],
        persons,
      });
      return draft?.automation ?? expect.fail("nothing was offered");
    };
    const contexts: string[] = [];
    await connection.subscribeEvents<{
      readonly context: { readonly id: string };
      readonly data: { readonly name: string };
    }>(({ context, data }) => void (data.name === "Lock it?" && contexts.push(context.id)), "automation_triggered");
    /** Runs the reminder, and returns the id of the run's context. */
    const remind = async (residentId: string): Promise<string> => {
      const triggers = [{ trigger: "event", event_type: "remind" }];
      const config = { ...offered(residentId), alias: "Lock it?", triggers };
      await rest(home, "POST", `config/automation/config/${CONFIG_ID}`, config);
      const entity = async (): Promise<string | undefined> =>
        (await rest(home, "GET", "states")).find(
          ({ attributes, state }: any) => attributes.id === CONFIG_ID && state === "on",
        )?.entity_id;
      await until(async () => (await entity()) !== undefined, "the automation");
      await hardware(home, LOCK, "unlocked");
      await until(async () => (await stateOf(home, LOCK)) === "unlocked", "an unlocked door");
      const before = contexts.length;
      await rest(home, "POST", "events/remind", {});
      await until(async () => {
        const found = (await rest(home, "GET", "states")).find(({ attributes }: any) => attributes.id === CONFIG_ID);
        return contexts.length > before && found?.attributes.current === 1;
      }, "a run that waits for the button");
      return contexts.at(-1) ?? "";
    };
    const press = (contextId: string): Promise<unknown> =>
      rest(home, "POST", "events/mobile_app_notification_action", { action: `rest_lock_front_door_${contextId}` });
    const isLockedSoon = async (): Promise<boolean> => {
      for (let look = 0; look < 20; look++) {
        if ((await stateOf(home, LOCK)) === "locked") return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    };

    const yesterday = await remind(ownerId);
    await press(yesterday);
    expect(await isLockedSoon(), "pressed by a resident").to.equal(true);
    const today = await remind(ownerId);
    await press(yesterday);
    expect(await isLockedSoon(), "yesterday's button").to.equal(false);
    await press(today);
    expect(await isLockedSoon(), "today's button").to.equal(true);
    const others = await remind(home.annaId);
    await press(others);
    expect(await isLockedSoon(), "pressed by somebody who is no resident").to.equal(false);
    connection.close();
  });
});
