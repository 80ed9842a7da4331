import { expect } from "chai";
import { pairOf } from "../../../../src/automation/pair.ts";
import { automationOf, type HabitForm } from "../../../../src/automation/write/automation.ts";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import type { HabitTarget } from "../../../../src/model/habit.ts";
import { HOUR, MINUTE } from "../../../../src/model/time.ts";
import { aliasOf, aliasOfReminder, distinctAlias, MAX_ALIAS } from "../../../../src/suggestions/words/alias.ts";
import type { Names } from "../../../../src/suggestions/words/names.ts";

const LANGUAGES = ["en", "de", "nl", "fr", "es"] as const;
const WORDS = { alias: "", description: "" };
const AREAS: Readonly<Record<string, string>> = { "light.lamp": "Salon", "fan.salon": "Salon" };

const named = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  "light.lamp": "Salon lamp",
  "fan.salon": "Salon Fan",
  "light.desk": "Desk lamp",
  "binary_sensor.door": "Salon door",
  ...more,
});
const namesOf = (language: string, called = named()): Names => ({
  language,
  nameOf: (entityId) => called[entityId] ?? entityId,
  deviceClassOf: () => "door",
  areaOf: (entityId) => AREAS[entityId] ?? null,
  personOf: () => "",
});
const ON: readonly HabitTarget[] = [{ entityId: "light.lamp", state: "on" }];
const OFF: readonly HabitTarget[] = [{ entityId: "light.lamp", state: "off" }];
const config = (trigger: HabitForm["trigger"], targets = ON): AutomationConfig =>
  automationOf({ trigger, conditions: [] }, targets, WORDS);
const door = (state: string): HabitForm["trigger"] => ({
  kind: "state",
  entityIds: ["binary_sensor.door"],
  state,
  hold: 0,
});
const inAll = (automation: AutomationConfig) => LANGUAGES.map((language) => aliasOf(automation, namesOf(language)));

describe("short names of automations", () => {
  it("begin with the room and leave it out of the names of things", () => {
    const trigger = { kind: "sun", event: "sunset", offset: -20 * MINUTE } as const;
    expect(inAll(config(trigger))).to.deep.equal([
      "Salon: lamp on 20 minutes before sunset",
      "Salon: lamp an 20 Minuten vor Sonnenuntergang",
      "Salon: lamp aan 20 minuten voor zonsondergang",
      "Salon : allumer lamp",
      "Salon: encender lamp antes del atardecer",
    ]);
  });

  it("do not repeat the room of a thing that is called like it", () => {
    const trigger = { kind: "clock", timeOfDay: 7 * HOUR, weekdays: [0, 1, 2, 3, 4, 5, 6] } as const;
    const called = named({ "light.lamp": "Salon" });
    const names = (targets: readonly HabitTarget[]) =>
      ["en", "de", "pl"].map((language) => aliasOf(config(trigger, targets), namesOf(language, called)));
    expect(names(ON)).to.deep.equal(["Salon: on at 07:00", "Salon: an um 07:00", "Salon: włącz o 07:00"]);
    expect(names([...ON, { entityId: "fan.salon", state: "on" }])[0]).to.equal("Salon: Salon and Fan on at 07:00");
  });

  it("name the time, and the thing that starts them", () => {
    const trigger = { kind: "clock", timeOfDay: 7 * HOUR, weekdays: [0, 1, 2, 3, 4, 5, 6] } as const;
    expect(inAll(config(trigger))).to.deep.equal([
      "Salon: lamp on at 07:00",
      "Salon: lamp an um 07:00",
      "Salon: lamp aan om 07:00",
      "Salon : allumer lamp à 07:00",
      "Salon: encender lamp a las 07:00",
    ]);
    expect(inAll(config(door("on")))).to.deep.equal([
      "Salon: lamp on when door opens",
      "Salon: lamp an wenn door geöffnet wird",
      "Salon: lamp aan als door opengaat",
      "Salon : allumer lamp quand door s'ouvre",
      "Salon: encender lamp cuando door se abre",
    ]);
  });

  it("say both directions of a pair", () => {
    const pair = pairOf([config(door("on")), config(door("off"), OFF)], WORDS);
    expect(inAll(pair)).to.deep.equal([
      "Salon: lamp on and off (door)",
      "Salon: lamp an und aus (door)",
      "Salon: lamp aan en uit (door)",
      "Salon : allumer et éteindre lamp (door)",
      "Salon: encender y apagar lamp (door)",
    ]);
  });

  it("begin with the thing where it has no area, or several", () => {
    const desk = { entityId: "light.desk", state: "on" };
    const trigger = { kind: "clock", timeOfDay: 7 * HOUR, weekdays: [0, 1, 2, 3, 4, 5, 6] } as const;
    expect(aliasOf(config(trigger, [desk]), namesOf("en"))).to.equal("Desk lamp: on at 07:00");
    expect(aliasOf(config(trigger, [desk, ...ON]), namesOf("en"))).to.equal("Desk lamp and Salon lamp: on at 07:00");
  });

  it("join different actions", () => {
    const targets = [...ON, { entityId: "fan.salon", state: "off" }];
    expect(aliasOf(config(door("on"), targets), namesOf("en"))).to.equal("Salon: lamp on and Fan off when door opens");
  });

  it("leave out a trigger that is too long, then shorten names, but never exceed what lists show", () => {
    const long = "A very long name that somebody gave to a thing in the house";
    const called = (entityId: string): Names => namesOf("en", named({ [entityId]: long }));
    expect(aliasOf(config(door("on")), called("binary_sensor.door"))).to.equal("Salon: lamp on");
    const trigger = { kind: "clock", timeOfDay: 7 * HOUR, weekdays: [0, 1, 2, 3, 4, 5, 6] } as const;
    const desk = [{ entityId: "light.desk", state: "on" }];
    expect(aliasOf(config(trigger, desk), called("light.desk"))).to.equal(
      "A very long name that somebody gave to a…: on",
    );
    for (const language of LANGUAGES) {
      const names = { ...namesOf(language), nameOf: () => long };
      for (const targets of [ON, desk, [...ON, ...desk]])
        expect(aliasOf(config(door("on"), targets), names)).to.have.lengthOf.within(1, MAX_ALIAS);
      expect(aliasOfReminder(long, "still open at 22:00", language)).to.have.lengthOf.within(1, MAX_ALIAS);
    }
  });

  it("get a number where the home has the name already", () => {
    expect(distinctAlias("Salon: lamp on", ["Hall"])).to.equal("Salon: lamp on");
    expect(distinctAlias("Salon: lamp on", ["salon: lamp ON ", "Salon: lamp on 2"])).to.equal("Salon: lamp on 3");
    const longest = "x".repeat(MAX_ALIAS);
    expect(distinctAlias(longest, [longest])).to.have.length(MAX_ALIAS);
  });

  it("are not made for parts that no habit has", () => {
    expect(aliasOf({ ...config(door("on")), triggers: [{ trigger: "homeassistant" }] }, namesOf("en"))).to.equal(
      undefined,
    );
  });
});
