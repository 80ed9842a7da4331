import { expect } from "chai";
import { createAiTask } from "../../../src/language/ai-task.ts";

const complete = (data: unknown): Promise<unknown> =>
  createAiTask({ generate: async () => ({ outcome: "done", data }) }, null)
    .complete({ name: "words", instructions: "", input: "", schema: {} }, new AbortController().signal)
    .catch((error: unknown) => String(error));

describe("a language model through Home Assistant", () => {
  it("returns text and data as Home Assistant does", async () => {
    expect(await complete('{"a": 1}')).to.deep.equal({ answer: '{"a": 1}', tokens: null });
    expect(await complete({ a: 1 })).to.deep.equal({ answer: { a: 1 }, tokens: null });
    expect(await complete(undefined)).to.deep.equal({ answer: undefined, tokens: null });
  });

  it("discards an answer that is far too long", async () => {
    for (const answer of ["x".repeat(300_000), { text: "x".repeat(300_000) }])
      expect(await complete(answer)).to.contain("too long");
  });
});
