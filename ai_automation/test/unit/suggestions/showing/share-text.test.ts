import { expect } from "chai";
import { pairOf } from "../../../../src/automation/pair.ts";
import { ENTITIES, RESIDENTS } from "../../../../src/demo/household.ts";
import { EXISTING_AUTOMATIONS, HABIT_TEMPLATES } from "../../../../src/demo/planted-habits.ts";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import type { HomeSnapshot } from "../../../../src/model/home.ts";
import type { SuggestionDraft } from "../../../../src/model/suggestion.ts";
import { shareText } from "../../../../src/suggestions/showing/share-text.ts";
import { aDraft } from "../../../support/a-draft.ts";

const LANGUAGES = ["en", "de", "nl", "fr", "es"] as const;
const LOCK = { entityId: "lock.annas_door", name: "Anna's door", areaId: "hall", areaName: "Hall", isMinable: true };

const aHome = (language: string): HomeSnapshot => ({
  info: {
    name: "Villa Linde",
    version: "2026.11.0",
    zone: "Europe/Berlin",
    latitude: 52.37,
    longitude: 4.89,
    language,
  },
  entities: new Map([...ENTITIES, { ...LOCK, deviceClass: null }].map((entity) => [entity.entityId, entity])),
  persons: RESIDENTS,
  automations: [],
});

const theAutomation = (key: string): AutomationConfig => {
  const template = HABIT_TEMPLATES.find((one) => one.key === key);
  if (template === undefined) throw new Error(`no habit ${key}`);
  return template.automation;
};

const changed = (values: Partial<AutomationConfig>): SuggestionDraft =>
  aDraft({ automation: { ...aDraft().automation, ...values } });

const firstLine = (draft: SuggestionDraft, language = "en"): string | undefined =>
  shareText(draft, aHome(language)).split("\n")[0];

const ATHOME = { condition: "state", entity_id: "person.anna", state: "Villa Linde" };
const WITH_HOME_NAMES: readonly SuggestionDraft[] = [
  changed({ triggers: [{ trigger: "state", entity_id: "person.anna", to: "Ben's work" }] }),
  changed({ triggers: [{ trigger: "state", entity_id: "input_select.mode", to: "Anna sleeps" }] }),
  changed({ conditions: [ATHOME] }),
  changed({ conditions: [{ condition: "or", conditions: [ATHOME, ATHOME] }] }),
  changed({
    triggers: [{ trigger: "event.received", target: { entity_id: "event.anna" }, options: { event_type: ["anna"] } }],
  }),
  changed({
    actions: [
      { action: "climate.set_hvac_mode", target: { entity_id: "climate.living_room" }, data: { hvac_mode: "Anna" } },
    ],
  }),
  changed({ actions: [{ action: "notify.anna", data: { message: "Anna, the pantry is open" } }] }),
];

const reminder = (trigger: AutomationConfig["triggers"][number]): SuggestionDraft =>
  aDraft({
    patternType: "anomaly",
    targets: [{ entityId: LOCK.entityId, state: "locked" }],
    automation: {
      ...aDraft().automation,
      triggers: [trigger],
      conditions: [{ condition: "state", entity_id: LOCK.entityId, state: "unlocked" }],
      actions: [{ action: "persistent_notification.create", data: { title: "Anna's door", message: "Anna's door" } }],
    },
    replay: { ...aDraft().replay, alertsPerWeek: 0.5 },
  });
const REMINDERS = [
  reminder({ trigger: "time", at: "22:30:00" }),
  reminder({ trigger: "state", entity_id: LOCK.entityId, to: "unlocked", for: "00:20:00" }),
];

describe("shared text", () => {
  it("rounds what is saved", () => {
    const savedIn = (savedPerWeek: number) =>
      shareText(
        aDraft({
          automation: theAutomation("pantry_light_when_door_opens"),
          replay: { ...aDraft().replay, savedPerWeek },
        }),
        aHome("en"),
      );
    expect(savedIn(60.4)).to.include("It saves about 60 actions a week.");
    expect(savedIn(0.44)).to.include("It saves about 0.4 actions a week.");
  });

  it("has the habit in kinds of devices, its savings, its precision and its source", () => {
    const text = shareText(aDraft({ automation: theAutomation("pantry_light_when_door_opens") }), aHome("en"));
    expect(text.split("\n")).to.deep.equal([
      "Turn on a light when a door opens.",
      "It saves about 7 actions a week. In a test on days it had not seen, it was right 20 of 21 times.",
      "Suggested by AI Automation for Home Assistant, which learns from what people do manually.",
    ]);
  });

  it("is in the home's language", () => {
    const draft = aDraft({ automation: theAutomation("study_fan_when_warm") });
    expect(LANGUAGES.map((language) => firstLine(draft, language))).to.deep.equal([
      "Turn on a fan when a motion sensor detects motion, while the temperature is above 23.",
      "Ventilator einschalten, wenn Bewegungsmelder Bewegung meldet, solange Temperatur über 23 liegt.",
      "Een ventilator aanzetten als een bewegingssensor beweging ziet, zolang de temperatuur boven 23 is.",
      "Allumer un ventilateur quand un détecteur de mouvement détecte un mouvement, tant que la température est au-dessus de 23.",
      "Encender un ventilador cuando un sensor de movimiento detecta movimiento, mientras la temperatura está por encima de 23.",
    ]);
  });

  it("has both halves of a pair, without the name of either", () => {
    const [opens, closes] = ["pantry_light_when_door_opens", "pantry_light_off_when_door_closes"].map(theAutomation);
    const automation = pairOf([opens!, closes!], { alias: "Pantry", description: "" });
    expect(firstLine(aDraft({ automation }))).to.equal(
      "Turn on a light when a door opens, and turn off a light when a door closes.",
    );
  });

  it("merges targets of one kind", () => {
    const actions = [{ action: "light.turn_off", target: { entity_id: ["light.hall", "light.pantry", "fan.study"] } }];
    expect(firstLine(changed({ actions }))).to.contain("Turn off lights");
  });

  it("distinguishes the target from other devices of its kind", () => {
    const held = (light: string) =>
      changed({ triggers: [{ trigger: "state", entity_id: light, to: "on", for: "00:10:00" }] });
    expect([held("light.pantry"), held("light.hall")].map((draft) => firstLine(draft))).to.deep.equal([
      "Turn on a light when a light (the same device) turns on for 10 minutes.",
      "Turn on a light when a light (a different one) turns on for 10 minutes.",
    ]);
    expect(firstLine(held("light.pantry"), "de")).to.equal(
      "Licht einschalten, wenn Licht (dasselbe Gerät) eingeschaltet wird (10 Minuten lang).",
    );
  });

  it("hides zones, options and other names given by the home", () => {
    expect(WITH_HOME_NAMES.map((draft) => firstLine(draft))).to.deep.equal([
      "Turn on a light when someone arrives at ….",
      "Turn on a light when a device changes to ….",
      "Turn on a light when a door opens, while someone is ….",
      "An automation (a light).",
      'Turn on a light when a button reports "…".',
      "Set a thermostat to … when a door opens.",
      "An automation (a light).",
    ]);
  });

  it("describes reminders", () => {
    expect(REMINDERS.map((draft) => shareText(draft, aHome("en")).split("\n").slice(0, 2))).to.deep.equal([
      ["Notify me if a lock is still unlocked at 22:30.", "It sends about 0.5 notifications a week."],
      ["Notify me when a lock has been unlocked for 20 minutes.", "It sends about 0.5 notifications a week."],
    ]);
  });

  it("makes no claim without counted runs", () => {
    expect(shareText(aDraft({ replay: { ...aDraft().replay, tp: 0, fp: 0 } }), aHome("en")).split("\n")).to.have.length(
      2,
    );
  });

  it("contains no name, id or location of the home in any language", () => {
    const planted = [...HABIT_TEMPLATES.map(({ automation }) => automation), ...EXISTING_AUTOMATIONS.values()];
    const drafts = [...planted.map((automation) => aDraft({ automation })), ...WITH_HOME_NAMES, ...REMINDERS];
    for (const language of LANGUAGES)
      for (const draft of drafts) {
        const text = shareText(draft, aHome(language)).toLowerCase();
        for (const name of namesOf(aHome(language))) expect(text).not.to.contain(name.toLowerCase());
      }
  });
});

/** All identifying texts of a home; `sun.sun` is in every home. */
function namesOf({ info, entities, persons }: HomeSnapshot): readonly string[] {
  const things = [...entities.values()]
    .filter(({ entityId }) => entityId !== "sun.sun")
    .flatMap(({ entityId, name, areaId, areaName }) => [
      entityId,
      ...entityId.split(".").slice(1),
      name,
      ...(areaId === null ? [] : [areaId]),
      ...(areaName === null ? [] : [areaName]),
    ]);
  const people = persons.flatMap(({ userId, name }) => [userId, name]);
  return [...things, ...people, info.name, info.zone, String(info.latitude), String(info.longitude)];
}
