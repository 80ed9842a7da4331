import { expect } from "chai";
import { act, at, dim, level } from "../../../../../src/evaluation/words/expected-changes.ts";
import type { HeldOutRequest } from "../../../../../src/evaluation/words/held-out-requests.ts";
import { judgeRequest } from "../../../../../src/evaluation/words/judge-request.ts";

type Row = readonly [language: HeldOutRequest["language"], number: (value: number) => string];

/** "Set the temperature of the kitchen light to …". */
const TEMPERATURES: readonly Row[] = [
  ["en", (value) => `at 18:30 set the temperature of the kitchen light to ${value}`],
  ["de", (value) => `um 18:30 Uhr die Farbtemperatur vom Küchenlicht auf ${value} ändern`],
  ["nl", (value) => `om 18:30 uur verander de temperatuur van Keukenlamp naar ${value}`],
  ["fr", (value) => `à 18h30 modifie la température de la lumière de la cuisine à ${value}`],
  ["es", (value) => `a las 18:30 establece la temperatura de la luz de la cocina a ${value}`],
  ["it", (value) => `alle 18:30 imposta la temperatura della luce cucina a ${value}`],
  ["pl", (value) => `o 18:30 nastaw temperaturę barwową światło w kuchni na ${value}`],
  ["pt-BR", (value) => `às 18:30 ajuste a temperatura da luz da cozinha para ${value}`],
  ["sv", (value) => `klockan 18:30 justera temperaturen på Kökslampa till ${value}`],
  ["cs", (value) => `v 18:30 změň teplotu světlo v kuchyni na ${value}`],
];

/** "Set the brightness of the desk lamp to …". */
const BRIGHTNESSES: readonly Row[] = [
  ["de", (value) => `um 18:30 Uhr Schreibtischlampe die Helligkeit auf ${value} stellen`],
  ["nl", (value) => `om 18:30 uur verander de felheid van Bureaulamp naar ${value}`],
  ["it", (value) => `alle 18:30 rendi l'intensità della Lampada scrivania a ${value}`],
  ["pl", (value) => `o 18:30 przestaw jasność Lampka na biurku na ${value}`],
  ["sv", (value) => `klockan 18:30 justera intensiteten på Skrivbordslampa till ${value}`],
];

const outcomes = (rows: readonly Row[], value: number, changes: readonly object[]) =>
  Promise.all(
    rows.map(async ([language, textOf]) => {
      const text = textOf(value);
      return `${await judgeRequest({ language, about: "new", text, changes: [at("18:30"), ...changes] }, null)}: ${text}`;
    }),
  );

const expected = (rows: readonly Row[], value: number, outcome: string) =>
  rows.map(([, textOf]) => `${outcome}: ${textOf(value)}`);

describe("the color temperature of a light", () => {
  const changes = [act("light.kitchen", "on"), level("color_temp_kelvin", 4000, "light.kitchen")];

  it("is set in kelvin without saying so, in every language of the panel", async () => {
    expect(await outcomes(TEMPERATURES, 4000, changes)).to.deep.equal(expected(TEMPERATURES, 4000, "right"));
  });

  it("is not set to degrees", async () => {
    expect(await outcomes(TEMPERATURES, 21, changes)).to.deep.equal(expected(TEMPERATURES, 21, "refused"));
  });
});

describe("the brightness of a light", () => {
  it("has several words", async () => {
    const changes = [act("light.desk", "on"), dim(30, "light.desk")];
    expect(await outcomes(BRIGHTNESSES, 30, changes)).to.deep.equal(expected(BRIGHTNESSES, 30, "right"));
  });
});
