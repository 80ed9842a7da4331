import { expect } from "chai";
import { isParaphrase } from "../../../../src/suggestions/asking/is-paraphrase.ts";

const names = ["Pantry", "Pantry door", "Hall lamp"];
const en = { names, language: "en" };

describe("a rewording of a suggestion", () => {
  const title = "Turn on Pantry when Pantry door opens, on workdays at 07:10";

  it("may paraphrase", () => {
    expect(isParaphrase(title, "On workdays at 07:10: Pantry goes on as soon as Pantry door opens", en)).to.equal(true);
    expect(
      isParaphrase("Schalte Hall lamp um 22:30 aus", "Hall lamp geht um 22:30 aus", { names, language: "de" }),
    ).to.equal(true);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["another time", "On workdays at 07:20 Pantry goes on when Pantry door opens"],
    ["another device", "On workdays at 07:10 Hall lamp goes on when Pantry door opens"],
    ["an extra device", "On workdays at 07:10 Pantry and Hall lamp go on when Pantry door opens"],
    ["a missing device", "On workdays at 07:10 Pantry goes on"],
    ["other days", "At weekends at 07:10 Pantry goes on when Pantry door opens"],
    ["no days", "At 07:10 Pantry goes on when Pantry door opens"],
    ["the opposite", "Turn off Pantry when Pantry door opens, on workdays at 07:10"],
    ["an extra number", "On workdays at 07:10 Pantry goes on when Pantry door opens, 3 times"],
    ["a link", "On workdays at 07:10 Pantry goes on when Pantry door opens, see https://example.org"],
    ["markup", "<b>On workdays at 07:10</b> Pantry goes on when Pantry door opens"],
  ];
  for (const [what, text] of wrong)
    it(`may not contain ${what}`, () => expect(isParaphrase(title, text, en)).to.equal(false));
});
