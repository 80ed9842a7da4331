import { expect } from "chai";
import { createClockJumps } from "../../../src/jobs/clock-jumps.ts";
import { DAY, HOUR, MINUTE } from "../../../src/model/time.ts";

describe("jumps of the clock", () => {
  it("are noticed once, forward and back, and not in time that passes or small corrections", () => {
    let wall = 0;
    let monotonic = 0;
    const jumps = createClockJumps(
      () => wall,
      () => monotonic,
    );
    const pass = (milliseconds: number): void => {
      wall += milliseconds;
      monotonic += milliseconds;
    };
    pass(DAY);
    expect(jumps.hasJumped()).to.equal(false);
    wall += DAY;
    expect([jumps.hasJumped(), jumps.hasJumped()]).to.deep.equal([true, false]);
    wall -= 2 * HOUR;
    expect(jumps.hasJumped()).to.equal(true);
    wall += MINUTE;
    pass(DAY);
    expect(jumps.hasJumped()).to.equal(false);
  });
});
