import { expect } from "chai";
import { createStateHistories } from "../../../src/replay/state-history.ts";
import { aFrame, type Row } from "../../support/a-frame.ts";

describe("state histories", () => {
  const rows = ["light.a", "light.b", "light.c"].flatMap((entityId, index): readonly Row[] => [
    ["2026-03-01T08:00:00Z", entityId, "on"],
    [`2026-03-01T09:0${index}:00Z`, entityId, "unavailable"],
    ["2026-03-01T10:00:00Z", entityId, "off"],
  ]);
  const frame = aFrame(rows);

  it("are the same however few of them stay in memory", () => {
    const [all, few] = [createStateHistories(frame), createStateHistories(frame, 4)];
    for (const entity of [0, 1, 2, 1, 0, 0, 2]) expect(few(entity)).to.deep.equal(all(entity));
  });

  it("are merged again only once others have taken their place", () => {
    const histories = createStateHistories(frame, 6);
    const [first, second] = [histories(0), histories(1)];
    expect(histories(0)).to.equal(first);
    expect(histories(1)).to.equal(second);
    histories(2);
    expect(histories(0)).to.not.equal(first);
  });
});
