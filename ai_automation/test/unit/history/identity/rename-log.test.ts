import { expect } from "chai";
import { composed, createRenameLog, type LoggedMove } from "../../../../src/history/identity/rename-log.ts";

const moved = (batch: number, from: string, to: string, at = batch): LoggedMove => ({
  kind: "renamed",
  batch,
  from,
  to,
  at,
});

describe("the log of renames", () => {
  it("follows chains from the instant of a change, and leaves later owners of an id alone", () => {
    const log = createRenameLog([moved(1, "light.a", "light.b"), moved(5, "light.b", "light.c")]);
    expect(log.idOf("light.a", 1)).to.equal("light.c");
    expect(log.idOf("light.a", 2)).to.equal("light.a");
    expect(log.idOf("light.b", 4)).to.equal("light.c");
    expect(log.idOf("light.b", 6)).to.equal("light.b");
    expect(log.currentIds("light.a")).to.deep.equal(["light.c"]);
  });

  it("follows swaps, made one after the other or seen at once", () => {
    const steps = [moved(1, "a.a", "a.t"), moved(2, "a.b", "a.a"), moved(3, "a.t", "a.b")];
    const atOnce = [moved(1, "a.a", "a.b", 3), moved(1, "a.b", "a.a", 3)];
    for (const moves of [steps, atOnce]) {
      const log = createRenameLog(moves);
      expect([log.idOf("a.a", 1), log.idOf("a.b", 1)]).to.deep.equal(["a.b", "a.a"]);
      expect([log.idOf("a.a", 9), log.idOf("a.b", 9)]).to.deep.equal(["a.a", "a.b"]);
      expect([log.currentIds("a.a"), log.currentIds("a.b")]).to.deep.equal([["a.b"], ["a.a"]]);
    }
    expect([...composed(steps)]).to.have.deep.members([...composed(atOnce)]);
  });

  it("keeps a switch that was taken over beside the light", () => {
    const log = createRenameLog([{ ...moved(1, "switch.a", "light.a"), kind: "taken_over" }]);
    expect(log.currentIds("switch.a")).to.deep.equal(["switch.a", "light.a"]);
    expect([log.idOf("switch.a", 1), log.idOf("switch.a", 2)]).to.deep.equal(["light.a", "switch.a"]);
  });

  it("makes nothing of a rename and back", () => {
    expect([...composed([moved(1, "a.a", "a.b"), moved(2, "a.b", "a.a")])]).to.deep.equal([]);
  });
});
