import { expect } from "chai";
import { createRenamer, idsNamedIn } from "../../../../src/automation/edit/renamed.ts";

const rename = createRenamer(
  new Map([
    ["light.desk", "light.lamp"],
    ["light.lamp", "light.desk"],
    ["script.night", "script.evening"],
  ]),
);

describe("new ids in a config", () => {
  it("replace whole ids only, and swap", () => {
    const config = {
      entity_id: ["light.desk", "light.lamp", "light.desk_2", "other_light.desk"],
      "light.desk": "on",
      template: "{{ states('light.desk') == states.light.lamp.state }}",
      nested: [{ also: "light.desk, light.lamp" }, 5, null],
    };
    expect(rename(config)).to.deep.equal({
      entity_id: ["light.lamp", "light.desk", "light.desk_2", "other_light.desk"],
      "light.lamp": "on",
      template: "{{ states('light.lamp') == states.light.desk.state }}",
      nested: [{ also: "light.lamp, light.desk" }, 5, null],
    });
  });

  it("leave the action of a target that is a template or a group", () => {
    const calls = ["{{ lamp }}", ["group.lights"], ["group.lights", "light.desk"]].map((entityId) => ({
      action: "light.turn_on",
      target: { entity_id: entityId },
    }));
    expect(rename(calls)).to.deep.equal([
      calls[0],
      calls[1],
      { action: "light.turn_on", target: { entity_id: ["group.lights", "light.lamp"] } },
    ]);
  });

  it("leave the names of actions, which a renamed script keeps", () => {
    const call = { action: "script.night", target: { entity_id: "script.night" } };
    expect(rename(call)).to.deep.equal({ action: "script.night", target: { entity_id: "script.evening" } });
  });

  it("of another domain need its action, without data that only the old one had", () => {
    const toLight = createRenamer(new Map([["switch.plug", "light.plug"]]));
    const actions = [
      { action: "switch.turn_on", target: { entity_id: ["switch.plug", "switch.fan"] } },
      { action: "switch.turn_off", target: { entity_id: "switch.plug" } },
    ];
    expect(toLight(actions)).to.deep.equal([
      { action: "light.turn_on", target: { entity_id: ["light.plug"] } },
      { action: "switch.turn_on", target: { entity_id: ["switch.fan"] } },
      { action: "light.turn_off", target: { entity_id: ["light.plug"] } },
    ]);
  });

  it("are looked for in every text that can name an entity", () => {
    const config = {
      triggers: [{ trigger: "template", value_template: "{{ is_state('light.desk', 'on') }}" }],
      actions: [{ action: "light.turn_on", target: { entity_id: "light.lamp" } }],
    };
    expect([...idsNamedIn(config)]).to.have.members(["light.desk", "light.lamp"]);
  });
});
