import { expect } from "chai";
import {
  hideAutomations,
  judgeRediscovery,
  plantAutomatedHome,
  summariseRediscovery,
} from "../../../src/evaluation/quality/rediscovery.ts";
import { mineRecording } from "../../../src/suggestions/finding/mine-recording.ts";
import { aFrame } from "../../support/a-frame.ts";
import { CONTEXT_CODE } from "../../../src/history/frame/frame.ts";

describe("mining a home whose automations are hidden", function () {
  this.timeout(60_000);

  it("finds most of those without delay, and little else", () => {
    const judged = [1, 2, 3].map((seed) => {
      const history = plantAutomatedHome({ seed, days: 90 });
      return judgeRediscovery(history, mineRecording(history.frame));
    });
    const { foundAtOnce, precision } = summariseRediscovery(judged);
    expect(foundAtOnce).to.be.at.least(0.95);
    expect(precision).to.be.at.least(0.95);
  });

  it("asks for those that wait for a state to last apart from the others", () => {
    const { atOnce, waiting } = judgeRediscovery(plantAutomatedHome({ seed: 1, days: 3 }), []);
    expect(waiting.map(({ key }) => key)).to.have.members([
      "kitchen_light_off_without_motion",
      "automation.garden_light_off",
    ]);
    expect(atOnce.length).to.be.at.least(15);
  });
});

describe("hidden automations", () => {
  it("look like people, and sensors like before", () => {
    const frame = aFrame([
      ["2026-01-01T12:00:00Z", "light.hall", "on", "automation"],
      ["2026-01-01T13:00:00Z", "light.hall", "off", "manual"],
      ["2026-01-01T14:00:00Z", "sensor.lux", "5", "unknown"],
    ]);
    const { manual, unknown } = CONTEXT_CODE;
    expect([...hideAutomations(frame).contexts]).to.deep.equal([manual, manual, unknown]);
  });
});
