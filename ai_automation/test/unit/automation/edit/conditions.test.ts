import { expect } from "chai";
import { withoutEntity } from "../../../../src/automation/edit/conditions.ts";
import { automationOf, conditionOf } from "../../../../src/automation/write/automation.ts";
import { MINUTE } from "../../../../src/model/time.ts";

const trigger = { kind: "clock", timeOfDay: 0, weekdays: [0] } as const;
const config = automationOf({ trigger, conditions: [] }, [{ entityId: "light.hall", state: "on" }], {
  alias: "",
  description: "",
});
const recent = conditionOf({ kind: "recent", entityId: "switch.tv", state: "off", within: 10 * MINUTE });
const isHome = { condition: "state", entity_id: "person.anna", state: "home" };

describe("removing the conditions on an entity", () => {
  it("removes a block that is only about the entity", () => {
    const edited = withoutEntity({ ...config, conditions: [recent, isHome] }, "switch.tv");
    expect(edited.conditions).to.deep.equal([isHome]);
  });

  it("keeps a block that is about another entity, too", () => {
    const either = { condition: "or", conditions: [recent, isHome] };
    expect(withoutEntity({ ...config, conditions: [either] }, "switch.tv").conditions).to.deep.equal([either]);
  });
});
