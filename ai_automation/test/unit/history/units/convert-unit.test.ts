import { expect } from "chai";
import { conversion } from "../../../../src/history/units/convert-unit.ts";

describe("conversion of units", () => {
  const cases: readonly (readonly [value: number, from: string, to: string, converted: number])[] = [
    [21.5, "°C", "°F", 70.7],
    [70.7, "°F", "°C", 21.5],
    [-40, "°F", "°C", -40],
    [0, "K", "°C", -273.15],
    [2, "Δ°C", "Δ°F", 3.6],
    [1_234.5, "Wh", "kWh", 1.2345],
    [1.5, "kW", "W", 1_500],
    [1_013.25, "hPa", "inHg", 29.92125558],
    [36, "km/h", "m/s", 10],
    [1, "mi", "km", 1.609344],
    [2, "gal", "L", 7.570823568],
  ];
  for (const [value, from, to, converted] of cases)
    it(`converts ${value} ${from} to ${converted} ${to}`, () =>
      expect(conversion(from, to)?.(value)).to.be.closeTo(converted, 1e-9 * Math.abs(converted) + 1e-12));

  it("leaves values in the same unit as they are, also if it is in no table", () =>
    expect(conversion("persons", "persons")?.(0.1 + 0.2)).to.equal(0.1 + 0.2));

  for (const [from, to] of [
    ["°C", "%"],
    ["°C", "Δ°C"],
    ["W", "Wh"],
    ["ppb", "μg/m³"],
    ["pieces", "items"],
  ] as const)
    it(`does not convert ${from} to ${to}`, () => expect(conversion(from, to)).to.equal(undefined));
});
