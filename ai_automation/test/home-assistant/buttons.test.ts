import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import type { Cause } from "../../src/model/cause.ts";
import { createRandom } from "../../src/model/random.ts";
import type { StateChange } from "../../src/model/state-change.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/model/time.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { hardware, rest, stateOf } from "./real-home.ts";
import { recordedCauses } from "./recorder.ts";

const REMOTE = "event.lab_remote";
const HELPER = "input_button.doorbell";
const DOOR = "binary_sensor.front_door";
const SCENE = "scene.movie";
const TOPIC = "lab/lab_remote/action";

/** Home Assistant applies the context of a call to changes of the entity for five seconds. */
const CONTEXT = 6_000;

describe("buttons, scenes and scripts on a real Home Assistant", function () {
  this.timeout(300_000);
  const at = aServiceAtHome();
  const publish = (topic: string, payload: string, retain = true) =>
    rest(at.home, "POST", "services/mqtt/publish", { topic, payload, retain });

  /** As Zigbee2MQTT 2.14 announces a remote: every button has the same event type. */
  const announce = async (): Promise<void> => {
    await publish(
      "homeassistant/event/lab_remote/config",
      JSON.stringify({
        name: "Lab remote",
        unique_id: "lab_remote",
        default_entity_id: REMOTE,
        state_topic: TOPIC,
        event_types: ["press", "hold"],
      }),
    );
    await until(async () => (await stateOf(at.home, REMOTE)) !== undefined);
  };
  const press = async (button: string): Promise<void> => {
    const before = await stateOf(at.home, REMOTE);
    await publish(TOPIC, JSON.stringify({ event_type: "press", button }), false);
    await until(async () => (await stateOf(at.home, REMOTE)) !== before);
  };
  const asAnna = (action: string, data: object) =>
    rest(at.home, "POST", `services/${action.replace(".", "/")}`, data, at.home.annaToken);
  const becomes = (entityId: string, state: string): Promise<void> =>
    until(async () => (await stateOf(at.home, entityId)) === state);

  afterEach(async () => {
    await publish("homeassistant/event/lab_remote/config", "");
  });

  it("suggests automations that run for the right button only", async () => {
    await announce();
    await at.live(habitsUntil(Date.now(), at.home.annaId), Date.now() - 10 * SECOND);
    await at.start();
    await at.eventually(async () => ((await at.ask("status")).analysis.last?.status === "done" ? true : undefined));
    const { suggestions } = await at.ask("suggestions");
    const offered: ReadonlyMap<string, number> = new Map(
      suggestions.map(({ title, id }: { title: string; id: number }) => [title, id]),
    );
    expect([...offered.keys()]).to.have.members([
      'Turn off Kitchen when Lab remote reports "press" (button "off")',
      "Turn Bedroom on or off when Doorbell is pressed",
      "Activate Movie when Front door opens",
    ]);
    for (const id of offered.values()) {
      const deployed = await at.act(id, "approve");
      expect(deployed.status, JSON.stringify(deployed)).to.equal("deployed");
      at.leave(deployed.ha_automation_id);
    }

    await hardware(at.home, "light.kitchen", "on");
    await becomes("light.kitchen", "on");
    for (const button of ["on", "up", "down"]) await press(button);
    await wait(2_000);
    expect(await stateOf(at.home, "light.kitchen")).to.equal("on");
    await press("off");
    await becomes("light.kitchen", "off");
    await wait(CONTEXT);
    await hardware(at.home, "light.kitchen", "on");
    await becomes("light.kitchen", "on");
    await press("off");
    await becomes("light.kitchen", "off");

    await hardware(at.home, "light.bedroom", "off");
    await becomes("light.bedroom", "off");
    await asAnna("input_button.press", { entity_id: HELPER });
    await becomes("light.bedroom", "on");
    await rest(at.home, "POST", "services/input_button/reload");
    await wait(2_000);
    expect(await stateOf(at.home, "light.bedroom")).to.equal("on");
    await asAnna("input_button.press", { entity_id: HELPER });
    await becomes("light.bedroom", "off");

    const before = await stateOf(at.home, SCENE);
    await hardware(at.home, DOOR, "off");
    await wait(500);
    await hardware(at.home, DOOR, "on");
    await until(async () => (await stateOf(at.home, SCENE)) !== before);
    await hardware(at.home, DOOR, "off");
  });

  /** Anna presses a button of the remote, presses the helper, and starts the scene and the script. */
  const live = async (): Promise<number> => {
    await hardware(at.home, "light.living_room", "off");
    await wait(CONTEXT);
    const since = Date.now();
    await press("off");
    await asAnna("input_button.press", { entity_id: HELPER });
    await asAnna("scene.turn_on", { entity_id: SCENE });
    await becomes("light.living_room", "on");
    await wait(CONTEXT);
    await asAnna("script.good_night", {});
    await becomes("light.living_room", "off");
    await wait(2_000);
    return since;
  };
  const recorded = (since: number) =>
    recordedCauses(at.databasePath, "%", since)
      .filter(({ entityId }) => [REMOTE, HELPER, SCENE, "script.good_night", "light.living_room"].includes(entityId))
      .map(({ entityId, state, cause }) => [entityId, state, cause]);
  const truth = (): readonly unknown[] => {
    const userId = at.home.annaId;
    const anna = { kind: "person", userId, via: "app" };
    return [
      [REMOTE, "press[button=off]", { kind: "unknown" }],
      [HELPER, "press", anna],
      [SCENE, "on", anna],
      ["light.living_room", "on", { kind: "scene", entityId: SCENE, userId }],
      ["script.good_night", "on", anna],
      ["light.living_room", "off", { kind: "script", entityId: "script.good_night", userId }],
    ];
  };
  const isComplete = async (): Promise<true | undefined> =>
    (await at.ask("status")).history.backfill.state === "done" ? true : undefined;

  it("records live which button Anna pressed and what she started", async () => {
    await announce();
    await at.start();
    await at.eventually(isComplete);
    const since = await live();
    // A read has the service store what it holds.
    await at.ask("status");
    expect(recorded(since)).to.deep.equal(truth());
  });

  it("reads later which button Anna pressed and what she started", async () => {
    await announce();
    const since = await live();
    await at.start();
    await at.eventually(isComplete);
    expect(recorded(since)).to.deep.equal(truth());
  });
});

async function until(isThere: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 150; look++) {
    if (await isThere()) return;
    await wait(100);
  }
  expect.fail("it did not happen within 15 s");
}

/** Sixty days of a remote with four buttons, a helper that toggles, and a scene that Anna starts. */
function habitsUntil(now: number, annaId: string): readonly StateChange[] {
  const anna: Cause = { kind: "person", userId: annaId, via: "app" };
  const changes: StateChange[] = [];
  const push = (entityId: string, state: string, instant: number, cause: Cause = { kind: "unknown" }): void =>
    void changes.push({ entityId, state, at: instant, cause });
  const random = createRandom(1);
  const walk = (): number => Math.round((5 + random() * 40) * SECOND);
  const within = (minutes: number): number => Math.round(random() * minutes * MINUTE);
  for (let day = 60; day > 0; day--) {
    for (let time = 0; time < 3; time++) {
      const start = now - day * DAY + time * 3 * HOUR + within(30);
      push("light.kitchen", "on", start, { kind: "automation", entityId: null });
      for (const button of ["on", "up", "down"]) push(REMOTE, `press[button=${button}]`, start + within(50));
      const off = start + HOUR + within(30);
      push(REMOTE, "press[button=off]", off);
      push("light.kitchen", "off", off + walk(), anna);
      for (const [from, state] of [
        [10, "on"],
        [60, "off"],
      ] as const) {
        const pressed = start + from * MINUTE + within(40);
        push(HELPER, "press", pressed, anna);
        push("light.bedroom", state, pressed + walk(), anna);
      }
      const opened = start + 30 * MINUTE + within(60);
      push(DOOR, "on", opened);
      push(DOOR, "off", opened + MINUTE);
      const began = opened + walk();
      push(SCENE, "on", began, anna);
      push("light.living_room", "on", began + SECOND, { kind: "scene", entityId: SCENE, userId: annaId });
      push("light.living_room", "off", start + 2 * HOUR + 40 * MINUTE, { kind: "automation", entityId: null });
    }
  }
  return changes;
}
