import { expect } from "chai";
import { createRateLimit } from "../../../src/fleet/access/rate-limit.ts";
import { SECOND } from "../../../src/model/time.ts";

describe("a rate limit", () => {
  let now = 0;
  const limit = () => createRateLimit({ burst: 3, every: 10 * SECOND }, () => now);
  const take = (of: ReturnType<typeof limit>, times: number, key = "home"): readonly number[] =>
    Array.from({ length: times }, () => of.take(key));

  beforeEach(() => {
    now = 5_000_000;
  });

  it("allows a burst and then asks to wait until one more is due", () => {
    expect(take(limit(), 5)).to.deep.equal([0, 0, 0, 10, 10]);
  });

  it("allows one more after each interval", () => {
    const one = limit();
    take(one, 4);
    now += 10 * SECOND;
    expect(take(one, 2)).to.deep.equal([0, 10]);
  });

  it("allows a whole burst again after enough time", () => {
    const one = limit();
    take(one, 4);
    now += 60 * SECOND;
    expect(take(one, 4)).to.deep.equal([0, 0, 0, 10]);
  });

  it("counts every key alone", () => {
    const one = limit();
    take(one, 4);
    expect(take(one, 1, "other")).to.deep.equal([0]);
  });
});
