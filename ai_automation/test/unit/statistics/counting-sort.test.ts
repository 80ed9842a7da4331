import { expect } from "chai";
import { createRandom } from "../../../src/model/random.ts";
import { createCountingSort } from "../../../src/statistics/counting-sort.ts";

describe("sorting by counting", () => {
  it("orders few and many numbers like comparing does, one sample after another", () => {
    const random = createRandom(1);
    const sort = createCountingSort(1_000);
    for (const length of [0, 1, 199, 200, 5_000, 3, 700]) {
      const numbers = Float64Array.from({ length }, () => Math.floor(random() * 1_000));
      expect([...sort(numbers)]).to.deep.equal([...numbers.toSorted()]);
    }
  });

  it("leaves the numbers as they are", () => {
    const numbers = Float64Array.of(3, 1, 2);
    createCountingSort(10)(numbers);
    expect([...numbers]).to.deep.equal([3, 1, 2]);
  });
});
