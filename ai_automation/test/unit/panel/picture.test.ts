import { expect } from "chai";
import { createFormat } from "../../../src/panel/format.ts";
import { daysOf, rowsOf } from "../../../src/panel/picture.ts";

const format = createFormat("en", "Europe/Amsterdam");

describe("the evidence picture", () => {
  it("uses the home's local time, newest day first, across a clock change too", () => {
    const span = { from: "2026-10-23T22:00:00.000Z", to: "2026-10-25T23:00:00.000Z" };
    const days = daysOf(span, format);
    expect(days).to.deep.equal(["2026-10-25", "2026-10-24"]);
    const rows = rowsOf(
      days,
      {
        actions: [{ at: "2026-10-24T05:30:00Z" }, { at: "2026-10-25T06:30:00Z" }, { at: "2026-11-30T06:30:00Z" }],
        marks: [{ at: "2026-10-25T06:25:00Z", entity_id: "light.a", outcome: "tp", acted_at: "2026-10-25T06:30:00Z" }],
        ...span,
        daylight: [],
      },
      format,
    );
    expect(rows.map(({ day, spots }) => [day, spots.map(({ minute, kind }) => [minute, kind])])).to.deep.equal([
      [
        "2026-10-25",
        [
          [450, "manual"],
          [445, "right"],
        ],
      ],
      ["2026-10-24", [[450, "manual"]]],
    ]);
  });

  it("shades the night by each day's sunrise and sunset in local time", () => {
    const span = { from: "2026-10-23T22:00:00.000Z", to: "2026-10-25T23:00:00.000Z" };
    const daylight = [
      { day: "2026-10-24", sunrise: "2026-10-24T06:19:20.000Z", sunset: "2026-10-24T16:29:40.000Z" },
      { day: "2026-10-25", sunrise: "2026-10-25T06:21:08.000Z", sunset: "2026-10-25T16:27:41.000Z" },
    ];
    const lights = (known: typeof daylight) =>
      rowsOf(daysOf(span, format), { actions: [], marks: [], ...span, daylight: known }, format).map(
        ({ light }) => light,
      );
    expect(lights(daylight)).to.deep.equal([
      [7 * 60 + 21, 17 * 60 + 27],
      [8 * 60 + 19, 18 * 60 + 29],
    ]);
    expect(lights(daylight.slice(1))).to.deep.equal([[7 * 60 + 21, 17 * 60 + 27], null]);
  });

  it("lights a day until midnight if the sun sets after it", () => {
    const iceland = createFormat("en", "Atlantic/Reykjavik");
    const span = { from: "2026-06-21T00:00:00.000Z", to: "2026-06-22T00:00:00.000Z" };
    const daylight = [{ day: "2026-06-21", sunrise: "2026-06-21T02:55:00.000Z", sunset: "2026-06-22T00:04:00.000Z" }];
    const [row] = rowsOf(daysOf(span, iceland), { actions: [], marks: [], ...span, daylight }, iceland);
    expect(row?.light).to.deep.equal([175, 1_440]);
  });

  it("shades a day without sunrise and sunset as night", () => {
    const span = { from: "2026-12-20T23:00:00.000Z", to: "2026-12-21T23:00:00.000Z" };
    const daylight = [{ day: "2026-12-21", sunrise: null, sunset: null }];
    expect(rowsOf(daysOf(span, format), { actions: [], marks: [], ...span, daylight }, format)).to.deep.equal([
      { day: "2026-12-21", spots: [], light: null },
    ]);
  });
});
