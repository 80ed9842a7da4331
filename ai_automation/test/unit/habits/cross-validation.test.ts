import { expect } from "chai";
import { mineHabits, type Mined } from "../../../src/habits/mine.ts";
import { aLife, anything, frameOfLife, type Life } from "../../support/a-life.ts";

const BEDTIME = { hour: 22.5, scatterMinutes: 6, share: 1 };
const LIFE: Life = { firstDay: "2023-01-01", days: 12, pantryShare: 0, bedtime: BEDTIME };

const mine = (life: Life): Mined => mineHabits(frameOfLife(aLife(life)), { ...anything, areaOf: () => "room" });

/** The right and wrong runs of the only habit. */
function runsOf({ found }: Mined): { readonly learned: number; readonly heldOut: number; readonly all: number } {
  const rule = found[0]?.members[0]?.rule;
  expect(found).to.have.length(1);
  const sum = (counts: { readonly tp: number; readonly fp: number } | undefined) =>
    (counts?.tp ?? 0) + (counts?.fp ?? 0);
  return { learned: sum(rule?.learned), heldOut: sum(rule?.heldOut), all: sum(rule?.whole) };
}

describe("a short history", () => {
  it("holds out the first days as well as the last ones", () => {
    const { learned, heldOut, all } = runsOf(mine(LIFE));
    expect(heldOut).to.be.greaterThan(0.5 * all);
    expect(learned + heldOut).to.be.within(all - 1, all + 1);
  });

  it("is split once as soon as enough days are held out", () => {
    const { learned, heldOut, all } = runsOf(mine({ ...LIFE, days: 60 }));
    expect(heldOut).to.be.lessThan(0.35 * all);
    expect(learned + heldOut).to.equal(all);
  });
});
