import { expect } from "chai";
import { daysRecorded, withHoles } from "../../../../src/history/frame/holes.ts";
import { knownDays, knownTime } from "../../../../src/history/frame/known-days.ts";
import { leaveOut } from "../../../../src/history/frame/leave-out.ts";
import { DAY, HOUR } from "../../../../src/model/time.ts";
import { wholeDays } from "../../../../src/replay/world.ts";
import { aFrame, at, type Row } from "../../../support/a-frame.ts";

const daily = (month: string, days: number): readonly Row[] =>
  Array.from({ length: days }, (_, day) => [
    `${month}-${String(day + 1).padStart(2, "0")}T12:00:00+01:00`,
    "light.hall",
    day % 2 === 0 ? "on" : "off",
  ]);

describe("the known days of a frame", () => {
  const { frame } = withHoles(aFrame([...daily("2022-01", 10), ...daily("2024-01", 10)]));
  const whole = wholeDays(frame);

  it("are those that somebody recorded", () => {
    expect(Math.round((whole.to - whole.from) / DAY)).to.equal(740);
    expect(knownDays(frame, whole)).to.equal(20);
    expect(daysRecorded(frame)).to.equal(20);
  });

  it("do not include those that are left out", () => {
    const day = frame.clock.dayOf(at("2024-01-03T12:00:00+01:00"));
    expect(knownDays(leaveOut(frame, new Set([day, day + 1])), whole)).to.equal(18);
  });

  it("count the known part of a day in which an interval begins or ends", () => {
    const [from, to] = [at("2022-01-10T18:00:00+01:00"), at("2024-01-01T03:00:00+01:00")];
    expect(knownTime(frame, { from, to })).to.equal(9 * HOUR);
    expect(knownDays(frame, { from: to - 5 * DAY, to: to - 4 * DAY })).to.equal(0);
  });
});
