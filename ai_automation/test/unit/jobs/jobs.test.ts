import { expect } from "chai";
import { createJobs } from "../../../src/jobs/jobs.ts";
import { createCorrelation } from "../../../src/model/correlation.ts";
import type { Job } from "../../../src/model/job.ts";
import { SILENT } from "../../support/silent.ts";

describe("jobs", () => {
  const reported: Job[] = [];
  const create = () =>
    createJobs({ now: () => 1, log: SILENT, correlation: createCorrelation(), onChange: (job) => reported.push(job) });
  beforeEach(() => {
    reported.length = 0;
  });

  it("report progress and step, and clear the step when they end", async () => {
    const jobs = create();
    const { id } = jobs.start("analysis", async (onProgress) => onProgress(0.5, "reading"));
    await jobs.settled();
    expect(reported.map(({ status, progress, step }) => [status, progress, step])).to.deep.equal([
      ["running", 0, null],
      ["running", 0.5, "reading"],
      ["done", 1, null],
    ]);
    expect(jobs.find(id)?.status).to.equal("done");
  });

  it("are returned with their first step", () => {
    const { step } = create().start("import", async (onProgress) => onProgress(0, "connecting"));
    expect(step).to.equal("connecting");
  });

  it("are cancelled if their work stops after the signal", async () => {
    const jobs = create();
    const { id } = jobs.start(
      "analysis",
      (_onProgress, cancelled) =>
        new Promise((_resolve, reject) => {
          cancelled.addEventListener("abort", () => reject(new Error("given up")));
        }),
    );
    expect(jobs.cancel(id)?.status).to.equal("running");
    await jobs.settled();
    expect(jobs.find(id)).to.include({ status: "cancelled", error: null });
    expect(jobs.running("analysis")).to.equal(undefined);
  });

  it("of a kind can be ended and waited for", async () => {
    const jobs = create();
    await jobs.end("import");
    const { id } = jobs.start(
      "import",
      (_onProgress, cancelled) =>
        new Promise((_resolve, reject) => {
          cancelled.addEventListener("abort", () => setTimeout(() => reject(new Error("given up")), 20));
        }),
    );
    await jobs.end("analysis");
    expect(jobs.find(id)?.status).to.equal("running");
    await jobs.end("import");
    expect(jobs.find(id)?.status).to.equal("cancelled");
  });

  it("do not change when they are cancelled too late", async () => {
    const jobs = create();
    const { id } = jobs.start("analysis", async () => "found");
    await jobs.settled();
    expect(jobs.cancel(id)).to.include({ status: "done", result: "found" });
  });

  it("that fail without a cancellation are failed", async () => {
    const jobs = create();
    const { id } = jobs.start("analysis", async () => {
      throw new Error("broken");
    });
    await jobs.settled();
    expect(jobs.find(id)?.status).to.equal("failed");
    expect(jobs.find(id)?.error).to.deep.equal({ code: "internal", message: "broken" });
  });
});
