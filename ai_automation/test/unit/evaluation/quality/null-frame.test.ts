import { expect } from "chai";
import { NULL_SHUFFLES, nullFrame } from "../../../../src/evaluation/quality/null-frame.ts";
import { plantHistory } from "../../../../src/evaluation/quality/planted-frame.ts";
import type { Frame } from "../../../../src/history/frame/frame.ts";
import { isActuator } from "../../../../src/model/domains.ts";
import { aFrame } from "../../../support/a-frame.ts";

type RowValues = readonly [at: number, state: string, context: number];

const rowsOf = (frame: Frame, entityId: string): readonly RowValues[] => {
  const entity = frame.entities.find(entityId) ?? expect.fail(`no ${entityId}`);
  return Array.from({ length: frame.start[entity + 1]! - frame.start[entity]! }, (_, index) => {
    const row = frame.start[entity]! + index;
    return [frame.times[row]!, frame.states.names[frame.codes[row]!]!, frame.contexts[row]!];
  });
};

const gapsOf = (frame: Frame, entityId: string): readonly (readonly number[])[] => {
  const entity = frame.entities.find(entityId) ?? expect.fail(`no ${entityId}`);
  const [from, to] = [frame.gapStart[entity], frame.gapStart[entity + 1]];
  return [frame.gapFrom, frame.gapTo].map((gaps) => Array.from(gaps.subarray(from, to)));
};

const { frame } = plantHistory({ seed: 3, days: 30 });
const actuators = frame.entities.names.filter(isActuator);

for (const shuffle of NULL_SHUFFLES)
  describe(`a null home (${shuffle})`, () => {
    const without = nullFrame(frame, shuffle, 1);

    it("leaves sensors and their gaps unchanged", () => {
      for (const entityId of frame.entities.names.filter((name) => !isActuator(name))) {
        expect(rowsOf(without, entityId), entityId).to.deep.equal(rowsOf(frame, entityId));
        expect(gapsOf(without, entityId), entityId).to.deep.equal(gapsOf(frame, entityId));
      }
    });

    it("moves actuators' changes, dropping only those that become repeats", () => {
      for (const entityId of actuators) {
        const before = rowsOf(frame, entityId);
        const after = rowsOf(without, entityId);
        const instants = new Set(before.map(([at]) => at));
        expect(after.filter(([at]) => instants.has(at)).length, entityId).to.be.below(0.1 * before.length);
        expect(after.length, entityId).to.be.within(0.7 * before.length, before.length);
      }
    });

    it("keeps the context of automated changes", () => {
      const [pumpBefore, pumpAfter] = [frame, without].map((one) => rowsOf(one, "switch.hot_water_pump"));
      const contexts = new Set(pumpBefore?.map(([, , context]) => context));
      expect(new Set(pumpAfter?.map(([, , context]) => context))).to.deep.equal(contexts);
    });

    it("depends only on the seed", () => {
      expect(nullFrame(frame, shuffle, 1).times).to.deep.equal(without.times);
      expect(nullFrame(frame, shuffle, 2).times).to.not.deep.equal(without.times);
    });
  });

describe("a home with rotated days", () => {
  it("keeps each change on its day, and the time between changes", () => {
    const rows = Array.from({ length: 20 }, (_, day) => `2026-01-${String(day + 10)}`).flatMap(
      (day) =>
        [
          [`${day}T12:00:00Z`, "light.hall", "on", "manual"],
          [`${day}T13:00:00Z`, "light.hall", "off", "manual"],
        ] as const,
    );
    const rotated = rowsOf(nullFrame(aFrame(rows), "rotate", 5), "light.hall");
    const durations = rotated.flatMap(([at, state], i) => (state === "on" ? [(rotated[i + 1]?.[0] ?? NaN) - at] : []));
    expect(durations.filter((milliseconds) => milliseconds === 3_600_000).length).to.be.at.least(17);
    const days = new Set(rotated.map(([at]) => new Date(at + 3_600_000).toISOString().slice(0, 10)));
    expect(days.size).to.be.at.least(19);
  });
});

describe("a home with scattered changes", () => {
  it("keeps the order of states", () => {
    const scattered = nullFrame(frame, "uniform", 5);
    const states = (one: Frame): readonly string[] => rowsOf(one, "light.kitchen").map(([, state]) => state);
    expect(states(scattered)).to.deep.equal(states(frame));
  });
});
