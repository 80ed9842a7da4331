import { expect } from "chai";
import { judgeButtons, plantButtons } from "../../../src/evaluation/quality/buttons/buttons-quality.ts";
import { mineRecording } from "../../../src/suggestions/finding/mine-recording.ts";

/** A seed that no threshold was chosen on. */
const SEED = 511;

describe("a home with a remote, buttons, a scene and a script", function () {
  this.timeout(120_000);

  it("gets a suggestion for each of them, one for each toggle, and none for another button", () => {
    const planted = plantButtons({ seed: SEED, adherence: 0.9, days: 90 });
    const { truths, suggestions, toggles } = judgeButtons(planted, mineRecording(planted.frame));
    const ofButtons = truths.filter(({ key }) => /lamp_o(n|ff)_with|toggle|scene|script/.test(key));
    expect(ofButtons.filter(({ isFound }) => !isFound)).to.deep.equal([]);
    expect(new Set(ofButtons.map(({ key }) => key)).size).to.equal(6);
    expect(suggestions.filter(({ verdict }) => verdict === "wrong").map(({ title }) => title)).to.deep.equal([]);
    expect(toggles).to.equal(2);
  });
});
