import { expect } from "chai";
import { hashOf, parseRoute } from "../../../src/panel/route.ts";

describe("an address in the panel", () => {
  it("leads to a screen, a suggestion or a list, with its query", () => {
    expect(parseRoute("")).to.include({ screen: "suggestions", id: undefined, path: "suggestions" });
    expect(parseRoute("#/suggestions/12")).to.include({ screen: "suggestions", id: "12", path: "suggestions/12" });
    const later = parseRoute("#/suggestions/later?room=K%C3%BCche&sort=new");
    expect(later).to.include({ id: "later", path: "suggestions/later" });
    expect([...later.query]).to.deep.equal([
      ["room", "Küche"],
      ["sort", "new"],
    ]);
  });

  it("leads to the suggestions if its screen does not exist", () => {
    expect(parseRoute("#/elsewhere").screen).to.equal("suggestions");
  });

  it("leaves out what is empty, and is read as it was written", () => {
    expect(hashOf("suggestions", { room: null, q: "" })).to.equal("#/suggestions");
    const query = { room: "Living & dining", q: "50 %?" };
    expect(Object.fromEntries(parseRoute(hashOf("suggestions", query)).query)).to.deep.equal(query);
  });
});
