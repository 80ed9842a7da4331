import { expect } from "chai";
import type { HomeSnapshot } from "../../../../src/model/home.ts";
import { stateTextFor } from "../../../../src/suggestions/showing/state-text.ts";
import { CATALOGUES } from "../../../../src/suggestions/words/catalogues.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";

const DOOR = "binary_sensor.garden_door";
const home: HomeSnapshot = {
  ...SNAPSHOT,
  entities: new Map([
    [DOOR, { entityId: DOOR, name: "Garden door", areaId: null, areaName: null, deviceClass: "door", isMinable: true }],
  ]),
};
const texts = (entityId: string, state: string, languages: readonly string[] = ["en", "de", "pl"]) =>
  languages.map((language) => stateTextFor(home, language)(entityId, state));

describe("a state in a list", () => {
  it("is as its device class has it", () => {
    expect(texts(DOOR, "on")).to.deep.equal(["open", "offen", "otwarto"]);
    expect(texts("binary_sensor.other", "on")).to.deep.equal(["on", "an", "włączono"]);
  });

  it("is Home Assistant's word, in no language the raw state", () => {
    expect(texts("climate.x", "fan_only")).to.deep.equal(["fan only", "Nur Lüftung", "tylko wentylator"]);
    expect(texts("alarm_control_panel.x", "armed_night", ["de"])).to.deep.equal(["Aktiviert (Nacht)"]);
    expect(texts("event.remote", "multi_press_1[button=2]")).to.deep.equal([
      'pressed once (button "2")',
      "Einmal gedrückt (Taste „2“)",
      "pressed once (przycisk „2”)",
    ]);
    expect(texts("script.night", "on")).to.deep.equal(["started", "gestartet", "uruchomiono"]);
    const raw = Object.keys(CATALOGUES).filter(
      (language) => texts("person.x", "not_home", [language])[0] === "not_home",
    );
    expect(raw).to.deep.equal([]);
  });

  it("says that a value is missing, and keeps values that the home named", () => {
    expect(texts("light.x", "unavailable")).to.deep.equal(["unavailable", "nicht verfügbar", "niedostępny"]);
    expect(texts("sensor.x", "21.5", ["de"])).to.deep.equal(["21.5"]);
    expect(texts("input_select.x", "Movie night", ["de"])).to.deep.equal(["Movie night"]);
  });

  it("is in the home's language for readers without one", () => {
    const german: HomeSnapshot = { ...home, info: { ...home.info, language: "de" } };
    expect(stateTextFor(german, undefined)(DOOR, "off")).to.equal("geschlossen");
  });
});
