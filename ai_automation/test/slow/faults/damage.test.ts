import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { eventually, freePort, json, type ServiceProcess, startProcess } from "../../support/process.ts";

const PAGE = 4_096;

/** Users' decisions, as the API returns them. */
interface Decided {
  readonly deployed: readonly string[];
  readonly rejected: readonly string[];
}

describe("a damaged database", function () {
  this.timeout(120_000);
  let folder = "";
  let path = "";
  let service: ServiceProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "damage-"));
    path = join(folder, "ai.db");
  });
  afterEach(async () => {
    service.child.kill("SIGKILL");
    await service.ended;
    await rm(folder, { recursive: true });
  });

  const start = async (): Promise<void> => {
    service = startProcess({ TEST_FOLDER: folder, PORT: String(await freePort()), DATABASE_PATH: path });
  };
  const stop = async (): Promise<void> => {
    service.child.kill("SIGTERM");
    expect(await service.ended).to.equal(0);
  };
  const status = () => json(`${service.url}/api/status`);
  const analysed = () =>
    eventually(service, async () => ((await status()).analysis.last?.status === "done" ? true : undefined));
  /** The first analysis may start by itself; requesting another one makes sure that everything is read. */
  const searched = async (): Promise<boolean> => {
    await eventually(service, async () => ((await status()).history.backfill.state === "done" ? true : undefined));
    await json(`${service.url}/api/analysis`, { method: "POST" });
    return analysed();
  };
  const post = (what: string, body: object = {}) =>
    json(`${service.url}/api/suggestions/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const decided = async (): Promise<Decided> => {
    const titles = async (state: string): Promise<readonly string[]> =>
      (await json(`${service.url}/api/suggestions?status=${state}`)).suggestions.map(
        ({ title, ha_automation_id: id }: { title: string; ha_automation_id: string | null }) => `${title} ${id}`,
      );
    return { deployed: await titles("deployed"), rejected: await titles("rejected") };
  };
  const live = async (): Promise<Decided> => {
    await start();
    await analysed();
    await post("1/approve");
    await post("2/reject", { reason: "not_at_night" });
    const before = await decided();
    expect([before.deployed.length, before.rejected.length]).to.deep.equal([1, 1]);
    return before;
  };
  /** Restarts it when it ends by itself, as a watchdog would. */
  const comeUp = async (): Promise<void> => {
    for (let tries = 0; tries < 3; tries++) {
      await start();
      const isUp = await Promise.race([searched().catch(() => false), service.ended.then(() => false)]);
      if (isUp) return;
      expect(await service.ended).to.equal(1);
    }
    throw new Error("it did not come up");
  };
  const isSetAside = async (): Promise<boolean> =>
    (await readdir(folder)).some((name) => name.startsWith("ai.db.damaged-"));

  const overwrite = async (from: number, to: number): Promise<void> => {
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xa5, from, to));
  };
  const damages: Readonly<Record<string, () => Promise<void>>> = {
    "in its header": () => overwrite(0, 100),
    "in its first pages": () => overwrite(PAGE, 40 * PAGE),
    "in its middle": async () => {
      const { length } = await readFile(path);
      await overwrite(Math.floor(length * 0.3), Math.floor(length * 0.7));
    },
    "by being cut off": async () => truncate(path, Math.floor((await readFile(path)).length / 2)),
  };
  for (const [how, damage] of Object.entries(damages)) {
    it(`${how} is renamed, and users' decisions are restored`, async () => {
      const before = await live();
      await stop();
      await damage();
      await comeUp();
      expect(await isSetAside()).to.equal(true);
      expect(await decided()).to.deep.equal(before);
      const { problems, history } = await status();
      expect(problems.map(({ code }: { code: string }) => code)).to.deep.equal(["database_damaged"]);
      expect(problems[0].message).to.match(
        /was renamed to ai\.db\.damaged-.*: 2 decisions and the exclusions were restored/,
      );
      expect(history.changes).to.be.above(10_000);
      await post("1/undo");
      expect((await decided()).deployed).to.deep.equal([]);
    });
  }

  it("and a lost journal: automations that the app created in the home are adopted", async () => {
    const before = await live();
    await stop();
    await rm(path);
    await rm(join(folder, "decisions.jsonl"));
    await comeUp();
    const after = await eventually(service, async () => {
      const now = await decided();
      return now.deployed.length > 0 ? now : undefined;
    });
    expect(after.deployed).to.deep.equal(before.deployed);
  });

  it("is checked completely after a kill, and kept if it is intact", async () => {
    const before = await live();
    service.child.kill("SIGKILL");
    await service.ended;
    expect(existsSync(`${path}-wal`)).to.equal(true);
    await start();
    await eventually(service, async () => ((await status()).service === undefined ? undefined : true));
    expect(await decided()).to.deep.equal(before);
    expect([await isSetAside(), (await status()).problems]).to.deep.equal([false, []]);
  });
});
