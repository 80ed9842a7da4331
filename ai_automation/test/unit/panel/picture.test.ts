import { expect } from "chai";
import { createFormat } from "../../../src/panel/format.ts";
import { daylight, daysOf, rowsOf } from "../../../src/panel/picture.ts";
import { LANGUAGES } from "../../../src/panel/words/words.ts";

const AMSTERDAM = { latitude: 52.37, longitude: 4.89 };
const format = createFormat("en", "Europe/Amsterdam");

describe("the evidence picture", () => {
  it("puts everything on the home's wall clock, newest day first, over a clock change too", () => {
    const span = { from: "2026-10-23T22:00:00.000Z", to: "2026-10-25T23:00:00.000Z" };
    const days = daysOf(span, format);
    expect(days).to.deep.equal(["2026-10-25", "2026-10-24"]);
    const rows = rowsOf(
      days,
      {
        actions: [
          { at: "2026-10-24T05:30:00Z", entity_id: "light.a", state: "on" },
          { at: "2026-10-25T06:30:00Z", entity_id: "light.a", state: "on" },
          { at: "2026-11-30T06:30:00Z", entity_id: "light.a", state: "on" },
        ],
        marks: [{ at: "2026-10-25T06:25:00Z", entity_id: "light.a", outcome: "tp", acted_at: "2026-10-25T06:30:00Z" }],
        ...span,
        sun: null,
      },
      format,
    );
    expect(rows.map(({ day, spots }) => [day, spots.map(({ minute, kind }) => [minute, kind])])).to.deep.equal([
      [
        "2026-10-25",
        [
          [450, "hand"],
          [445, "right"],
        ],
      ],
      ["2026-10-24", [[450, "hand"]]],
    ]);
  });

  it("shades the night by the real sun, within some minutes", () => {
    const [rise = NaN, set = NaN] = daylight("2026-06-21", AMSTERDAM, format) ?? [];
    expect(rise).to.be.closeTo(5 * 60 + 18, 5);
    expect(set).to.be.closeTo(22 * 60 + 7, 5);
    expect(daylight("2026-12-21", { latitude: 70, longitude: 25 }, format)).to.equal(null);
  });
});

describe("the panel's words", () => {
  it("are there in five languages, with every text of English", () => {
    const english = LANGUAGES.en;
    for (const [language, words] of Object.entries(LANGUAGES)) {
      expect(Object.keys(words), language).to.have.members(Object.keys(english ?? {}));
      for (const [key, text] of Object.entries(words))
        if (typeof text === "string") expect(text, `${language} ${key}`).not.to.equal("");
      expect(words.helpText, language).to.have.length(english?.helpText.length ?? NaN);
    }
  });

  it("know one from many", () => {
    const { en, de, fr } = LANGUAGES;
    expect([en?.runs(1), en?.runs(2)]).to.deep.equal(["1 run in 7 days", "2 runs in 7 days"]);
    expect(de?.runs(1)).to.equal("1 Ausführung in 7 Tagen");
    expect(fr?.corrections(0)).to.equal("0 correction manuelle");
  });
});
