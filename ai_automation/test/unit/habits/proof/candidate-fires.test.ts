import { expect } from "chai";
import { plantHistory } from "../../../../src/evaluation/quality/planted-frame.ts";
import { mineHabits } from "../../../../src/habits/mine.ts";
import { createCandidateFires } from "../../../../src/habits/proof/candidate-fires.ts";
import { countFires } from "../../../../src/habits/proof/score.ts";
import { createWorld, wholeDays } from "../../../../src/replay/world.ts";

describe("fires of candidates", () => {
  const { frame: recorded } = plantHistory({ seed: 3, days: 60, adherence: 0.8 });
  const { frame, found } = mineHabits(recorded, {
    existing: [],
    isMinable: () => true,
    mayActOn: () => true,
    areaOf: (entityId) => /\.([^_]+)/.exec(entityId)?.[1] ?? null,
    deviceClassOf: () => null,
  });
  const whole = wholeDays(frame);
  const rules = found.flatMap(({ members }) => members.flatMap(({ rule, runnersUp }) => [rule, ...runnersUp]));
  const create = () => createCandidateFires(createWorld(frame), whole);

  it("are the same when a candidate is replayed again as in the search, which keeps only counts", () => {
    expect(rules).to.have.length.above(10);
    const fires = create();
    for (const { candidate, whole: counted } of rules)
      expect(countFires(frame, candidate.series, fires.of(candidate), whole)).to.deep.equal(counted);
  });

  it("do not depend on what was replayed before, in the same memory", () => {
    const fires = create();
    for (const { candidate } of [...rules, ...rules.toReversed()])
      expect(fires.of(candidate)).to.deep.equal(create().of(candidate));
  });

  it("are those of the conditions, also right after a candidate that has the first of them alone", () => {
    const fires = create();
    const conditional = rules.filter(({ candidate }) => candidate.conditions.length > 1);
    expect(conditional).to.not.deep.equal([]);
    for (const { candidate } of conditional) {
      const effective = fires.effective(fires.momentsOf(candidate.trigger), candidate.series);
      const alone = fires.under({ conditions: candidate.conditions.slice(0, 1) }, effective).at.length;
      const both = fires.under(candidate, effective);
      expect(both.at.length).to.be.at.most(alone);
      expect(both.at.slice()).to.deep.equal(create().of(candidate).at);
    }
  });
});
