import { expect } from "chai";
import { level } from "../../../../src/evaluation/words/expected-changes.ts";
import type { HeldOutRequest } from "../../../../src/evaluation/words/held-out-requests.ts";
import { judgeRequest } from "../../../../src/evaluation/words/judge-request.ts";
import { AppError } from "../../../../src/model/errors.ts";
import type { LanguageModel } from "../../../../src/model/language-model.ts";
import { PROBE, PROBE_CHANGES } from "../../../../src/suggestions/asking/can-plan.ts";

const REQUEST: HeldOutRequest = {
  language: "en",
  about: "motion",
  text: "a gloomy thirty, if I may say so",
  changes: [level("brightness", 30)],
};

/** Answers the probe rightly. */
const answering = (...changes: readonly object[]): LanguageModel => ({
  ask: ({ form, input }) =>
    Promise.resolve(
      form.parse({ changes: input.includes(PROBE.request) ? PROBE_CHANGES : changes, not_possible: null }),
    ),
});

describe("the answer of a language model", () => {
  it("is right, but asked, if it is the expected one", async () => {
    expect(await judgeRequest(REQUEST, answering(level("brightness", 30)))).to.equal("asked");
  });

  it("is wrong, but asked, if it is another one", async () => {
    expect(await judgeRequest(REQUEST, answering(level("brightness", 60)))).to.equal("doubted");
  });

  it("is wrong, but asked, if nothing can express the request", async () => {
    const impossible = { ...REQUEST, changes: [] };
    expect(await judgeRequest(impossible, answering(level("brightness", 60)))).to.equal("doubted");
  });

  it("is a refusal if it cannot be used", async () => {
    const failing: LanguageModel = { ask: () => Promise.reject(new AppError("language_model_failed", "Unusable")) };
    expect(await judgeRequest(REQUEST, failing)).to.equal("refused");
  });
});
