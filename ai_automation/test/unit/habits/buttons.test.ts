import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { NO_REFERENCES } from "../../../src/automation/read/references.ts";
import { createResolver } from "../../../src/automation/read/resolve.ts";
import { automationOf } from "../../../src/automation/write/automation.ts";
import { mineHabits, type MiningOptions } from "../../../src/habits/mine.ts";
import { anything, frameOfLife, type Event } from "../../support/a-life.ts";
import { days } from "../../support/days.ts";

const SECONDS = 1 / 3_600;
const MINUTES = 1 / 60;

/** The suggestions, as the triggers, conditions and actions of automations. */
function found(events: readonly Event[], options: Partial<MiningOptions> = {}): readonly object[] {
  const frame = frameOfLife(events);
  return mineHabits(frame, { ...anything, areaOf: () => "room", ...options }).found.map((habit) => {
    const targets = habit.members.map(({ rule: { candidate } }) => ({
      entityId: frame.entities.names[candidate.series.entity]!,
      state: frame.states.names[candidate.series.state]!,
    }));
    const { triggers, conditions, actions } = automationOf(habit, targets, { alias: "", description: "" });
    return { triggers, conditions, actions };
  });
}

const PRESS = { trigger: "event.received", target: { entity_id: "event.remote" }, options: { event_type: ["press"] } };
const buttonIs = (state: string) => ({ condition: "state", entity_id: "event.remote", attribute: "button", state });

/** Each day a remote's button is pressed by the way, and its off button before the light is turned off. */
const remoteDays = (pressOf: (button: string) => string): readonly Event[] =>
  days("2023-01-15", 60, (write, random) => {
    for (const hour of [8, 20]) {
      const on = hour + random();
      write(on, "light.lamp", "on", "automation");
      for (const button of ["on", "up", "down"]) write(on + 0.1 + random(), "event.remote", pressOf(button));
      const off = on + 1.5 + random();
      write(off, "event.remote", pressOf("off"));
      write(off + (5 + random() * 40) * SECONDS, "light.lamp", "off", "manual");
    }
  });

/** A button is pressed, and then the same person walks to the lamp and switches it. */
const toggleDays = (entityId: string): readonly Event[] =>
  days("2023-01-15", 60, (write, random) => {
    for (const hour of [7, 19]) {
      for (const [index, state] of (["on", "off"] as const).entries()) {
        const pressed = hour + index * 2 + random();
        write(pressed, entityId, "press");
        write(pressed + (5 + random() * 40) * SECONDS, "light.lamp", state, "manual");
      }
    }
  });

describe("habits with buttons", () => {
  it("keep the button that meant it", () => {
    expect(found(remoteDays((button) => `press[button=${button}]`))).to.deep.equal([
      {
        triggers: [PRESS],
        conditions: [buttonIs("off")],
        actions: [{ action: "light.turn_off", target: { entity_id: ["light.lamp"] } }],
      },
    ]);
  });

  it("are not found from presses whose button was not recorded, once it is", () => {
    const events = remoteDays((button) => `press[button=${button}]`);
    const old = events.map((event, index) =>
      index < events.length * 0.9 && event.state.startsWith("press") ? { ...event, state: "press" } : event,
    );
    expect(found(old).filter((one) => JSON.stringify(one).includes("event.remote"))).to.deep.equal([]);
  });

  for (const [entityId, trigger] of [
    ["event.remote", PRESS],
    [
      "input_button.lamp",
      {
        trigger: "state",
        entity_id: "input_button.lamp",
        not_from: ["unavailable"],
        not_to: ["unavailable", "unknown"],
      },
    ],
    ["button.lamp", { trigger: "button.pressed", target: { entity_id: "button.lamp" } }],
  ] as const)
    it(`are one toggle if ${entityId} turns on and off`, () => {
      expect(found(toggleDays(entityId))).to.deep.equal([
        {
          triggers: [trigger],
          conditions: [],
          actions: [{ action: "light.toggle", target: { entity_id: ["light.lamp"] } }],
        },
      ]);
    });

  it("are not found if an automation toggles already", () => {
    const toggle = (entity_id: string) => ({
      ...parseAutomation({ triggers: [PRESS], actions: [{ action: "light.toggle", target: { entity_id } }] }),
      alias: "automation.toggle",
    });
    const withPress = (entityId: string): readonly object[] =>
      found(toggleDays("event.remote"), { existing: [toggle(entityId)] }).filter((one) =>
        JSON.stringify(one).includes("event.remote"),
      );
    expect(withPress("light.lamp")).to.deep.equal([]);
    expect(withPress("light.other")).to.have.length(1);
  });

  it("start the scene that people start, and not what it switches", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      const opened = 19 + random();
      write(opened, "binary_sensor.cupboard", "on");
      const started = opened + (10 + random() * 60) * SECONDS;
      write(started, "scene.movie", "on", "manual");
      write(started + 1 * SECONDS, "light.lamp", "on", "automation");
      write(opened + 5 * MINUTES, "binary_sensor.cupboard", "off");
      write(22 + random(), "light.lamp", "off", "automation");
    });
    expect(found(events).map((one) => ("actions" in one ? one.actions : []))).to.deep.equal([
      [{ action: "scene.turn_on", target: { entity_id: ["scene.movie"] } }],
    ]);
    const config = {
      triggers: [{ trigger: "state", entity_id: "binary_sensor.cupboard", to: "on" }],
      actions: [{ scene: "scene.movie" }],
    };
    const scenes = new Map([["scene.movie", { "light.lamp": "on" }]]);
    const resolved = createResolver({ ...NO_REFERENCES, scenes })(config);
    for (const one of [config, resolved]) expect(found(events, { existing: [parseAutomation(one)] })).to.deep.equal([]);
  });

  it("do not start a script that moves a lock", () => {
    const events = days("2023-01-15", 60, (write, random) => {
      const opened = 19 + random();
      write(opened, "binary_sensor.cupboard", "on");
      const started = opened + (10 + random() * 60) * SECONDS;
      write(started, "script.arrive", "on", "manual");
      write(started + 1 * SECONDS, "lock.front", "unlocked", "automation");
      write(opened + 5 * MINUTES, "binary_sensor.cupboard", "off");
      write(opened + 10 * MINUTES, "lock.front", "locked", "automation");
    });
    expect(found(events)).to.deep.equal([]);
  });
});
