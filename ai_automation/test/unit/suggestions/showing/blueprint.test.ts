import { expect } from "chai";
import { parse } from "yaml";
import { formatDay } from "../../../../src/model/clock.ts";
import { parseWeek } from "../../../../src/suggestions/follow-up/digest.ts";
import { blueprintYaml } from "../../../../src/suggestions/showing/blueprint.ts";
import { aDraft } from "../../../support/a-draft.ts";

const INPUT = { tag: "!input", resolve: (name: string) => `input ${name}` };

describe("blueprint", () => {
  const { automation } = aDraft();
  const text = blueprintYaml({
    ...automation,
    conditions: [{ condition: "state", entity_id: ["light.pantry", "light.anna"], state: "off" }],
    actions: [
      ...automation.actions,
      { action: "persistent_notification.create", data: { title: "Anna", message: "Pantry" } },
    ],
  });
  const read = parse(text, { customTags: [INPUT] });

  it("turns each entity into one input of its domain, wherever it occurs", () => {
    expect(read.triggers).to.deep.equal([{ trigger: "state", entity_id: "input binary_sensor_1", to: "on" }]);
    expect(read.conditions[0].entity_id).to.deep.equal(["input light_1", "input light_2"]);
    expect(read.actions[0]).to.deep.equal({
      action: "light.turn_on",
      target: { entity_id: ["input light_1"] },
    });
    expect(read.blueprint.input.light_2).to.deep.equal({
      name: "Light 2",
      selector: { entity: { filter: [{ domain: ["light"] }] } },
    });
    expect(read.blueprint.domain).to.equal("automation");
  });

  it("contains no names of the home", () => {
    expect(text).not.to.match(/pantry|anna/i);
  });

  it("contains no phone names or button ids, and still matches a button with its event", () => {
    const button = "rest_lock_annas_door";
    const pressed = {
      trigger: "event",
      event_type: "mobile_app_notification_action",
      event_data: { action: button },
    };
    const reminder = blueprintYaml({
      ...automation,
      actions: [
        { action: "notify.mobile_app_annas_phone", data: { data: { actions: [{ action: button, title: "Lock" }] } } },
        { wait_for_trigger: [pressed] },
      ],
    });
    expect(reminder).not.to.match(/anna/i);
    const { actions } = parse(reminder, { customTags: [INPUT] });
    expect(actions[0].action).to.equal("notify.notify");
    expect(actions[0].data.data.actions[0].action).to.equal("button_1");
    expect(actions[1].wait_for_trigger[0].event_data.action).to.equal("button_1");
  });
});

describe("parsing the week of a digest", () => {
  for (const [week, monday] of [
    ["2026-W01", "2025-12-29"],
    ["2026-W47", "2026-11-16"],
    ["2026-W53", "2026-12-28"],
    ["2027-W01", "2027-01-04"],
  ] as const)
    it(`${week} begins on ${monday}`, () => {
      const day = parseWeek(week);
      expect(day === undefined ? "none" : formatDay(day)).to.equal(monday);
    });

  for (const week of ["2027-W53", "2026-W00", "2026-W54", "2026-47", "", "2026-W7"])
    it(`"${week}" is not a week`, () => {
      expect(parseWeek(week)).to.equal(undefined);
    });
});
