import { expect } from "chai";
import { createFrameBuilder } from "../../../../src/history/frame/frame.ts";
import { ownerOf, whoActed } from "../../../../src/suggestions/finding/whose-habit.ts";
import { clock } from "../../../support/a-life.ts";

describe("the owner of a habit", () => {
  it("is found by the users behind the actions; presses of physical switches have none", () => {
    const builder = createFrameBuilder({ clock, location: null });
    const lamp = builder.entity("light.lamp");
    for (const at of [1, 2, 3, 4, 5]) builder.add(at, lamp, builder.state(String(at)), "manual");
    builder.hands.add(1, lamp, "anna");
    builder.hands.add(3, lamp, "anna");
    builder.hands.add(2, lamp, "ben");
    const actions = [1, 2, 3, 4].map((actedAt) => ({ entityId: "light.lamp", actedAt }));
    expect(whoActed(builder.finish(), [...actions, { entityId: "light.unknown", actedAt: 1 }])).to.deep.equal([
      { userId: "anna", times: 2 },
      { userId: "ben", times: 1 },
    ]);
  });

  it("is the person who does it at least four times in five", () => {
    expect(
      ownerOf([
        { userId: "anna", times: 8 },
        { userId: "ben", times: 2 },
      ]),
    ).to.equal("anna");
    expect(
      ownerOf([
        { userId: "anna", times: 7 },
        { userId: "ben", times: 3 },
      ]),
    ).to.equal(undefined);
    expect(ownerOf([{ userId: "anna", times: 4 }])).to.equal(undefined);
    expect(ownerOf([])).to.equal(undefined);
  });
});
