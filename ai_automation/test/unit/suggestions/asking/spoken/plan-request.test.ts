import { expect } from "chai";
import type { AutomationConfig } from "../../../../../src/model/automation.ts";
import type { Entity } from "../../../../../src/model/home.ts";
import { planRequest } from "../../../../../src/suggestions/asking/spoken/plan-request.ts";

const HOME: ReadonlyMap<string, Entity> = new Map(
  (
    [
      ["light.hall", "Hall light", "Hall", null],
      ["light.hall_2", "Hall light 2", "Hall", null],
      ["light.kitchen_table", "Table lamp", "Kitchen", null],
      ["light.kitchen_sink", "Sink lamp", "Kitchen", null],
      ["light.kitchen", "Kitchen", "Kitchen", null],
      ["cover.blind", "Blind", "Bedroom", "blind"],
      ["media_player.tv", "Television", null, null],
      ["climate.living", "Thermostat", "Living room", null],
      ["lock.front", "Front lock", null, null],
      ["cover.garage", "Garage", null, "garage"],
      ["binary_sensor.door", "Front door", "Hall", "door"],
      ["binary_sensor.hall", "Hall sensor", "Hall", "motion"],
      ["sensor.outside", "Outside temperature", null, "temperature"],
      ["person.anna", "Anna", null, null],
    ] as const
  ).map(([entityId, name, areaName, deviceClass]) => [
    entityId,
    {
      entityId,
      name,
      areaId: areaName,
      areaName,
      deviceClass,
      isMinable: true,
      ...(entityId === "light.kitchen" ? { repeats: ["light.kitchen_table", "light.kitchen_sink"] } : {}),
    },
  ]),
);

const CLOCK: AutomationConfig = {
  alias: "Morning",
  triggers: [{ trigger: "time", at: "07:10:00" }],
  conditions: [{ condition: "time", weekday: ["mon", "tue", "sun"] }],
  actions: [{ action: "light.turn_on", target: { entity_id: ["light.hall"] } }],
  mode: "single",
};

const read = (text: string, automation: AutomationConfig | null = CLOCK, language = "en") =>
  planRequest(text, automation, { entities: HOME, language });
const changes = (text: string, automation: AutomationConfig | null = CLOCK, language = "en"): unknown => {
  const result = read(text, automation, language);
  return result.kind === "plan" ? result.plan.changes : result.unexplained;
};

describe("requests without a language model", () => {
  it("take a night to begin in the evening and to end in the morning", () => {
    const night = { change: "hours", after: "23:00", before: "05:00" };
    for (const [language, text] of [
      ["en", "only at night from eleven to five"],
      ["de", "nur nachts von elf bis fünf"],
      ["nl", "enkel 's nachts tussen elf en vijf"],
      ["fr", "seulement la nuit, de 23h à 5h"],
      ["es", "solo por la noche de 23 a 5"],
      ["it", "solo di notte dalle 23 alle 5"],
      ["pl", "tylko w nocy od 23 do 5"],
      ["pt", "só de noite, das onze às cinco"],
      ["sv", "bara på natten mellan elva och fem"],
      ["cs", "jen v noci od jedenácti do pěti"],
    ] as const)
      expect(changes(text, CLOCK, language), text).to.deep.equal([night]);
  });

  it("never take a time that they do not understand for midnight", () => {
    const at = (time: string) => [{ change: "at", time }];
    expect(changes("halv sju", CLOCK, "sv")).to.deep.equal(at("06:30"));
    expect(changes("kvart över tio på kvällen", CLOCK, "sv")).to.deep.equal(at("22:15"));
    expect(changes("al mediodía", CLOCK, "es")).to.deep.equal(at("12:00"));
    expect(changes("w południe", CLOCK, "pl")).to.deep.equal(at("12:00"));
    expect(changes("o půlnoci", CLOCK, "cs")).to.deep.equal(at("00:00"));
    expect(changes("à meia-noite", CLOCK, "pt")).to.deep.equal(at("00:00"));
  });

  it("report the words that are not understood, as they were written", () => {
    expect(changes("Ten minutes later, unless Mercury is in retrograde")).to.deep.equal([
      "unless Mercury is in retrograde",
    ]);
    expect(read("make it nicer").kind).to.equal("not_understood");
    expect(read("why does it run at 7?").kind).to.equal("not_understood");
  });

  it("never ignore a negation", () => {
    for (const text of [
      "not ten minutes later",
      "do not turn on the kitchen lights at 7",
      "not only on workdays",
      "don't turn on the hall light on Sundays",
      "not on Sundays at 8",
      "am Wochenende nicht um 8",
      "ten minutes later on Mondays",
      "at 30% between 22:00 and 6:00",
      "nicht um 7 Uhr",
      "no a las 7",
    ])
      expect(read(text).kind, text).to.equal("not_understood");
  });

  it("take days from the days that the automation has", () => {
    expect(changes("not on Sundays")).to.deep.equal([{ change: "days", days: ["mon", "tue"] }]);
    expect(changes("also on Wednesday")).to.deep.equal([{ change: "days", days: ["mon", "tue", "wed", "sun"] }]);
    expect(changes("Monday to Thursday and every day")).to.include("Monday to Thursday and every day");
    expect(changes("Friday to Monday")).to.deep.equal([{ change: "days", days: ["mon", "fri", "sat", "sun"] }]);
  });

  it("read times of day as the language means them", () => {
    const cases = [
      ["en", "at half past six", "06:30"],
      ["en", "at 9:15 pm", "21:15"],
      ["en", "at 12 am", "00:00"],
      ["en", "at noon", "12:00"],
      ["de", "um halb sieben", "06:30"],
      ["de", "um Viertel vor acht abends", "19:45"],
      ["de", "um 18 Uhr 20", "18:20"],
      ["nl", "om half zeven", "06:30"],
      ["nl", "om tien over acht", "08:10"],
      ["fr", "à 18h30", "18:30"],
      ["fr", "à sept heures moins le quart", "06:45"],
      ["es", "a las ocho y veinticinco", "08:25"],
      ["es", "a las 9 de la noche", "21:00"],
    ] as const;
    for (const [language, text, time] of cases)
      expect(changes(text, CLOCK, language), text).to.deep.equal([{ change: "at", time }]);
  });

  it("take the half of the day that is nearer to the present time, and ask if there is none", () => {
    const late = { ...CLOCK, triggers: [{ trigger: "time", at: "22:15:00" }] };
    expect(changes("at half past ten", late)).to.deep.equal([{ change: "at", time: "22:30" }]);
    expect(read("at half past ten", late)).to.include({ isHalfDayOpen: false });
    const isOpen = (text: string): unknown => {
      const result = read(text, null);
      return result.kind === "plan" ? result.isHalfDayOpen : result.unexplained;
    };
    expect(isOpen("turn off the television at half past ten")).to.equal(true);
    expect(isOpen("turn off the television at 10")).to.equal(true);
    for (const time of ["10:30", "10 pm", "half past ten in the evening", "22", "noon", "midnight"])
      expect(isOpen(`turn off the television at ${time}`), time).to.equal(false);
  });

  it("read durations in digits and words", () => {
    const cases = [
      ["en", "an hour and a half later", 90],
      ["en", "twenty five minutes later", 25],
      ["de", "fünfundzwanzig Minuten später", 25],
      ["de", "1 Stunde 10 Minuten früher", -70],
      ["nl", "vijfendertig minuten eerder", -35],
      ["fr", "trois quarts d'heure plus tard", 45],
      ["es", "treinta y cinco minutos antes", -35],
    ] as const;
    for (const [language, text, minutes] of cases)
      expect(changes(text, CLOCK, language), text).to.deep.equal([{ change: "shift", minutes }]);
  });

  it("find things by name, by place, and all of them", () => {
    const on = (thing: string) => ({ change: "act", thing, state: "on" });
    expect(changes("also the hall light")).to.deep.equal([on("light.hall")]);
    expect(changes("also hall light 2")).to.deep.equal([on("light.hall_2")]);
    expect(changes("also the lamp on the table in the kitchen")).to.deep.equal([on("light.kitchen_table")]);
    expect(changes("turn on the kitchen lights too"), "a group with that name").to.deep.equal([on("light.kitchen")]);
    expect(changes("turn on all kitchen lights too")).to.deep.equal([
      on("light.kitchen_table"),
      on("light.kitchen_sink"),
    ]);
    expect(read("also the lamp").kind, "which one?").to.equal("not_understood");
    expect(read("also the balcony light").kind, "there is none").to.equal("not_understood");
  });

  it("build new automations from a trigger, conditions and actions", () => {
    expect(changes("turn all lights off when nobody is home", null)).to.deep.equal([
      ...["light.hall", "light.hall_2", "light.kitchen_table", "light.kitchen_sink"].map((thing) => ({
        change: "act",
        thing,
        state: "off",
      })),
      { change: "when_household", event: "last_leaves" },
    ]);
    expect(changes("when the front door opens, turn on hall light at 40 % if it is dark", null)).to.deep.equal([
      { change: "when", thing: "binary_sensor.door", state: "on", minutes: 0 },
      { change: "act", thing: "light.hall", state: "on" },
      { change: "level", thing: "light.hall", kind: "brightness", value: 40 },
      { change: "light", only: "dark" },
    ]);
    expect(changes("Wenn Anna nach Hause kommt, Thermostat auf 21 Grad", null, "de")).to.deep.equal([
      { change: "when", thing: "person.anna", state: "home", minutes: 0 },
      { change: "level", thing: "climate.living", kind: "temperature", value: 21 },
    ]);
    expect(changes("notify me when the front door is open for 10 minutes", null)).to.deep.equal([
      { change: "tell" },
      { change: "when", thing: "binary_sensor.door", state: "on", minutes: 10 },
    ]);
  });

  it("do not take how long something is on for how long to wait", () =>
    expect(read("turn on hall light for 5 minutes when the front door opens", null).kind).to.equal("not_understood"));

  it("do not turn an automation around", () => {
    expect(read("turn off the hall light after 10 minutes").kind).to.equal("not_understood");
    expect(read("when the front door opens, wait 5 minutes and turn on hall light", null).kind).to.equal(
      "not_understood",
    );
  });

  it("compare numbers with their sign", () =>
    expect(changes("only if outside temperature is below -5 degrees")).to.deep.equal([
      { change: "only_if_number", thing: "sensor.outside", above: null, below: -5 },
    ]));

  it("do not require one state of a player that is on in several", () => {
    expect(read("only when the television is on").kind).to.equal("not_understood");
    expect(changes("not when the television is on")).to.deep.equal([
      { change: "only_if", thing: "media_player.tv", state: "off" },
    ]);
  });

  it("never act on locks, gates or garage doors", () => {
    for (const text of ["open the garage too", "turn off the front lock", "unlock the front lock"])
      expect(read(text).kind, text).to.equal("not_understood");
  });

  it("refuse what contradicts itself", () => {
    for (const text of [
      "turn hall light on at 7 and off at 9",
      "on workdays and only on weekends",
      "at 7 and ten minutes later",
    ])
      expect(read(text).kind, text).to.equal("not_understood");
  });

  it("remove conditions, spare things and set names", () => {
    expect(changes("remove the time condition")).to.deep.equal([{ change: "drop", what: "hours" }]);
    expect(changes("leave out the hall light")).to.deep.equal([{ change: "spare", thing: "light.hall" }]);
    expect(changes("Nenne es Guten Morgen!", CLOCK, "de")).to.deep.equal([{ change: "name", text: "Guten Morgen" }]);
  });

  it("may be in another language than the home's", () =>
    expect(changes("seulement le samedi", CLOCK, "en")).to.deep.equal([{ change: "days", days: ["sat"] }]));

  it("of the greatest length are answered", () => {
    for (const text of ["the light ".repeat(50), "monday and ".repeat(45), "only when ".repeat(50)])
      expect(read(text).kind).to.be.oneOf(["plan", "not_understood"]);
  });
});
