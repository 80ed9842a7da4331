import { expect } from "chai";
import { CAUSE_CODES, contextOfCode, decodeCause, encodeCause } from "../../../src/archive/cause-code.ts";
import type { Cause } from "../../../src/model/cause.ts";

const CAUSES: readonly Cause[] = [
  { kind: "unknown" },
  { kind: "person", userId: "anna", via: "app" },
  { kind: "person", userId: null, via: "homekit" },
  { kind: "person", userId: "anna", via: "trial" },
  { kind: "physical" },
  { kind: "physical", certainty: 0.3 },
  { kind: "automation", entityId: null, certainty: 0.6 },
  { kind: "scene", entityId: "scene.movie", userId: "anna" },
  { kind: "echo", of: "automation", certainty: 0.7 },
  { kind: "person", userId: "anna", via: "app", follows: true },
  { kind: "echo", of: "person", certainty: 0.7, follows: true },
];

describe("coded causes", () => {
  for (const cause of CAUSES) {
    it(`preserve ${JSON.stringify(cause)}`, () => {
      const coded = encodeCause(cause);
      expect(decodeCause(coded)).to.deep.equal(cause);
      expect(CAUSE_CODES).to.include(coded.code);
    });
  }

  it("take one byte for a certain cause", () => {
    for (const cause of CAUSES.filter(({ certainty, follows }) => certainty === undefined && !follows))
      expect(encodeCause(cause).code).to.be.below(128);
  });

  it("do not count a manual action with a certainty below one half as one", () => {
    const contextAt = (certainty: number) =>
      contextOfCode(encodeCause({ kind: "physical", certainty }).code, { actor: false, user: false });
    expect([0.3, 0.4, 0.5, 0.9].map(contextAt)).to.deep.equal(["automation", "automation", "manual", "manual"]);
  });
});
