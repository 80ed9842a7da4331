import { expect } from "chai";
import { BUILDING_REQUESTS } from "../../../../src/evaluation/words/building-requests.ts";
import { FIFTH_UNSEEN_REQUESTS } from "../../../../src/evaluation/words/fifth-unseen-requests.ts";
import { FOURTH_UNSEEN_REQUESTS } from "../../../../src/evaluation/words/fourth-unseen-requests.ts";
import { HELD_OUT_REQUESTS } from "../../../../src/evaluation/words/held-out-requests.ts";
import { judgeRequest } from "../../../../src/evaluation/words/judge-request.ts";
import { SECOND_UNSEEN_REQUESTS } from "../../../../src/evaluation/words/second-unseen-requests.ts";
import { THIRD_UNSEEN_REQUESTS } from "../../../../src/evaluation/words/third-unseen-requests.ts";
import { UNSEEN_REQUESTS } from "../../../../src/evaluation/words/unseen-requests.ts";

const outcomesOf = async (requests: typeof HELD_OUT_REQUESTS) =>
  Promise.all(requests.map(async (request) => ({ ...request, outcome: await judgeRequest(request, null) })));

const countsOf = (judged: Awaited<ReturnType<typeof outcomesOf>>) => {
  const by = Object.groupBy(judged, ({ outcome }) => outcome);
  return { right: by.right?.length ?? 0, asked: by.asked?.length ?? 0, refused: by.refused?.length ?? 0 };
};

for (const [what, requests, each, languages] of [
  ["requests that were written before the parser", HELD_OUT_REQUESTS, 8, 5],
  ["requests that were written without a look at the parser", UNSEEN_REQUESTS, 24, 5],
  ["more such requests", SECOND_UNSEEN_REQUESTS, 24, 5],
  ["requests by another hand", THIRD_UNSEEN_REQUESTS, 24, 5],
  ["requests in every language of the panel", FOURTH_UNSEEN_REQUESTS, 12, 10],
  ["more requests in every language of the panel", FIFTH_UNSEEN_REQUESTS, 12, 10],
  ["requests that the parser was built with", BUILDING_REQUESTS, 30, 5],
] as const)
  describe(what, () => {
    it(`are ${each} in each language`, () => {
      const counts = Object.groupBy(requests, ({ language }) => language);
      expect(Object.values(counts).map((some) => some?.length)).to.deep.equal(Array(languages).fill(each));
    });

    it("are never understood wrongly without a model, in any language", async () => {
      const wrong = (await outcomesOf(requests)).filter(({ outcome }) => outcome === "wrong");
      expect(wrong.map(({ text }) => text)).to.deep.equal([]);
    });
  });

describe("requests without a model", () => {
  it("are mostly understood, some with a question", async () => {
    expect(countsOf(await outcomesOf(HELD_OUT_REQUESTS))).to.deep.equal({ right: 35, asked: 4, refused: 1 });
    expect(countsOf(await outcomesOf(FOURTH_UNSEEN_REQUESTS))).to.deep.equal({ right: 113, asked: 2, refused: 5 });
  });
});
