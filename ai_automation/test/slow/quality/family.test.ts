import { expect } from "chai";
import { parseDay } from "../../../src/model/clock.ts";
import { foundInFamily } from "../../support/a-family.ts";

const FIRST_THREE = [/^Turn on Terrace lights/, /^Turn on Bathroom light \(1\d%\)/, /^Turn on Living room light/];

describe("the simulated family in every season", () => {
  const start = parseDay("2026-01-07") ?? NaN;
  for (let month = 0; month < 12; month++)
    it(`shows the same first suggestions and a reminder, ${month * 31} days into the year`, () => {
      const { drafts, selfActing, nearMisses } = foundInFamily(start + month * 31, "en");
      const titles = drafts.map(({ title }) => title);
      for (const title of FIRST_THREE)
        expect(
          titles.slice(0, 3).some((one) => title.test(one)),
          titles.join("; "),
        ).to.equal(true);
      expect(drafts.filter(({ patternType }) => patternType === "anomaly")).to.have.length(1);
      expect(titles.some((title) => title.startsWith("Set Living room heating"))).to.equal(true);
      expect(selfActing).not.to.have.length(0);
      expect(nearMisses.some(({ prospect }) => prospect !== null)).to.equal(true);
    });

  it("names its things in its language", () => {
    const titles = foundInFamily(parseDay("2026-11-26") ?? NaN, "de").drafts.map(({ title }) => title);
    expect(titles).to.include("Terrassenlichter einschalten, wenn Gartentür geöffnet wird, solange es dunkel ist");
  });
});
