import { expect } from "chai";
import { createKeyedQueue, createSerialQueue, createSharedRun } from "../../../src/model/keyed-queue.ts";

/** Work that ends on demand, and records when it starts and ends. */
function createSteps() {
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    seen.push(`${name} starts`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    seen.push(`${name} ends`);
    return name;
  };
  /** Lets pending work run. */
  const settle = () => new Promise<void>((resolve) => void setImmediate(resolve));
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await settle();
  };
  return { seen, work, end, settle };
}

describe("a keyed queue", () => {
  it("runs work with the same key sequentially in order", async () => {
    const { seen, work, end, settle } = createSteps();
    const enqueue = createKeyedQueue();
    const all = Promise.all([enqueue(1, work("a")), enqueue(1, work("b")), enqueue(1, work("c"))]);
    await settle();
    for (const name of ["a", "b", "c"]) await end(name);
    expect(await all).to.deep.equal(["a", "b", "c"]);
    expect(seen).to.deep.equal(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
  });

  it("runs work with different keys in parallel", async () => {
    const { seen, work, end, settle } = createSteps();
    const enqueue = createKeyedQueue();
    const all = Promise.all([enqueue("left", work("a")), enqueue("right", work("b"))]);
    await settle();
    expect(seen).to.deep.equal(["a starts", "b starts"]);
    await end("b");
    await end("a");
    expect(await all).to.deep.equal(["a", "b"]);
  });

  it("rejects only the caller whose work failed and runs the next work", async () => {
    const enqueue = createKeyedQueue();
    const failing = enqueue(1, () => Promise.reject(new Error("no")));
    const next = enqueue(1, async () => "next");
    expect(await failing.catch((error: unknown) => error))
      .to.be.an("error")
      .with.property("message", "no");
    expect(await next).to.equal("next");
  });

  it("accepts work for a key whose work has ended", async () => {
    const enqueue = createKeyedQueue();
    await enqueue(1, async () => "before");
    expect(await enqueue(1, async () => "after")).to.equal("after");
  });
});

describe("a serial queue", () => {
  it("runs one task at a time and settles when the last one has ended, failed or not", async () => {
    const { seen, work, end, settle } = createSteps();
    const queue = createSerialQueue();
    const first = queue.run(work("a"));
    const failing = queue.run(() => Promise.reject(new Error("no"))).catch(() => "failed");
    let isSettled = false;
    const settled = queue.settled().then(() => (isSettled = true));
    await settle();
    expect([seen, isSettled]).to.deep.equal([["a starts"], false]);
    await end("a");
    await settled;
    expect([await first, await failing]).to.deep.equal(["a", "failed"]);
  });
});

describe("a shared run", () => {
  it("runs once for all calls that are made during a run", async () => {
    const { seen, work, end, settle } = createSteps();
    const names = ["a", "b", "c"];
    const run = createSharedRun(async () => void (await work(names.shift() ?? "none")()));
    const first = run();
    await settle();
    const later = [run(), run(), run()];
    await end("a");
    expect(seen).to.deep.equal(["a starts", "a ends", "b starts"]);
    await first;
    await end("b");
    await Promise.all(later);
    const last = run();
    await settle();
    await end("c");
    await last;
    expect(seen.slice(3)).to.deep.equal(["b ends", "c starts", "c ends"]);
  });

  it("runs again after a failed run, whose error its own calls get", async () => {
    let runs = 0;
    const run = createSharedRun(async () => {
      runs += 1;
      if (runs === 1) throw new Error("the first fails");
    });
    const outcomes = await Promise.allSettled([run(), run()]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    await run();
    expect(runs).to.equal(2);
  });
});
