import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, freePort, json, type ServiceProcess, startProcess } from "../support/process.ts";

describe("service process", function () {
  this.timeout(60_000);
  let folder = "";
  let environment: Record<string, string> = {};
  let running: ServiceProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "process-"));
    environment = { TEST_FOLDER: folder, PORT: String(await freePort()), DATABASE_PATH: join(folder, "ai.db") };
    running = [];
  });
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill("SIGKILL");
      await ended;
    }
    await rm(folder, { recursive: true });
  });

  const start = (more: Readonly<Record<string, string>> = {}, nodeOptions: readonly string[] = []): ServiceProcess => {
    const service = startProcess({ ...environment, ...more }, nodeOptions);
    running.push(service);
    return service;
  };
  const healthy = (service: ServiceProcess) =>
    eventually(service, async () => ((await fetch(`${service.url}/health`)).ok ? true : undefined));
  const analysed = (service: ServiceProcess) =>
    eventually(service, async () => {
      const { analysis } = await json(`${service.url}/api/status`);
      return analysis.last?.status === "done" ? analysis.last : undefined;
    });

  it("covers history, habits, approval, deployment and undo on the simulated home", async () => {
    const service = start();
    await analysed(service);
    const { suggestions } = await json(`${service.url}/api/suggestions`);
    const latest = await json(`${service.url}/api/analysis/latest`);
    expect(latest).to.deep.include({ suggestions: suggestions.length, obstacle: null });
    for (const { title, reason } of latest.near_misses) expect([title, reason.text]).not.to.include("");
    const titles: string[] = suggestions.map(({ title }: { title: string }) => title);
    expect(titles).to.include.members([
      "Turn on Pantry light when Pantry door opens",
      "Turn on Hall light when Front door opens",
    ]);
    const pantry = suggestions.find(
      ({ title }: { title: string }) => title === "Turn on Pantry light when Pantry door opens",
    );
    expect(pantry.confidence).to.be.above(0.7);
    expect(pantry.replay.tp).to.be.above(20);
    const act = (action: string) => json(`${service.url}/api/suggestions/${pantry.id}/${action}`, { method: "POST" });
    const deployed = await act("approve");
    expect(deployed.status).to.equal("deployed");
    const automations = async (): Promise<number> => (await json(`${service.url}/api/status`)).home.automations;
    expect(await automations()).to.equal(5);
    expect((await act("undo")).status).to.equal("pending");
    expect(await automations()).to.equal(4);
  });

  it("writes only JSON lines to stdout and one readable line to stderr", async () => {
    const service = start();
    await analysed(service);
    service.child.kill("SIGTERM");
    expect(await service.ended).to.equal(0);
    const lines = service.output.stdout
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines).not.to.have.length(0);
    for (const line of lines) expect(line.service).to.equal("ai-automation-service");
    expect(service.output.stderr).to.equal(`AI Automation 1.0.0 is ready: open ${service.url}/\n`);
  });

  it("answers /health while mining", async () => {
    const service = start();
    await healthy(service);
    await eventually(service, async () =>
      (await json(`${service.url}/api/status`)).history.backfill.state === "done" ? true : undefined,
    );
    await analysed(service);
    const job = await json(`${service.url}/api/analysis`, { method: "POST" });
    let answers = 0;
    for (let isRunning = true; isRunning; answers++) {
      expect((await json(`${service.url}/health`)).status).to.equal("healthy");
      isRunning = (await json(`${service.url}/api/jobs/${job.id}`)).status === "running";
    }
    expect(answers).to.be.above(10);
  });

  it("stops within ten seconds at any time and resumes afterwards", async () => {
    for (const moment of [0, 150, 400, 900]) {
      const service = start();
      if (moment > 0) await new Promise((resolve) => setTimeout(resolve, moment));
      const asked = Date.now();
      service.child.kill("SIGTERM");
      const code = await service.ended;
      expect(Date.now() - asked).to.be.below(10_000);
      expect(code === 0 || (code === null && moment < 150), `exit code ${code} after ${moment} ms`).to.equal(true);
    }
    const last = start();
    await analysed(last);
    const { history } = await json(`${last.url}/api/status`);
    expect(history.backfill.state).to.equal("done");
  });

  it("completes an approval interrupted by a kill exactly once", async () => {
    const first = start();
    await analysed(first);
    const { suggestions } = await json(`${first.url}/api/suggestions?limit=3`);
    const ids: number[] = suggestions.map(({ id }: { id: number }) => id);
    const approvals = ids.map((id) =>
      fetch(`${first.url}/api/suggestions/${id}/approve`, { method: "POST" }).catch(() => undefined),
    );
    await eventually(first, async () =>
      (await json(`${first.url}/api/suggestions?limit=3`)).suggestions.some(
        ({ status }: { status: string }) => status !== "pending",
      )
        ? true
        : undefined,
    );
    first.child.kill("SIGKILL");
    await Promise.all([...approvals, first.ended]);
    const second = start();
    await healthy(second);
    const decided = await eventually(second, async () => {
      const { suggestions: all } = await json(`${second.url}/api/suggestions`);
      return all.some(({ status }: { status: string }) => status === "approved") ? undefined : all;
    });
    const deployed: { ha_automation_id: string }[] = decided.filter(
      ({ status }: { status: string }) => status === "deployed",
    );
    expect(deployed).not.to.have.length(0);
    const home = await readFile(join(folder, "simulated_home.json"), "utf8");
    const there = new Set(home.match(/ai_automation_[0-9a-f]{16}/g));
    expect([...there]).to.have.members(deployed.map(({ ha_automation_id: id }) => id));
  });

  it("exits with a nonzero code and a reason when it cannot start", async () => {
    const refused = start({ PORT: "none", LOG_LEVEL: "loud" });
    expect(await refused.ended).to.equal(1);
    expect(refused.output.stderr).to.match(
      /^The configuration has 2 faults:\n- .*PORT is "none".*\n- .*LOG_LEVEL is "loud"/,
    );

    const occupied = createServer().listen(Number(environment.PORT), "127.0.0.1");
    const second = start();
    expect(await second.ended).to.equal(1);
    expect(second.output.stdout).to.contain(`Port ${environment.PORT} on 127.0.0.1 is in use`);
    await new Promise((resolve) => occupied.close(resolve));

    const first = start({ DATABASE_PATH: join(folder, "one.db") });
    await eventually(first, async () => ((await json(`${first.url}/health`)).status === "healthy" ? true : undefined));
    const other = start({ DATABASE_PATH: join(folder, "one.db"), PORT: String(await freePort()) });
    expect(await other.ended).to.equal(1);
    expect(other.output.stdout).to.match(
      /one\.db cannot be used: it is in use by another instance of the service: stop that one/,
    );
    first.child.kill("SIGTERM");
    expect(await first.ended).to.equal(0);
  });

  it("reads .env from the working directory", async () => {
    await writeFile(join(folder, ".env"), "LOG_LEVEL=loud\n");
    const service = start();
    expect(await service.ended).to.equal(1);
    expect(service.output.stderr).to.contain('LOG_LEVEL in .env is "loud"');
  });

  it("refuses to start when it is reachable from outside without a token", async () => {
    const service = start({ HOST: "0.0.0.0" });
    expect(await service.ended).to.equal(1);
    expect(service.output.stderr).to.contain("API_TOKEN is empty");
  });

  it("rejects an old Node version before loading anything else", async () => {
    const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.13.1" } });`;
    const { ended, output } = start({}, [`--import=data:text/javascript,${encodeURIComponent(old)}`]);
    expect(await ended).to.equal(1);
    expect(output.stderr).to.match(/^AI Automation needs Node 22\.14 or newer, and this is 22\.13\.1\./);
    expect(output.stdout).to.equal("");
  });
});
