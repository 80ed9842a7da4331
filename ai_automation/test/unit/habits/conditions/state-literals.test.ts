import { expect } from "chai";
import { wholeOf } from "../../../../src/habits/conditions/sample.ts";
import { quietLiterals, stateLiterals } from "../../../../src/habits/conditions/state-literals.ts";
import { createRowIndex } from "../../../../src/history/frame/row-index.ts";
import { aFrame, at, type Row } from "../../../support/a-frame.ts";

const DOOR = "binary_sensor.door";
const ROWS: readonly Row[] = [
  ["2023-03-01T10:00:00Z", DOOR, "on"],
  ["2023-03-01T10:30:00Z", DOOR, "unavailable"],
  ["2023-03-01T10:40:00Z", DOOR, "on"],
  ["2023-03-01T11:00:00Z", DOOR, "off"],
];

const frame = aFrame(ROWS);

/** One right run at each time of 1 March 2023. */
const sample = (...times: readonly string[]) => ({
  at: Float64Array.from(times, (time) => at(`2023-03-01T${time}:00Z`)),
  isHit: new Uint8Array(times.length).fill(1),
  column: () => new Int32Array(times.length),
  rowIndex: createRowIndex(frame),
});

describe("a condition on a state, as it is learned", () => {
  const entity = frame.entities.find(DOOR)!;
  const facts = { entity, entityId: DOOR, states: [frame.states.find("on")!, frame.states.find("off")!] };

  it("does not hold while the entity is unavailable, as in Home Assistant", () => {
    const runs = sample("10:10", "10:35", "10:50", "11:10");
    const [isOn] = stateLiterals(runs, frame, facts)(wholeOf(runs), [1]);
    expect(isOn?.tp).to.equal(2);
    expect([0, 1, 2, 3].map((run) => isOn?.test(run))).to.deep.equal([true, false, true, false]);
  });

  it("counts the time in a state from the return", () => {
    const runs = sample("10:25", "10:45", "10:59");
    const quiet = quietLiterals(runs, frame, facts)(wholeOf(runs), [1]);
    const times = quiet.map(({ condition, tp }) => [condition.kind === "state" && condition.hold / 60_000, tp]);
    expect(times.slice(0, 4)).to.deep.equal([
      [2, 3],
      [5, 3],
      [10, 2],
      [20, 1],
    ]);
  });
});
