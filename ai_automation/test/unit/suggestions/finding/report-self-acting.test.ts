import { expect } from "chai";
import type { MachineCause, SelfActing } from "../../../../src/model/self-acting.ts";
import { reportSelfActing } from "../../../../src/suggestions/finding/report-self-acting.ts";
import type { Names } from "../../../../src/suggestions/words/names.ts";

const NAMES: Readonly<Record<string, string>> = {
  "light.table": "Table",
  "binary_sensor.move": "Kitchen sensor",
  "event.button": "Button",
};

const names = (language: string): Names => ({
  language,
  nameOf: (entityId) => NAMES[entityId] ?? entityId,
  deviceClassOf: (entityId) => (entityId === "binary_sensor.move" ? "motion" : null),
  areaOf: () => null,
  personOf: () => "Anna",
});

const aMachine = (cause: MachineCause, actsAs: string | null = null): SelfActing => ({
  target: { entityId: "light.table", state: "off" },
  cause,
  count: 40,
  from: 0,
  to: 1,
  actsAs,
  isContradicted: false,
});

const AFTER_MOTION = aMachine({ kind: "after", entityId: "binary_sensor.move", state: "off", lag: 300_000 });
const BUTTON = aMachine({ kind: "after", entityId: "event.button", state: "press", lag: 0 });
const SCHEDULE = aMachine({ kind: "clock", timeOfDay: 25_200_000 }, "user");

const textOf = (one: SelfActing, language = "en"): string => {
  const { title, text } = reportSelfActing(one, names(language));
  return `${title}: ${text}`;
};

describe("the description of a machine", () => {
  it("has its trigger, its lag and how often it was seen", () => {
    expect(textOf(AFTER_MOTION)).to.equal(
      "Turn off Table: already happens by itself, always 5 minutes after Kitchen sensor no longer detects motion: seen 40 times",
    );
    expect(textOf(BUTTON)).to.equal(
      'Turn off Table: already happens by itself, always as soon as Button reports "press": seen 40 times',
    );
  });

  it("has the person whose account it uses", () => {
    expect(textOf(SCHEDULE)).to.equal(
      "Turn off Table: already happens by itself, at 07:00 sharp: seen 40 times; something acts as Anna",
    );
  });

  it("rounds lags", () => {
    const lagText = (lag: number): string =>
      /always (.*) after/.exec(textOf(aMachine({ kind: "own", state: "on", lag })))?.[1] ?? "";
    expect([1_000, 13_000, 58_000, 301_000, 313_000, 5_404_000].map(lagText)).to.deep.equal([
      "1 second",
      "13 seconds",
      "1 minute",
      "5 minutes",
      "5 minutes, 13 seconds",
      "90 minutes, 4 seconds",
    ]);
  });

  it("exists in every language", () => {
    expect(["de", "nl", "fr", "es"].map((language) => textOf(AFTER_MOTION, language))).to.deep.equal([
      "Table ausschalten: geschieht schon von selbst, immer 5 Minuten, nachdem Kitchen sensor keine Bewegung mehr meldet: 40-mal gesehen",
      "Table uitzetten: gebeurt al vanzelf, altijd 5 minuten nadat Kitchen sensor geen beweging meer ziet: 40 keer gezien",
      "Éteindre Table: se produit déjà tout seul, toujours 5 minutes après que Kitchen sensor ne détecte plus de mouvement ; vu 40 fois",
      "Apagar Table: ya ocurre por sí solo, siempre que Kitchen sensor deja de detectar movimiento, 5 minutos después: visto 40 veces",
    ]);
    expect(textOf(SCHEDULE, "de")).to.contain("immer genau um 07:00").and.to.contain("etwas handelt als Anna");
    expect(textOf(SCHEDULE, "nl")).to.contain("altijd precies om 07:00").and.to.contain("iets handelt als Anna");
    expect(textOf(SCHEDULE, "fr")).to.contain("toujours à 07:00 précises").and.to.contain("agit au nom de Anna");
    expect(textOf(SCHEDULE, "es")).to.contain("siempre a las 07:00 en punto").and.to.contain("algo actúa como Anna");
  });
});
