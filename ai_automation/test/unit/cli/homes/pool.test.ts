import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { HomeJob, HomeOutcome } from "../../../../src/cli/homes/home-job.ts";
import { runPool } from "../../../../src/cli/homes/pool.ts";

/** A worker whose outcome is its process id, and which does what the name of the home says. */
const WORKER = `
process.on("disconnect", () => process.exit());
process.on("message", ({ home: { name } }) => {
  if (name.startsWith("exit")) process.exit(7);
  if (name.startsWith("kill")) process.kill(process.pid, "SIGKILL");
  if (name.startsWith("abort")) process.kill(process.pid, "SIGABRT");
  if (name.startsWith("hang")) return;
  const outcome = { kind: "done", changes: process.pid, days: 0, leftOut: 0, document: {}, seconds: 0 };
  process.send({ outcome, held: name.startsWith("large") ? 2 ** 31 : 1 });
});`;

const jobOf = (name: string): HomeJob => ({
  home: { name, file: name, zone: "UTC", location: null, machines: null, automations: null },
  work: { command: "mine", options: { untilDay: null, trainDays: null } },
});

describe("the pool of processes", () => {
  let folder = "";
  let worker: URL;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pool-"));
    await writeFile(join(folder, "worker.mjs"), WORKER);
    worker = pathToFileURL(join(folder, "worker.mjs"));
  });
  after(() => rm(folder, { recursive: true }));

  const run = async (names: readonly string[], jobs = 1): Promise<ReadonlyMap<string, HomeOutcome>> => {
    const outcomes = new Map<string, HomeOutcome>();
    const onOutcome = async ({ home }: HomeJob, outcome: HomeOutcome): Promise<void> => {
      outcomes.set(home.name, outcome);
    };
    const { signal } = new AbortController();
    await runPool(names.map(jobOf), { jobs, onOutcome, signal, worker });
    return outcomes;
  };
  const pidsOf = (outcomes: ReadonlyMap<string, HomeOutcome>): readonly number[] =>
    [...outcomes.values()].flatMap((outcome) => (outcome.kind === "done" ? [outcome.changes] : []));

  it("uses each process for many recordings", async () => {
    expect(new Set(pidsOf(await run(["a", "b", "c"]))).size).to.equal(1);
    expect(new Set(pidsOf(await run(["a", "b", "c", "d", "e", "f"], 3))).size).to.be.within(1, 3);
  });

  it("replaces a process that holds much memory", async () => {
    expect(new Set(pidsOf(await run(["large", "b", "c"]))).size).to.equal(2);
  });

  it("goes on after the end of a process, and says how it ended", async () => {
    const outcomes = await run(["exit", "a", "kill", "b", "abort", "c"]);
    const errors = ["exit", "kill", "abort"].map((name) => {
      const outcome = outcomes.get(name);
      return outcome?.kind === "failed" && outcome.cause === "process" ? outcome.error : outcome;
    });
    expect(errors).to.deep.equal([
      "its process ended with code 7",
      "its process was killed, probably because the system ran out of memory: use fewer --jobs",
      "its process ran out of memory: set NODE_OPTIONS=--max-old-space-size=<MB> to more",
    ]);
    expect(pidsOf(outcomes)).to.have.length(3);
  });

  it("ends its processes when it is stopped", async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const onOutcome = async ({ home }: HomeJob): Promise<void> => {
      seen.push(home.name);
      stop.abort();
    };
    await runPool(["hang", "a", "b"].map(jobOf), { jobs: 2, onOutcome, signal: stop.signal, worker });
    expect(seen).to.deep.equal(["a"]);
  });

  it("ends its processes when an outcome cannot be written", async () => {
    const onOutcome = (): Promise<void> => Promise.reject(new Error("disk full"));
    const { signal } = new AbortController();
    const error = await runPool(["hang", "a", "b"].map(jobOf), { jobs: 2, onOutcome, signal, worker }).catch(String);
    expect(error).to.equal("Error: disk full");
  });

  it("has nothing to do without recordings", async () => {
    expect((await run([])).size).to.equal(0);
  });
});
