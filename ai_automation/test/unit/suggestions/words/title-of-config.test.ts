import { expect } from "chai";
import { automationOf } from "../../../../src/automation/write/automation.ts";
import type { HabitCondition } from "../../../../src/model/habit.ts";
import { HOUR, MINUTE } from "../../../../src/model/time.ts";
import { habitOfConfig } from "../../../../src/suggestions/words/title-of-config.ts";

const trigger = { kind: "state", entityIds: ["binary_sensor.stairs"], state: "on", hold: 0 } as const;
const targets = [{ entityId: "light.bedroom", state: "on" }];

describe("the habit of an automation", () => {
  it("has the conditions from which the automation was written", () => {
    const conditions: readonly HabitCondition[] = [
      { kind: "recent", entityId: "switch.tv", state: "off", within: 10 * MINUTE },
      { kind: "hours", after: 22 * HOUR, before: 2 * HOUR },
    ];
    const config = automationOf({ trigger, conditions }, targets, { alias: "", description: "" });
    expect(habitOfConfig(config)?.form).to.deep.equal({ trigger, conditions });
  });

  it("is not recognized in another block of conditions", () => {
    const isOff = { condition: "state", entity_id: "switch.tv", state: "off" };
    const wasOn = { condition: "not", conditions: [{ ...isOff, state: "on", for: "00:10:00" }] };
    const config = automationOf({ trigger, conditions: [] }, targets, { alias: "", description: "" });
    const other = { ...config, conditions: [{ condition: "and", conditions: [isOff, wasOn] }] };
    expect(habitOfConfig(other)).to.equal(undefined);
  });
});
