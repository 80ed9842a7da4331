import { expect } from "chai";
import type { Running } from "../../../src/automation/plan.ts";
import { startedOf } from "../../../src/replay/running.ts";
import { aFrame } from "../../support/a-frame.ts";

/** Instants that start a run of ten each (helpers/script.py of Home Assistant 2026.11.0, async_run). */
function started(mode: Running["mode"], instants: readonly number[], max = 10, downtime?: [number, number]) {
  const downtimes = downtime === undefined ? [] : [{ from: downtime[0], to: downtime[1] }];
  const fires = instants.map((at) => ({ at }));
  return startedOf(fires, { mode, max, lasts: 10 }, { ...aFrame([]), downtimes }).map(({ at }) => at);
}

describe("a trigger while the automation runs", () => {
  it("is dropped in mode single, until the run has ended", () => {
    expect(started("single", [0, 9, 10, 15, 21])).to.deep.equal([0, 10, 21]);
  });

  it("starts again in mode restart", () => {
    expect(started("restart", [0, 9, 10])).to.deep.equal([0, 9, 10]);
  });

  it("is dropped in mode parallel once as many run as may", () => {
    expect(started("parallel", [0, 1, 2, 10, 11, 12], 2)).to.deep.equal([0, 1, 10, 11]);
  });

  it("waits its turn in mode queued, and is dropped once as many wait or run as may", () => {
    expect(started("queued", [0, 1, 2, 10, 11, 20], 2)).to.deep.equal([0, 1, 10, 20]);
  });

  it("starts a run after a restart, whatever ran before", () => {
    expect(started("single", [0, 2, 8], 10, [3, 6])).to.deep.equal([0, 8]);
  });

  it("always starts one if runs end at once", () => {
    const fires = [{ at: 0 }, { at: 0 }];
    expect(startedOf(fires, { mode: "single", max: 1, lasts: 0 }, aFrame([]))).to.equal(fires);
    expect(startedOf(fires, undefined, aFrame([]))).to.equal(fires);
  });
});
