import { expect } from "chai";
import {
  boundsOf,
  triggerEntityOf,
  triggerKindOf,
  triggerStateOf,
  withBound,
  withTriggerEntity,
  withTriggerKind,
  withTriggerState,
} from "../../../src/panel/edit-trigger.ts";
import { daysOf, withDays } from "../../../src/panel/edit.ts";
import type { Automation } from "../../../src/panel/wire.ts";

const automation = (
  trigger: Automation["triggers"][number],
  conditions: Automation["conditions"] = [],
): Automation => ({
  alias: "x",
  triggers: [trigger],
  conditions,
  actions: [{ action: "light.turn_on", target: { entity_id: ["light.a"] } }],
});
const DOOR = { id: "binary_sensor.door", state: "on" };

describe("the trigger in the editor", () => {
  it("changes its kind, and keeps the days in the form that the new kind has", () => {
    const workdays = withDays(automation({ trigger: "time", at: "07:00:00" }), ["mon", "tue"]);
    const sunset = withTriggerKind(workdays, "sunset", DOOR);
    expect(sunset.triggers).to.deep.equal([{ trigger: "sun", event: "sunset" }]);
    expect(sunset.conditions).to.deep.equal([{ condition: "time", weekday: ["mon", "tue"] }]);
    const door = withTriggerKind(sunset, "state", DOOR);
    expect(door.triggers).to.deep.equal([
      { trigger: "state", entity_id: "binary_sensor.door", not_from: ["unavailable", "unknown"], to: "on" },
    ]);
    const time = withTriggerKind(door, "time", DOOR);
    expect(time.triggers).to.deep.equal([{ trigger: "time", at: "18:00:00", weekday: ["mon", "tue"] }]);
    expect(time.conditions).to.deep.equal([]);
    expect(daysOf(time)).to.deep.equal(["mon", "tue"]);
  });

  it("drops which button it was with the button", () => {
    const button = { condition: "state", entity_id: "event.remote", attribute: "button", state: "1" };
    const remote = automation({ trigger: "event.received", target: { entity_id: "event.remote" } }, [button]);
    expect(triggerKindOf(remote)).to.equal("other");
    expect(withTriggerKind(remote, "sunrise", DOOR).conditions).to.deep.equal([]);
  });

  it("changes the thing and the state that it waits for, and keeps the rest", () => {
    const door = automation({ trigger: "state", entity_id: ["binary_sensor.door"], to: "on", for: "00:02:00" });
    expect([triggerEntityOf(door), triggerStateOf(door)]).to.deep.equal(["binary_sensor.door", "on"]);
    const changed = withTriggerState(withTriggerEntity(door, "binary_sensor.window"), "off");
    expect(changed.triggers).to.deep.equal([
      { trigger: "state", entity_id: "binary_sensor.window", to: "off", for: "00:02:00" },
    ]);
  });

  it("has no single thing for several entities", () => {
    const people = automation({ trigger: "state", entity_id: ["person.a", "person.b"], to: "home" });
    expect(triggerEntityOf(people)).to.equal(null);
  });

  it("changes the bound of a numeric trigger", () => {
    const warm = automation({ trigger: "numeric_state", entity_id: "sensor.t", above: 22 });
    expect(boundsOf(warm)).to.deep.equal([{ bound: "above", value: 22 }]);
    expect(withBound(warm, "above", 24.5).triggers[0]).to.include({ above: 24.5 });
  });
});
