import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { childrenOf, killChild } from "../../support/children.ts";
import { analysed, eventually, json, startIn, type ServiceProcess } from "../../support/process.ts";
import { until } from "../../support/until.ts";

const KEY = "canary-model-key-5Vt";

describe("the process of an analysis", () => {
  let folder: string;
  let service: ServiceProcess;

  beforeEach(async function () {
    if (process.platform !== "linux") this.skip();
    folder = await mkdtemp(join(tmpdir(), "miner-"));
    service = await startIn(folder, {
      LLM_API_KEY: KEY,
    });
    await analysed(service);
  });
  afterEach(async () => {
    await killChild(service.child);
    await rm(folder, { recursive: true });
  });

  const startAnalysis = async (): Promise<{ readonly job: string; readonly miner: number }> => {
    await until(async () => (await childrenOf(service.child)).length === 0);
    const { id } = await json(`${service.url}/api/analysis`, { method: "POST" });
    const miner = await eventually(service, async () => (await childrenOf(service.child))[0], "a process that mines");
    return { job: id, miner };
  };
  const endOf = (job: string) =>
    eventually(
      service,
      async () => {
        const found = await json(`${service.url}/api/jobs/${job}`);
        return found.status === "running" ? undefined : found;
      },
      "the end of the job",
    );

  it("can be killed for its memory: the service goes on, says so, and the next analysis looks at less", async () => {
    const all = (await json(`${service.url}/api/analysis/latest`)).changes;
    const { job, miner } = await startAnalysis();
    process.kill(miner, "SIGKILL");
    const failed = await endOf(job);
    expect(failed.status).to.equal("failed");
    expect(failed.error.code).to.equal("too_little_memory");
    expect(failed.error.message).to.match(/The next analysis looks at the last \d+ days only\./);
    expect((await json(`${service.url}/health`)).status).to.equal("healthy");
    const next = await startAnalysis();
    expect((await endOf(next.job)).status).to.equal("done");
    expect((await json(`${service.url}/api/analysis/latest`)).changes / all).to.be.within(0.3, 0.7);
  });

  it("is the first that Linux ends when memory is short", async () => {
    const { job, miner } = await startAnalysis();
    const score = (pid: number | undefined): Promise<string> => readFile(`/proc/${pid}/oom_score_adj`, "utf8");
    await until(async () => (await score(miner)) === "1000\n");
    expect(await score(service.child.pid)).not.to.equal("1000\n");
    await endOf(job);
  });

  it("knows none of the service's secrets", async () => {
    const { job, miner } = await startAnalysis();
    const environment = (pid: number | undefined): Promise<string> => readFile(`/proc/${pid}/environ`, "utf8");
    expect(await environment(service.child.pid)).to.contain(KEY);
    const known = await environment(miner);
    expect(known).to.contain("PATH=");
    expect(known).not.to.contain(KEY);
    await endOf(job);
  });

  it("gives its memory back when the analysis is done", async () => {
    const { job, miner } = await startAnalysis();
    await endOf(job);
    await until(async () => !(await readdir("/proc")).includes(String(miner)));
  });

  it("ends with the service, also when that is killed", async () => {
    const { miner } = await startAnalysis();
    await killChild(service.child);
    await until(async () => !(await readdir("/proc")).includes(String(miner)));
  });
});
