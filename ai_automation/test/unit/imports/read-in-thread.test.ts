import { expect } from "chai";
import { readInThread } from "../../../src/imports/read-in-thread.ts";

const REQUEST = {
  place: "",
  zone: null,
  userKinds: new Map(),
  after: null,
  now: 0,
  workFolder: "",
  rowsAPiece: 1,
} as const;

/** A thread that never answers, and does not listen. */
const STUCK = new URL(
  "data:text/javascript,for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);",
);

describe("reading in a thread", () => {
  it("ends soon after it was stopped, although the thread does not react", async () => {
    const stop = new AbortController();
    const next = readInThread(STUCK, REQUEST, stop.signal)
      .next()
      .catch((error: unknown) => String(error));
    const stopped = performance.now();
    stop.abort();
    expect(await next).to.contain("The import was stopped before it was finished");
    expect(performance.now() - stopped).to.be.below(10_000);
  });
});
