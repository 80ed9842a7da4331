import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasEnded, killChild } from "../../support/children.ts";
import {
  analysed,
  connected,
  eventually,
  freePort,
  healthy,
  json,
  startProcess,
  statusOf,
  type ServiceProcess,
} from "../../support/process.ts";
import { until } from "../../support/until.ts";

/** The configuration's faults are one line of the log, as everything else. */
const faultOf = ({ output }: ServiceProcess): string => JSON.parse(output.stdout).msg;

/** Automations that the simulated family has had created. */
const CREATED_BEFORE = ["ai_automation_5e1d0c7a94b2f368", "ai_automation_b7043fa9d21c6e85"];

describe("starts and ends of the service process", () => {
  let folder = "";
  let environment: Record<string, string> = {};
  let running: ServiceProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "process-"));
    environment = { TEST_FOLDER: folder, PORT: String(await freePort()), DATABASE_PATH: join(folder, "ai.db") };
    running = [];
  });
  afterEach(async () => {
    for (const { child } of running) await killChild(child);
    await rm(folder, { recursive: true });
  });

  const start = (more: Readonly<Record<string, string>> = {}, nodeOptions: readonly string[] = []): ServiceProcess => {
    const service = startProcess({ ...environment, ...more }, nodeOptions);
    running.push(service);
    return service;
  };

  /** Printed by the process as soon as it listens for SIGTERM. */
  const announcing = `process.on("newListener", (name) => {
    if (name === "SIGTERM") queueMicrotask(() => process.stderr.write("listens for SIGTERM"));
  });`;
  const moments: Readonly<Record<string, (service: ServiceProcess) => Promise<unknown>>> = {
    "while it is loaded": ({ output, child }) =>
      until(() => output.stderr.includes("listens for SIGTERM"), { isHopeless: () => hasEnded(child) }),
    "with its first log line": ({ output, child }) =>
      until(() => output.stdout !== "", { isHopeless: () => hasEnded(child) }),
    "once it answers": healthy,
    "while it reads the history": connected,
    "while it searches": (service) =>
      statusOf(service, ({ analysis }) => analysis.running !== null || analysis.last !== null, "the first analysis"),
  };

  it("stops within ten seconds at any moment and resumes from there", async () => {
    const early = start();
    early.child.kill("SIGTERM");
    expect(await early.ended).to.be.oneOf([0, null]);
    for (const [moment, reach] of Object.entries(moments)) {
      const service = start({}, [`--import=data:text/javascript,${encodeURIComponent(announcing)}`]);
      await reach(service);
      const asked = Date.now();
      service.child.kill("SIGTERM");
      expect(await service.ended, `exit code ${moment}`).to.equal(0);
      expect(Date.now() - asked, moment).to.be.below(10_000);
    }
    const last = start();
    await analysed(last);
    const { history } = await json(`${last.url}/api/status`);
    expect(history.backfill.state).to.equal("done");
  });

  it("completes an approval that a kill interrupted, exactly once", async () => {
    const first = start();
    await analysed(first);
    const { suggestions } = await json(`${first.url}/api/suggestions?status=pending`);
    const ids: number[] = suggestions
      .filter(({ fix }: { fix: unknown }) => fix === null)
      .slice(0, 3)
      .map(({ id }: { id: number }) => id);
    const approvals = ids.map((id) =>
      fetch(`${first.url}/api/suggestions/${id}/approve`, { method: "POST" }).catch(() => undefined),
    );
    await eventually(first, async () =>
      (await json(`${first.url}/api/suggestions?limit=100`)).suggestions.some(
        ({ id, status }: { id: number; status: string }) => ids.includes(id) && status !== "pending",
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
      ({ id, status }: { id: number; status: string }) => ids.includes(id) && status === "deployed",
    );
    expect(deployed).not.to.have.length(0);
    const home = await readFile(join(folder, "ai.db.simulated_home.json"), "utf8");
    const there = new Set(home.match(/ai_automation_[0-9a-f]{16}/g));
    expect([...there]).to.have.members([...CREATED_BEFORE, ...deployed.map(({ ha_automation_id: id }) => id)]);
  });

  it("exits with a non-zero code and the reason if it cannot start", async () => {
    const refused = start({ PORT: "none", LOG_LEVEL: "loud" });
    expect(await refused.ended).to.equal(1);
    expect(faultOf(refused)).to.match(
      /^The configuration has 2 errors:\n- .*PORT is "none".*\n- .*LOG_LEVEL is "loud"/,
    );

    const occupied = createServer().listen(Number(environment.PORT), "127.0.0.1");
    const second = start();
    expect(await second.ended).to.equal(1);
    expect(second.output.stdout).to.contain(`Port ${environment.PORT} on 127.0.0.1 is in use`);
    await new Promise((resolve) => occupied.close(resolve));

    const first = start({ DATABASE_PATH: join(folder, "one.db") });
    await healthy(first);
    const other = start({ DATABASE_PATH: join(folder, "one.db"), PORT: String(await freePort()) });
    expect(await other.ended).to.equal(1);
    expect(other.output.stdout).to.match(
      /one\.db cannot be used: it is in use by another instance of the service: stop that one/,
    );
    first.child.kill("SIGTERM");
    expect(await first.ended).to.equal(0);
  });

  it("answers although nobody reads its log, and still ends within the deadline", async () => {
    const service = start({ LOG_LEVEL: "debug" });
    await healthy(service);
    service.child.stdout?.removeAllListeners("data").pause();
    const padding = "x".repeat(2_000);
    for (let request = 0; request < 600; request++) {
      expect((await json(`${service.url}/health?${padding}`)).status).to.equal("healthy");
    }
    const asked = performance.now();
    service.child.kill("SIGTERM");
    await until(() => hasEnded(service.child), { what: "the end of the process" });
    expect(performance.now() - asked).to.be.below(15_000);
    service.child.stdout?.destroy();
  });

  it("reads .env from the working directory", async () => {
    await writeFile(join(folder, ".env"), "LOG_LEVEL=loud\n");
    const service = start();
    expect(await service.ended).to.equal(1);
    expect(faultOf(service)).to.contain('LOG_LEVEL in .env is "loud"');
  });

  it("refuses to start if other machines could reach it without a token", async () => {
    const service = start({ HOST: "0.0.0.0" });
    expect(await service.ended).to.equal(1);
    expect(faultOf(service)).to.contain("API_TOKEN is empty");
  });

  it("refuses a Node that is too old before it loads anything else", async () => {
    const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.13.1" } });`;
    const { ended, output } = start({}, [`--import=data:text/javascript,${encodeURIComponent(old)}`]);
    expect(await ended).to.equal(1);
    expect(output.stderr).to.match(/^AI Automation needs Node 22\.14 or newer, and this is 22\.13\.1\./);
    expect(output.stdout).to.equal("");
  });
});
