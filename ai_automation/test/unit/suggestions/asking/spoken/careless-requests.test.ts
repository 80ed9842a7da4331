import { expect } from "chai";
import { homeIn, type HeldOutRequest } from "../../../../../src/evaluation/words/held-out-requests.ts";
import type { AutomationConfig } from "../../../../../src/model/automation.ts";
import { plannedRequest } from "../../../../../src/suggestions/asking/planned-request.ts";
import { planRequest } from "../../../../../src/suggestions/asking/spoken/plan-request.ts";

const motion = { trigger: "state", entity_id: "binary_sensor.hall" };
const turn = (state: string) => ({ action: `light.turn_${state}`, target: { entity_id: ["light.hall"] } });
const anAutomation = (trigger: object, state = "on"): AutomationConfig => ({
  alias: "",
  triggers: [{ ...trigger }],
  conditions: [],
  actions: [turn(state)],
  mode: "single",
});

const CLOCK = anAutomation({ trigger: "time", at: "07:10:00" });
const MOTION = anAutomation({ ...motion, to: "on" });
const STILL = anAutomation({ ...motion, to: "off", for: "00:05:00" }, "off");

type Language = HeldOutRequest["language"];

const read = (text: string, automation: AutomationConfig | null = CLOCK, language: Language = "en") =>
  planRequest(text, automation, { entities: homeIn(language), language });
const changes = (text: string, automation: AutomationConfig | null = CLOCK, language: Language = "en"): unknown => {
  const result = read(text, automation, language);
  return result.kind === "not_understood" ? result.unexplained : result.plan.changes;
};
const doubts = async (text: string, automation: AutomationConfig | null = CLOCK): Promise<readonly string[]> => {
  const home = { info: { language: "en" }, entities: homeIn("en"), persons: [] };
  const { mismatches } = await plannedRequest({ text, automation, signal: new AbortController().signal }, home, null);
  return mismatches.map(({ kind, what }) => `${kind} ${what}`.trim());
};

describe("careless requests", () => {
  it("may contain typing errors", () => {
    const on = (thing: string) => [{ change: "act", thing, state: "on" }];
    expect(changes("ktichen light too")).to.deep.equal(on("light.kitchen"));
    expect(changes("alos the desk lamp")).to.deep.equal(on("light.desk"));
    expect(changes("fünf minuten spaeter", CLOCK, "de")).to.deep.equal([{ change: "shift", minutes: 5 }]);
    expect(changes("solo los dmoingos", CLOCK, "es")).to.deep.equal([{ change: "days", days: ["sun"] }]);
  });

  it("are asked about if a number or a short name was misspelled", async () => {
    expect(await doubts("only when Anni is home")).to.deep.equal(["spelling anni → anna"]);
    expect(await doubts("twenyt minutes later")).to.deep.equal(["spelling twenyt → twenty"]);
    expect(await doubts("twenty minuets later")).to.deep.equal([]);
  });

  it("are asked about if words are left out, and never leave out a known word, a number or a name", async () => {
    expect(await doubts("ten minutes later honeybunny")).to.deep.equal(["not_understood honeybunny"]);
    for (const text of ["ten minutes later before", "ten minutes later 7", "later Anna ten minutes later"])
      expect(read(text).kind, text).to.equal("not_understood");
  });

  it("go to the language model, if there is one, when words would be left out", async () => {
    const asked: string[] = [];
    const model = {
      ask: (question: { readonly input: string }) => {
        asked.push(question.input);
        return Promise.reject(new Error("asked"));
      },
    };
    const request = {
      text: "ten minutes later honeybunny",
      automation: CLOCK,
      signal: new AbortController().signal,
    };
    const home = { info: { language: "en" }, entities: homeIn("en"), persons: [] };
    await plannedRequest(request, home, model).catch(() => undefined);
    expect(asked).to.have.length(1);
  });

  it("name days in short, with dashes and commas", () => {
    const cases = [
      ["en", "Mon-Thu only", "mon tue wed thu"],
      ["en", "Monday - Friday", "mon tue wed thu fri"],
      ["en", "Mon, Wed and Sat", "mon wed sat"],
      ["de", "Mo-Do und Sa", "mon tue wed thu sat"],
      ["nl", "ma t/m do", "mon tue wed thu"],
      ["fr", "lun-mer, ven", "mon tue wed fri"],
      ["es", "lun, mie y dom", "mon wed sun"],
    ] as const;
    for (const [language, text, days] of cases)
      expect(changes(text, CLOCK, language), text).to.deep.equal([{ change: "days", days: days.split(" ") }]);
    expect(read("the sun").kind, "no Sunday").to.equal("not_understood");
  });

  it("give hours with a dash, or those that are left out", () => {
    const hours = (after: string, before: string) => [{ change: "hours", after, before }];
    expect(changes("22:00-6:00 only", MOTION)).to.deep.equal(hours("22:00", "06:00"));
    expect(changes("nur 22-6 Uhr", MOTION, "de")).to.deep.equal(hours("22:00", "06:00"));
    expect(changes("not between 9 am and 5 pm", MOTION)).to.deep.equal(hours("17:00", "09:00"));
    expect(changes("pas entre 9h et 17h", MOTION, "fr")).to.deep.equal(hours("17:00", "09:00"));
  });

  it("say the part of the day before the time, or the hour of the night", () => {
    const cases = [
      ["en", "every evening at 9", "21:00"],
      ["de", "abends um halb zehn", "21:30"],
      ["de", "um 2 Uhr nachts", "02:00"],
      ["nl", "elke avond om kwart voor elf", "22:45"],
      ["fr", "à 2 heures de la nuit", "02:00"],
      ["fr", "à sept heures moins dix du soir", "18:50"],
      ["es", "a las dos de la madrugada", "02:00"],
      ["es", "a las diez menos cinco de la noche", "21:55"],
      ["fr", "à dix-sept heures vingt", "17:20"],
    ] as const;
    for (const [language, text, time] of cases)
      expect(changes(text, CLOCK, language), text).to.deep.include({ change: "at", time });
  });

  it("count seconds, and lengthen only what waits", () => {
    expect(changes("after 90 seconds", STILL)).to.deep.equal([{ change: "for", minutes: 1.5 }]);
    expect(changes("2 minutes longer", STILL)).to.deep.equal([{ change: "shift", minutes: 2 }]);
    expect(changes("leave it on for 8 minutes", STILL)).to.deep.equal([{ change: "for", minutes: 8 }]);
    for (const text of ["2 minutes longer", "leave it on for 8 minutes", "8 minutes is enough"])
      expect(read(text, MOTION).kind, text).to.equal("not_understood");
  });

  it("do not turn an automation around", () => {
    expect(changes("turn it off after 10 minutes", STILL)).to.deep.equal([{ change: "for", minutes: 10 }]);
    for (const [language, text] of [
      ["en", "turn it off after 10 minutes"],
      ["en", "10% brighter"],
      ["de", "10 Prozent heller"],
      ["de", "sofort ausmachen"],
      ["nl", "meteen uit"],
      ["fr", "éteins tout de suite"],
      ["es", "apágala enseguida"],
    ] as const)
      expect(read(text, MOTION, language).kind, text).to.equal("not_understood");
  });

  it("swap things, and leave some out", () => {
    const swap = [
      { change: "spare", thing: "light.hall" },
      { change: "act", thing: "light.kitchen", state: "on" },
    ];
    for (const [language, text] of [
      ["en", "the kitchen light instead of the hall one"],
      ["en", "only the kitchen light"],
      ["de", "Küche statt Flur"],
      ["nl", "liever de keukenlamp dan de ganglamp"],
      ["fr", "la cuisine à la place du couloir"],
      ["es", "la cocina en vez del pasillo"],
    ] as const)
      expect(changes(text, MOTION, language), text).to.deep.equal(swap);
    const off = (thing: string) => ({ change: "act", thing, state: "off" });
    expect(changes("turn off all lights except the desk lamp at 22:00", null)).to.deep.equal([
      ...["light.hall", "light.kitchen", "light.bedroom"].map(off),
      { change: "at", time: "22:00" },
    ]);
  });

  it("join circumstances, if they can be true together", () => {
    expect(changes("only if it's dark and Ben is in", MOTION)).to.deep.equal([
      { change: "light", only: "dark" },
      { change: "only_if", thing: "person.ben", state: "home" },
    ]);
    expect(changes("not if the TV is on or the bathroom window is open", MOTION)).to.deep.equal([
      { change: "only_if", thing: "media_player.tv", state: "off" },
      { change: "only_if", thing: "binary_sensor.bath", state: "off" },
    ]);
    for (const text of ["not if the TV is off and Anna is home", "only if the TV is off or Anna is home"])
      expect(read(text, MOTION).kind, text).to.equal("not_understood");
  });

  it("take the shortest text for a name", () => {
    for (const [language, text] of [
      ["en", "call this automation Morning"],
      ["de", 'Nenn das Ganze "Morning"'],
      ["fr", "appelle cette automatisation Morning"],
    ] as const)
      expect(changes(text, CLOCK, language), text).to.deep.equal([{ change: "name", text: "Morning" }]);
  });

  it("say how long something is open", () =>
    expect(changes("tell me when the bathroom window has been open for more than 20 minutes", null)).to.deep.equal([
      { change: "tell" },
      { change: "when", thing: "binary_sensor.bath", state: "on", minutes: 20 },
    ]));

  it("mean lights by lights, and no switch with that name", () => {
    const terrace = { entityId: "switch.terrace", name: "Terrace lights", areaId: null, areaName: null };
    const entities = new Map([
      ...homeIn("en"),
      [terrace.entityId, { ...terrace, deviceClass: null, isMinable: true }] as const,
    ]);
    const result = planRequest("turn all lights off when nobody is home", null, { entities, language: "en" });
    const things =
      result.kind === "plan" ? result.plan.changes.flatMap((one) => ("thing" in one ? [one.thing] : [])) : [];
    expect(things).to.deep.equal(["light.hall", "light.kitchen", "light.bedroom", "light.desk"]);
  });

  it("do not take a room for its heating", () => {
    expect(read("open the living room at 87 at 18:30", null).kind).to.equal("not_understood");
    expect(changes("living room heating to 19 at 22:30", null)).to.deep.equal([
      { change: "level", thing: "climate.living", kind: "temperature", value: 19 },
      { change: "at", time: "22:30" },
    ]);
  });
});
