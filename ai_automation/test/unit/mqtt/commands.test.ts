import { expect } from "chai";
import fc from "fast-check";
import { createCommands } from "../../../src/mqtt/commands.ts";
import { SILENT } from "../../support/silent.ts";

const CASES = Number(process.env.FUZZ_CASES ?? 300);

describe(`mqtt commands, ${CASES} times damaged at random`, () => {
  const payload = fc.oneof(
    fc.string().map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
    fc
      .record(
        { paused: fc.jsonValue(), correlation_id: fc.jsonValue(), more: fc.jsonValue() },
        { requiredKeys: ["more"] },
      )
      .map((value) => Buffer.from(JSON.stringify(value))),
  );

  it("are refused without any effect, and the next valid one is executed", async () => {
    let paused = 0;
    const done = async (): Promise<void> => undefined;
    const pauseLearning = async (): Promise<void> => void (paused += 1);
    const execute = createCommands({ analyse: done, createBest: done, laterBest: done, pauseLearning }, SILENT);
    let round = 0;
    await fc.assert(
      fc.asyncProperty(payload, async (damaged) => {
        const before = paused;
        const refused = await execute("pause_learning", damaged);
        expect([refused.ok, refused.error?.code, paused]).to.deep.equal([false, "bad_request", before]);
        const good = { paused: true, correlation_id: `round ${round++}` };
        const answer = await execute("pause_learning", Buffer.from(JSON.stringify(good)));
        expect([answer.ok, answer.correlation_id, paused]).to.deep.equal([true, good.correlation_id, before + 1]);
      }),
      { numRuns: CASES, seed: 8 },
    );
  });
});
