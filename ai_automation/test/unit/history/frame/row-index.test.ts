import { expect } from "chai";
import fc from "fast-check";
import { createRowIndex } from "../../../../src/history/frame/row-index.ts";
import { lowerBound } from "../../../../src/statistics/search.ts";

const times = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 1e13, noNaN: true })), {
  maxLength: 60,
});

describe("the index of a frame's rows", () => {
  it("finds the row that a search by halving finds, before, between and after the rows of each entity", () => {
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), times, (entities, instants) => {
        const sorted = entities.map((one) => one.toSorted((a, b) => a - b));
        const start = Int32Array.from([0, ...sorted.map((_, index) => sorted.slice(0, index + 1).flat().length)]);
        const frame = { start, times: Float64Array.from(sorted.flat()) };
        const index = createRowIndex(frame);
        for (const [entity, own] of sorted.entries())
          for (const at of [-1, ...own, ...instants, 2e13])
            expect(index.rowFrom(entity, at)).to.equal(lowerBound(frame.times, at, start[entity], start[entity + 1]));
      }),
    );
  });
});
