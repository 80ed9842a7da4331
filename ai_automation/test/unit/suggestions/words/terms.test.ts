import { expect } from "chai";
import { CATALOGUES } from "../../../../src/suggestions/words/catalogues.ts";
import { phrasesOf } from "../../../../src/suggestions/words/languages.ts";
import { statePredicate } from "../../../../src/suggestions/words/terms.ts";

describe("a state after “is”", () => {
  const named = { deviceClassOf: (entityId: string) => (entityId === "binary_sensor.lamp" ? "light" : null) };
  const text = (state: string, entityId: string, language: string): string =>
    statePredicate(state, entityId, named, phrasesOf(language));

  it("is the mode that a thermostat is set to", () => {
    expect(text("heat", "climate.x", "en")).to.equal("set to heat");
    expect(text("heat", "climate.x", "de")).to.equal("im Modus „Heizbetrieb“");
    expect(text("eco", "water_heater.x", "nl")).to.equal("in de modus “eco”");
    expect(text("off", "climate.x", "en")).to.equal("off");
  });

  it("names the mode in every language", () => {
    const texts = Object.keys(CATALOGUES).map((language) => text("heat", "climate.x", language));
    expect(new Set(texts)).to.have.property("size", texts.length);
    for (const { grammar } of Object.values(CATALOGUES)) expect(grammar.modeAsPredicate).to.include("{term}");
  });

  it("fits the sentence where Home Assistant's word is a noun", () => {
    expect(text("on", "binary_sensor.lamp", "en")).to.equal("detecting light");
  });
});
