import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { killChild } from "../support/children.ts";
import { analysed, BUNDLE, eventually, json, startIn, type ServiceProcess } from "../support/process.ts";

/** Shares one start of the built service; tests that need more are in `test/slow/process`. */
const TERRACE = "Turn on Terrace lights when Garden door opens, while it is dark";

describe("the bundled service process on the simulated home", () => {
  let folder = "";
  let service: ServiceProcess;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "process-"));
    service = await startIn(folder, {}, [], BUNDLE);
    await analysed(service);
  });
  after(async () => {
    await killChild(service.child);
    await rm(folder, { recursive: true });
  });

  it("covers history, habits, approval, deployment and undo", async () => {
    const { suggestions } = await json(`${service.url}/api/suggestions?status=pending`);
    const found = suggestions.filter(({ fix }: { fix: unknown }) => fix === null);
    const latest = await json(`${service.url}/api/analysis/latest`);
    expect(latest).to.deep.include({ suggestions: found.length, obstacle: null });
    for (const { title, reason } of latest.near_misses) expect([title, reason.text]).not.to.include("");
    const terrace = found.find(({ title }: { title: string }) => title === TERRACE);
    expect(terrace.confidence).to.be.above(0.7);
    expect(terrace.replay.tp).to.be.above(20);
    const act = (action: string) => json(`${service.url}/api/suggestions/${terrace.id}/${action}`, { method: "POST" });
    const deployed = await act("approve");
    expect(deployed.status).to.equal("deployed");
    const automations = async (): Promise<number> => (await json(`${service.url}/api/status`)).home.automations;
    expect(await automations()).to.equal(7);
    expect((await act("undo")).status).to.equal("pending");
    expect(await automations()).to.equal(6);
  });

  it("shows what the service does for a family", async () => {
    const { suggestions } = await json(`${service.url}/api/suggestions?limit=100`);
    const pending = suggestions.filter(({ status }: { status: string }) => status === "pending");
    const watched = pending.find((one: any) => one.watching_since !== null);
    expect(watched.title).to.match(/^Set Living room heating \(20\.5°\) to heat at 1[67]:\d\d/);
    expect(watched.watch.days).to.equal(10);
    const fixes = pending.filter(({ fix }: { fix: unknown }) => fix !== null);
    expect(fixes.map(({ title }: { title: string }) => title)).to.deep.equal([
      "Kitchen: Coffee machine on at 06:45: only from Monday to Friday",
    ]);
    const { automations } = await json(`${service.url}/api/automations`);
    const ours = automations.filter((one: { is_ours: boolean }) => one.is_ours);
    expect(ours.map(({ alias }: { alias: string }) => alias)).to.deep.equal([
      "Kitchen: Coffee machine on at 06:45",
      "Kitchen: Pantry light on and off",
    ]);
    const [coffee, pantry] = ours;
    expect(coffee.needs_attention).to.include({ reason: "often_undone" });
    expect(pantry.needs_attention).to.equal(null);
    expect(pantry.runs.total).to.be.above(200);
    const { total } = await json(`${service.url}/api/digest`);
    expect(total.saved).to.be.above(10);
  });

  it("answers /health while mining", async () => {
    const job = await json(`${service.url}/api/analysis`, { method: "POST" });
    let answers = 0;
    for (let isRunning = true; isRunning; answers++) {
      expect((await json(`${service.url}/health`)).status).to.equal("healthy");
      isRunning = (await json(`${service.url}/api/jobs/${job.id}`)).status === "running";
    }
    expect(answers).to.be.above(10);
  });

  it("imports in its worker thread", async () => {
    const body = JSON.stringify({ address: "mysql://reader:secret@127.0.0.1:9/home" });
    const headers = { "Content-Type": "application/json" };
    const { id } = await json(`${service.url}/api/imports`, { method: "POST", headers, body });
    const job = await eventually(service, async () => {
      const found = await json(`${service.url}/api/jobs/${id}`);
      return found.status === "running" ? undefined : found;
    });
    expect(job.error.message).to.equal(
      "The recorder at mysql://127.0.0.1:9/home cannot be read: connect ECONNREFUSED 127.0.0.1:9",
    );
  });

  it("serves the panel and the documentation of its API", async () => {
    for (const path of ["", "docs/", "docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "openapi.json"]) {
      const { status } = await fetch(`${service.url}/${path}`);
      expect([path, status]).to.deep.equal([path, 200]);
    }
  });

  it("has nothing of the fleet, which the image leaves out", async () => {
    const folder = dirname(BUNDLE);
    const maps = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".map"));
    const sources = await Promise.all(maps.map(async (file) => await readFile(join(folder, file), "utf8")));
    expect(sources.some((map) => map.includes("src/main.ts"))).to.equal(true);
    expect(sources.filter((map) => map.includes("src/fleet/"))).to.deep.equal([]);
  });

  it("writes files that only its own user can read", async () => {
    const files = await readdir(folder);
    expect(files).to.include.members(["ai.db", "ai.db.access_keys.json", "ai.db.simulated_home.json"]);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o077, file).to.equal(0);
  });

  it("writes only JSON lines to stdout and one readable line to stderr, until it has stopped", async () => {
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
});
