import { expect } from "chai";
import { EXISTING_AUTOMATIONS } from "../../../src/demo/planted-habits.ts";
import { en } from "../../../src/demo/words/en.ts";
import { homeLanguageOf, homeWordsOf } from "../../../src/demo/words/words.ts";
import { parseDay } from "../../../src/model/clock.ts";
import { foundInFamily } from "../../support/a-family.ts";

const day = parseDay("2026-11-26") ?? NaN;

describe("the simulated family", () => {
  const { drafts, nearMisses, selfActing, obstacle } = foundInFamily(day, "en");

  it("has first suggestions that most people would accept", () => {
    expect(drafts.slice(0, 3).map(({ title }) => title)).to.have.members([
      "Turn on Terrace lights when Garden door opens, while it is dark",
      "Turn on Bathroom light (15%) when Bathroom motion detects motion, between 22:00 and 06:00",
      "Turn on Living room light (40%, 2700 K) 5 minutes before sunset",
    ]);
    expect(obstacle).to.equal(null);
  });

  it("has a reminder, a habit to watch, a promising one, and something that happens by itself", () => {
    expect(drafts.filter(({ patternType }) => patternType === "anomaly")).to.have.length(1);
    expect(drafts.at(-1)?.title).to.match(/^Notify me .* Garage door /);
    expect(drafts.flatMap(({ targets }) => targets)).to.deep.include({
      entityId: "climate.living_room",
      state: "heat",
    });
    const attic = nearMisses.find(({ entityId }) => entityId === "light.attic");
    expect(attic?.prospect).to.include({ more: 2 });
    expect(selfActing.map(({ target }) => target.entityId)).to.include("light.living_room_lamp");
  });
});

describe("the language of the simulated home", () => {
  for (const [locale, language] of [
    ["de_AT.UTF-8", "de"],
    ["nl-NL", "nl"],
    ["en-US-u-va-posix", "en"],
    ["pt-BR", "en"],
    ["constructor", "en"],
  ] as const)
    it(`is ${language} for ${locale}`, () => {
      expect(homeLanguageOf(locale)).to.equal(language);
    });

  it("has other names for rooms, and a name for each automation", () => {
    for (const language of ["de", "fr", "es", "nl"] as const) {
      const { areas, automations, entities } = homeWordsOf(language);
      expect(areas.kitchen).not.to.equal(en.areas.kitchen);
      expect(automations).to.have.all.keys([...EXISTING_AUTOMATIONS.keys()]);
      expect(new Set(Object.values(entities)).size).to.equal(Object.keys(entities).length);
    }
  });
});
