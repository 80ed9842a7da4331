import { expect } from "chai";
import {
  hideAutomations,
  judgeRediscovery,
  plantAutomatedHome,
  summariseRediscovery,
} from "../../../../src/evaluation/quality/rediscovery.ts";
import { CONTEXT_CODE } from "../../../../src/history/frame/frame.ts";
import type { NamedMachine } from "../../../../src/model/self-acting.ts";
import { HOUR, MINUTE, SECOND } from "../../../../src/model/time.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { aFrame } from "../../../support/a-frame.ts";

const history = plantAutomatedHome({ seed: 1, days: 20 });

const after = (entityId: string, state: string, lag: number): NamedMachine["cause"] => ({
  kind: "after",
  entityId,
  state,
  lag,
});

const PANTRY_ON: NamedMachine = {
  target: { entityId: "light.pantry", state: "on" },
  cause: after("binary_sensor.pantry_door", "on", SECOND),
};
const KITCHEN_OFF: NamedMachine = {
  target: { entityId: "light.kitchen", state: "off" },
  cause: after("binary_sensor.kitchen_motion", "off", 10 * MINUTE + SECOND),
};

const named = (...machines: readonly NamedMachine[]): readonly string[] =>
  judgeRediscovery(history, [], machines)
    .automations.filter(({ isNamed }) => isNamed)
    .map(({ key }) => key);

describe("a hidden automation", () => {
  it("is found if its entity, trigger and lag are named", () => {
    expect(named(PANTRY_ON, KITCHEN_OFF)).to.have.members([
      "pantry_light_when_door_opens",
      "kitchen_light_off_without_motion",
    ]);
  });

  it("is found if its time, button event or sun event is named", () => {
    const machines: readonly NamedMachine[] = [
      {
        target: { entityId: "switch.coffee_machine", state: "on" },
        cause: { kind: "clock", timeOfDay: 6 * HOUR + 45 * MINUTE + SECOND },
      },
      {
        target: { entityId: "light.living_room_lamp", state: "on" },
        cause: after("event.living_room_button", "press", SECOND),
      },
      {
        target: { entityId: "light.living_room", state: "on" },
        cause: { kind: "sun", event: "sunset", offset: 0 },
      },
    ];
    expect(named(...machines)).to.have.members([
      "coffee_on_workdays",
      "lamp_on_when_button_pressed",
      "living_room_light_at_sunset",
    ]);
  });

  it("is not found if another entity, state, trigger or lag is named", () => {
    const wrong: readonly NamedMachine[] = [
      { ...PANTRY_ON, target: { entityId: "light.kitchen", state: "on" } },
      { ...PANTRY_ON, target: { entityId: "light.pantry", state: "off" } },
      { ...PANTRY_ON, cause: after("binary_sensor.pantry_door", "off", SECOND) },
      { ...PANTRY_ON, cause: after("binary_sensor.front_door", "on", SECOND) },
      { ...PANTRY_ON, cause: after("binary_sensor.pantry_door", "on", 3 * SECOND) },
      { ...PANTRY_ON, cause: { kind: "own", state: "off", lag: SECOND } },
      { ...PANTRY_ON, cause: { kind: "clock", timeOfDay: 12 * HOUR } },
      { ...KITCHEN_OFF, cause: after("binary_sensor.kitchen_motion", "off", SECOND) },
    ];
    const { automations, misnamed } = judgeRediscovery(history, [], wrong);
    expect(automations.filter(({ isNamed }) => isNamed)).to.deep.equal([]);
    expect(misnamed).to.equal(wrong.length);
  });

  it("counts as suggested if a suggestion does the same", () => {
    const { automations, offered } = judgeRediscovery(history, [aDraft()], [PANTRY_ON]);
    expect(automations.filter(({ isOffered }) => isOffered).map(({ key }) => key)).to.deep.equal([
      "pantry_light_when_door_opens",
    ]);
    expect(offered).to.have.length(1);
  });

  it("waits for a state to last, or acts immediately", () => {
    const { automations } = judgeRediscovery(history, [], []);
    expect(automations.filter(({ isWaiting }) => isWaiting).map(({ key }) => key)).to.have.members([
      "kitchen_light_off_without_motion",
      "automation.garden_light_off",
    ]);
    expect(automations.length).to.be.at.least(17);
  });

  it("is summarised over homes", () => {
    const judged = [judgeRediscovery(history, [aDraft()], []), judgeRediscovery(history, [], [KITCHEN_OFF])];
    const { named: share, namedWaiting, offered, suggestions, automations } = summariseRediscovery(judged);
    const count = 2 * (judged[0]?.automations.length ?? NaN);
    expect([share, namedWaiting, offered, suggestions]).to.deep.equal([1 / count, 1 / 4, 1 / count, 1 / 2]);
    expect(automations.find(({ key }) => key === "kitchen_light_off_without_motion")).to.include({
      namedShare: 0.5,
      offeredShare: 0,
    });
  });
});

describe("hidden automations", () => {
  it("look manual, and leave sensors unchanged", () => {
    const frame = aFrame([
      ["2026-01-01T12:00:00Z", "light.hall", "on", "automation"],
      ["2026-01-01T13:00:00Z", "light.hall", "off", "manual"],
      ["2026-01-01T14:00:00Z", "sensor.lux", "5", "unknown"],
    ]);
    const { manual, unknown } = CONTEXT_CODE;
    expect([...hideAutomations(frame).contexts]).to.deep.equal([manual, manual, unknown]);
  });
});
