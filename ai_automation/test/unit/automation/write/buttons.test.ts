import { expect } from "chai";
import { withTrigger } from "../../../../src/automation/edit/trigger.ts";
import { triggerPlanOf } from "../../../../src/automation/plan-of-habit.ts";
import { withoutOwnGuards } from "../../../../src/automation/plan.ts";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import { automationOf } from "../../../../src/automation/write/automation.ts";
import type { HabitTrigger } from "../../../../src/model/habit.ts";
import { because } from "../../../../src/model/reason.ts";
import { judge, turningOn, type Row } from "../../../support/a-frame.ts";

const WORDS = { alias: "Hall", description: "" };
const HALL = [{ entityId: "light.hall", state: "on" }];
const written = (trigger: HabitTrigger, targets = HALL) => automationOf({ trigger, conditions: [] }, targets, WORDS);
const press = (eventType: string, entityId = "event.remote"): HabitTrigger => ({ kind: "event", entityId, eventType });
const RECEIVED = {
  trigger: "event.received",
  target: { entity_id: "event.remote" },
  options: { event_type: ["press"] },
};
const buttonIs = (state: unknown) => ({ condition: "state", entity_id: "event.remote", attribute: "button", state });

describe("automations on buttons", () => {
  it("have a condition on which button of a remote was pressed", () => {
    const { triggers, conditions } = written(press("press[button=off]"));
    expect(triggers).to.deep.equal([RECEIVED]);
    expect(conditions).to.deep.equal([buttonIs("off")]);
  });

  it("compare a number as a number and as text", () => {
    expect(written(press("press[button=2]")).conditions).to.deep.equal([buttonIs(["2", 2])]);
  });

  it("start when a button is pressed, not when it goes away or returns", () => {
    expect(written(press("press", "input_button.guests")).triggers).to.deep.equal([
      {
        trigger: "state",
        entity_id: "input_button.guests",
        not_from: ["unavailable"],
        not_to: ["unavailable", "unknown"],
      },
    ]);
    expect(written(press("press", "button.bell")).triggers).to.deep.equal([
      { trigger: "button.pressed", target: { entity_id: "button.bell" } },
    ]);
  });

  it("are read from each form that runs at a press", () => {
    const entity_id = "input_button.guests";
    const pressed = [triggerPlanOf(press("press", entity_id))];
    for (const trigger of [
      { trigger: "state", entity_id },
      { trigger: "state", entity_id, not_from: ["unavailable", "unknown"] },
      { trigger: "button.pressed", target: { entity_id } },
    ])
      expect(parseAutomation(turningOn(trigger)).triggers).to.deep.equal(pressed);
    expect(parseAutomation(turningOn({ trigger: "state", entity_id, to: "x" })).triggers[0]?.kind).to.equal("state");
    const returned = turningOn({ trigger: "state", entity_id, from: "unavailable" });
    expect(parseAutomation(returned).unsupported).to.deep.equal([because("occurrence_time", { entity: entity_id })]);
  });

  for (const trigger of [
    press("press[button=off]"),
    press("press"),
    press("press", "button.bell"),
    press("scene[scene=2]"),
  ])
    it(`are read as they were written: ${trigger.kind === "event" ? trigger.eventType : ""}`, () => {
      const { triggers, conditions, unsupported } = parseAutomation(written(trigger));
      expect({ triggers, conditions, unsupported }).to.deep.equal({
        triggers: [triggerPlanOf(trigger)],
        conditions: [],
        unsupported: [],
      });
    });

  it("are not judged if the condition is on another remote, or on one of several triggers", () => {
    const other = { ...buttonIs("off"), entity_id: "event.other" };
    expect(parseAutomation(turningOn(RECEIVED, other)).unsupported).to.deep.equal([
      because("attribute", { attribute: "button", entity: "event.other" }),
    ]);
    const two = { ...turningOn(RECEIVED, buttonIs("off")), triggers: [RECEIVED, { trigger: "time", at: "08:00" }] };
    expect(parseAutomation(two).unsupported).to.have.length(1);
  });

  it("lose the condition on the button with the trigger", () => {
    const config = { ...written(press("press[button=off]")) };
    expect(withTrigger(config, { trigger: "time", at: "08:00" }).conditions).to.deep.equal([]);
  });

  it("run for the button that was pressed, in replay", () => {
    const rows: Row[] = [
      ["2023-03-01T00:00:00Z", "light.hall", "off"],
      ["2023-03-01T08:00:00Z", "event.remote", "press[button=on]"],
      ["2023-03-01T09:00:00Z", "event.remote", "press[button=off]"],
      ["2023-03-01T10:00:00Z", "event.remote", "press"],
    ];
    expect(judge(rows, turningOn(RECEIVED, buttonIs("off")))).to.deep.equal(["2023-03-01T09:00:00Z fp"]);
    expect(judge(rows, turningOn(RECEIVED))).to.have.length(3);
  });

  it("run whenever a scene is started, in replay", () => {
    const rows: Row[] = [
      ["2023-03-01T00:00:00Z", "light.hall", "off"],
      ["2023-03-01T08:00:00Z", "scene.movie", "on"],
      ["2023-03-01T09:00:00Z", "scene.movie", "on"],
    ];
    const started = { trigger: "scene.activated", target: { entity_id: "scene.movie" } };
    expect(judge(rows, turningOn(started))).to.deep.equal(["2023-03-01T08:00:00Z fp", "2023-03-01T09:00:00Z fp"]);
  });

  it("toggle what the same press turns on and off", () => {
    const both = [...HALL, { entityId: "light.hall", state: "off" }];
    const config = written(press("press"), both);
    expect(config.actions).to.deep.equal([{ action: "light.toggle", target: { entity_id: ["light.hall"] } }]);
    expect(parseAutomation(config).effects.map(withoutOwnGuards)).to.deep.equal(both);
  });

  it("are not judged if they toggle something at a time", () => {
    const toggle = { action: "light.toggle", target: { entity_id: "light.hall" } };
    const config = { ...turningOn({ trigger: "time", at: "08:00" }), actions: [toggle] };
    expect(parseAutomation(config).unsupported).to.deep.equal([because("toggle_at_time")]);
  });

  it("judge a toggle by the state before it", () => {
    const rows: Row[] = [
      ["2023-03-01T00:00:00Z", "light.hall", "off"],
      ["2023-03-01T08:00:00Z", "event.remote", "press"],
      ["2023-03-01T08:00:20Z", "light.hall", "on", "manual"],
      ["2023-03-01T09:00:00Z", "event.remote", "press"],
      ["2023-03-01T09:00:20Z", "light.hall", "off", "manual"],
      ["2023-03-01T10:00:00Z", "event.remote", "press"],
    ];
    const toggle = [{ action: "light.toggle", target: { entity_id: "light.hall" } }];
    expect(judge(rows, { ...turningOn(RECEIVED), actions: toggle })).to.have.members([
      "2023-03-01T08:00:00Z tp",
      "2023-03-01T09:00:00Z tp",
      "2023-03-01T10:00:00Z fp",
    ]);
  });

  it("start scenes and scripts", () => {
    const config = written(press("press"), [
      { entityId: "scene.movie", state: "on" },
      { entityId: "script.night", state: "on" },
    ]);
    expect(config.actions).to.deep.equal([
      { action: "scene.turn_on", target: { entity_id: ["scene.movie"] } },
      { action: "script.turn_on", target: { entity_id: ["script.night"] } },
    ]);
    const named = { ...config, actions: [{ action: "script.night" }] };
    expect(parseAutomation(named).effects).to.deep.equal([{ entityId: "script.night", state: "on" }]);
  });
});
