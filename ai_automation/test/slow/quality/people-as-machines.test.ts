import { expect } from "chai";
import { findMachines } from "../../../src/history/machines/find-machines.ts";
import { cuedDays, frameOf, normal, type LagOf } from "../../support/a-cued-home.ts";

const HOMES = 300;
const MOST_MISTAKEN = HOMES / 100;

describe("manual actions in 99 of 100 homes", () => {
  const PEOPLE: Readonly<Record<string, LagOf>> = {
    "reaching for a switch": (random) => 4 * Math.exp(0.5 * normal(random)),
    "some time in the next minute": (random) => 10 + 50 * random(),
    "soon after ten minutes": (random) => 605 + 25 * random(),
    "after about five minutes": (random) => 300 + 30 * normal(random),
  };
  for (const [name, lagOf] of Object.entries(PEOPLE))
    it(`are not taken for a machine's: ${name}`, () => {
      const mistaken = Array.from({ length: HOMES }, (_, seed) => seed).filter(
        (seed) => findMachines(frameOf(cuedDays(lagOf, { days: 120, seed }))).found.length > 0,
      );
      expect(mistaken.length, JSON.stringify(mistaken)).to.be.at.most(MOST_MISTAKEN);
    });
});
