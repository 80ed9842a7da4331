import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasEnded, killChild } from "../../support/children.ts";
import {
  analysed,
  backfilled,
  connected,
  eventually,
  json,
  startIn,
  type ServiceProcess,
} from "../../support/process.ts";
import { until } from "../../support/until.ts";

const PAGE = 4_096;

/** Users' decisions, as the API returns them. */
interface Decided {
  readonly deployed: readonly string[];
  readonly rejected: readonly string[];
}

/** Automations that the simulated family has had created. */
const CREATED_BEFORE = 2;

const idsIn = (deployed: readonly string[]): readonly (string | undefined)[] =>
  deployed.map((text) => text.split(" ").at(-1));

describe("a damaged database", () => {
  let folder = "";
  let path = "";
  let service: ServiceProcess;

  /** The data folder of a stopped service; each test damages a copy of it. */
  let livedFolder = "";
  let wasDecided: Decided;

  before(async () => {
    livedFolder = await mkdtemp(join(tmpdir(), "damage-"));
    use(livedFolder);
    wasDecided = await live();
    await stop();
  });
  beforeEach(async () => {
    const copy = await mkdtemp(join(tmpdir(), "damage-"));
    await cp(livedFolder, copy, { recursive: true });
    use(copy);
  });
  afterEach(async () => {
    await killChild(service.child);
    await rm(folder, { recursive: true });
  });
  after(() => rm(livedFolder, { recursive: true }));

  const use = (place: string): void => {
    folder = place;
    path = join(folder, "ai.db");
  };
  const start = async (): Promise<void> => {
    service = await startIn(folder);
  };
  const stop = async (): Promise<void> => {
    service.child.kill("SIGTERM");
    expect(await service.ended).to.equal(0);
  };
  const status = () => json(`${service.url}/api/status`);
  /** Requests analyses, which read everything, until one succeeds; those that read damaged data fail. */
  const searched = async (): Promise<boolean> => {
    await backfilled(service);
    let isAsked = false;
    const look = async (): Promise<true | undefined> => {
      const { analysis } = await status();
      if (analysis.running !== null) return undefined;
      if (isAsked && analysis.last?.status === "done") return true;
      await json(`${service.url}/api/analysis`, { method: "POST" });
      isAsked = true;
      return undefined;
    };
    return eventually(service, look, "a search that is done");
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
    await analysed(service);
    await post("3/approve");
    await post("4/reject", { reason: "not_at_night" });
    const found = await decided();
    expect([found.deployed.length, found.rejected.length]).to.deep.equal([CREATED_BEFORE + 1, 1]);
    return found;
  };
  /** Restarts it when it ends by itself, as a watchdog would. */
  const comeUp = async (): Promise<void> => {
    for (let tries = 0; tries < 3; tries++) {
      await start();
      const isUp = await Promise.race([searched().catch(() => false), service.ended.then(() => false)]);
      if (isUp) return;
      await until(() => hasEnded(service.child), {
        what: "the end of a service that does not come up",
        lastState: () => service.output.stdout.slice(-2_000),
      });
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
      await damage();
      await comeUp();
      expect(await isSetAside()).to.equal(true);
      expect(await decided()).to.deep.equal(wasDecided);
      const { problems, history } = await status();
      expect(problems.map(({ code }: { code: string }) => code)).to.deep.equal(["database_damaged"]);
      expect(problems[0].message).to.match(
        /was renamed to ai\.db\.damaged-.*: 5 decisions and the exclusions were restored/,
      );
      expect(history.changes).to.be.above(10_000);
      await post("3/undo");
      expect((await decided()).deployed).to.have.length(CREATED_BEFORE);
    });
  }

  it("and a lost journal: created automations that the home still has are adopted", async () => {
    await rm(path);
    await rm(join(folder, "ai.db.decisions.jsonl"));
    await comeUp();
    const after = await eventually(service, async () => {
      const now = await decided();
      return now.deployed.length > 0 ? now : undefined;
    });
    // Their titles are the names that they have in the home.
    expect(idsIn(after.deployed)).to.have.members(idsIn(wasDecided.deployed));
  });

  it("is checked completely after a kill, and kept if it is intact", async () => {
    await start();
    await connected(service);
    await post("3/approve");
    const before = await decided();
    expect([before.deployed.length, before.rejected.length]).to.deep.equal([CREATED_BEFORE + 1, 1]);
    await killChild(service.child);
    expect(existsSync(`${path}-wal`)).to.equal(true);
    await start();
    await eventually(service, async () => ((await status()).service === undefined ? undefined : true));
    expect(await decided()).to.deep.equal(before);
    expect([await isSetAside(), (await status()).problems]).to.deep.equal([false, []]);
  });
});
