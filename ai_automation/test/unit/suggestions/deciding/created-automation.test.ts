import { expect } from "chai";
import type { HomeSnapshot } from "../../../../src/model/home.ts";
import type { Suggestion } from "../../../../src/model/suggestion.ts";
import { automationToCreate, looksOf } from "../../../../src/suggestions/deciding/created-automation.ts";
import { aDraft } from "../../../support/a-draft.ts";

const INFO = {
  name: "Home",
  version: "2026.11.0",
  zone: "Pacific/Auckland",
  latitude: 0,
  longitude: 0,
  language: "en",
};
const ID = "ai_automation_0123456789abcdef";

const aSuggestion = (changes: Partial<Suggestion> = {}): Suggestion => {
  const draft = aDraft();
  return {
    ...draft,
    evidence: { ...draft.evidence, actions: [1, 2, 3] },
    replay: { ...draft.replay, tp: 45, fp: 1 },
    automation: { ...draft.automation, alias: "Salon: lamp on", description: draft.description },
    automationYaml: "",
    id: 1,
    patternId: 1,
    status: "approved",
    isModified: false,
    refusal: null,
    haAutomationId: ID,
    // The 29th in Auckland.
    createdAt: "2026-11-28T12:00:00.000Z",
    updatedAt: "2026-11-28T12:00:00.000Z",
    deployedAt: null,
    watchingSince: null,
    watch: null,
    snoozedUntil: null,
    pausedAt: null,
    followedSince: null,
    rejectReason: null,
    ...changes,
  };
};
const automation = (id: string, name: string, entityId: string) => ({
  entityId: `automation.${id}`,
  id,
  name,
  isOn: true,
  config: { actions: [{ action: "light.turn_on", target: { entity_id: entityId } }] },
});
const entity = (entityId: string, areaId: string | null) => ({
  entityId,
  name: entityId,
  areaId,
  areaName: areaId,
  deviceClass: null,
  isMinable: true,
});
const home = (changes: Partial<HomeSnapshot> = {}, language = "en"): HomeSnapshot => ({
  info: { ...INFO, language },
  entities: new Map(),
  persons: [],
  automations: [],
  ...changes,
});

describe("created automation", () => {
  it("says where it comes from, how it was tested, and where to undo it, in every language", () => {
    const described = (language: string) =>
      automationToCreate(aSuggestion(), home({}, language), "/app/x").description?.replace(ID, "ID");
    expect(["en", "de", "nl", "fr", "es"].map(described)).to.deep.equal([
      "Suggested by AI Automation on 29 November: right 45 of 46 times in a test. Undo or change it [there](/app/x/active/ID).",
      "Von AI Automation am 29. November vorgeschlagen: im Test 45 von 46 Mal richtig. Rückgängig machen oder ändern kannst du es [dort](/app/x/active/ID).",
      "Voorgesteld door AI Automation op 29 november: in een test 45 van 46 keer juist. Ongedaan maken of wijzigen kan [daar](/app/x/active/ID).",
      "Suggérée par AI Automation le 29 novembre : juste 45 fois sur 46 lors d'un test. Pour l'annuler ou la modifier, c'est [là-bas](/app/x/active/ID).",
      "Sugerida por AI Automation el 29 de noviembre: acertó 45 de 46 veces en una prueba. Puedes deshacerla o cambiarla [allí](/app/x/active/ID).",
    ]);
  });

  it("has a link to its card in the panel, in Home Assistant's page of the app or on a port of its own", () => {
    const linkOf = (page: string): string | undefined =>
      /\]\((.*)\)/.exec(String(automationToCreate(aSuggestion(), home(), page).description))?.[1];
    expect(linkOf("/app/x")).to.equal(`/app/x/active/${ID}`);
    for (const page of ["http://192.168.1.2:8011", "http://192.168.1.2:8011/"])
      expect(linkOf(page)).to.equal(`http://192.168.1.2:8011/#/active/${ID}`);
  });

  it("has no link without a page, and no result without a test", () => {
    const untested = aSuggestion({ evidence: aDraft().evidence, replay: { ...aDraft().replay, tp: 0, fp: 0 } });
    expect(automationToCreate(untested, home(), null).description).to.equal(
      "Created with AI Automation on 29 November. Undo or change it there.",
    );
  });

  it("keeps a description that somebody wrote", () => {
    const own = { ...aSuggestion().automation, description: "For the cat" };
    expect(automationToCreate(aSuggestion({ automation: own }), home(), null).description).to.equal("For the cat");
  });

  it("gets a name that no other automation has, also when it is created again", () => {
    const automations = [
      automation("other", "Salon: lamp on", "light.x"),
      automation(ID, "Salon: lamp on 2", "light.x"),
    ];
    expect(automationToCreate(aSuggestion(), home({ automations }), null).alias).to.equal("Salon: lamp on 2");
  });

  it("gets the area of its targets, an icon, and its neighbors", () => {
    const [target = ""] = aSuggestion().targets.map(({ entityId }) => entityId);
    const entities = new Map([target, "light.near", "light.far"].map((id) => [id, entity(id, "salon")] as const));
    entities.set("light.far", entity("light.far", "attic"));
    const automations = [
      automation("near", "Near", "light.near"),
      automation("far", "Far", "light.far"),
      automation(ID, "Own", target),
    ];
    expect(looksOf(aSuggestion(), home({ entities, automations }), "Lighting")).to.deep.equal({
      label: "Lighting",
      areaId: "salon",
      icon: "mdi:lightbulb-auto",
      similar: ["automation.near"],
    });
    expect(looksOf(aSuggestion({ patternType: "anomaly" }), home(), null).icon).to.equal("mdi:bell-ring");
  });
});
