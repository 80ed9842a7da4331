import { expect } from "chai";
import { homeIn, type HeldOutRequest } from "../../../../../src/evaluation/words/held-out-requests.ts";
import type { AutomationConfig } from "../../../../../src/model/automation.ts";
import type { Entity } from "../../../../../src/model/home.ts";
import { planRequest } from "../../../../../src/suggestions/asking/spoken/plan-request.ts";

const MOTION: AutomationConfig = {
  alias: "",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.hall", to: "on" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall"] } }],
  mode: "single",
};

const changes = (
  language: HeldOutRequest["language"],
  text: string,
  automation: AutomationConfig | null = MOTION,
): unknown => {
  const read = planRequest(text, automation, { entities: homeIn(language), language });
  return read.kind === "plan" ? read.plan.changes : read.kind;
};

const act = (thing: string, state: string) => ({ change: "act", thing, state });
const onlyIf = (thing: string, state: string) => ({ change: "only_if", thing, state });

describe("names in the forms that a sentence gives them", () => {
  it("are known in every case of Polish and Czech", () => {
    for (const [language, text, change] of [
      ["pl", "włącz też lampę w sypialni", act("light.bedroom", "on")],
      ["pl", "wlacz tez lampke na biurku", act("light.desk", "on")],
      ["pl", "nie, gdy nie ma Bena", onlyIf("person.ben", "home")],
      ["pl", "tylko gdy Anny nie ma w domu", onlyIf("person.anna", "not_home")],
      ["pl", "otwórz też roletę w salonie", act("cover.living", "open")],
      ["cs", "zapni taky lampu v ložnici", act("light.bedroom", "on")],
      ["cs", "rozsviť taky lampičku na stole", act("light.desk", "on")],
      ["cs", "jen když je televize vypnutá", onlyIf("media_player.tv", "off")],
      ["cs", "vytáhni taky roletu v obýváku", act("cover.living", "open")],
    ] as const)
      expect(changes(language, text), text).to.deep.equal([change]);
  });

  it("are known with the articles of Swedish, also after the colon of an abbreviation", () => {
    expect(changes("sv", "tänd skrivbordslampan också")).to.deep.equal([act("light.desk", "on")]);
    expect(changes("sv", "inte om TV:n är på")).to.deep.equal([onlyIf("media_player.tv", "off")]);
  });

  it("are known with the prepositions of Italian and Portuguese", () => {
    expect(changes("it", "accendi anche la luce della cucina")).to.deep.equal([act("light.kitchen", "on")]);
    expect(changes("it", "solo se la finestra del bagno è chiusa")).to.deep.equal([
      onlyIf("binary_sensor.bath", "off"),
    ]);
    expect(changes("pt-BR", "acende também a luminária da mesa")).to.deep.equal([act("light.desk", "on")]);
  });

  it("do not stand for another thing with the same beginning", () => {
    const named = (entityId: string, name: string): readonly [string, Entity] => [
      entityId,
      { entityId, name, areaId: null, areaName: null, deviceClass: null, isMinable: true },
    ];
    const entities = new Map([named("person.jan", "Jan"), named("person.jana", "Jana"), ...homeIn("pl")]);
    const read = planRequest("tylko gdy nie ma Jana", MOTION, { entities, language: "pl" });
    expect(read.kind, "the genitive of Jan, or Jana?").to.equal("not_understood");
  });
});

describe("the hours from which an automation may run", () => {
  it("move a time, and do not replace another trigger", () => {
    const clock = { ...MOTION, triggers: [{ trigger: "time", at: "07:10:00" }] };
    for (const [language, text] of [
      ["en", "only from 8 pm on"],
      ["de", "nur ab 20 Uhr"],
      ["fr", "à partir de 20h"],
      ["es", "a partir de las 20 h"],
      ["nl", "pas vanaf 20 uur"],
      ["it", "solo dalle 20 in poi"],
      ["pl", "dopiero od 20:00"],
      ["pt-BR", "a partir das 20h"],
      ["sv", "bara från klockan 20"],
      ["cs", "až od 20:00"],
    ] as const) {
      expect(changes(language, text), text).to.equal("not_understood");
      expect(changes(language, text, clock), text).to.deep.equal([{ change: "at", time: "20:00" }]);
    }
  });
});
