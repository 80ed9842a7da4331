import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Knex } from "knex";
import { analyseFile } from "../../../src/fleet/workers/analyse-file.ts";
import { FAILED_ANALYSES, openQueue } from "../../../src/fleet/workers/queue.ts";
import { startWorker as startWorkerHere } from "../../../src/fleet/workers/worker.ts";
import type { CallingTenant, FleetPostgres, RunningFleet } from "../../support/a-fleet.ts";
import { aHandedOverHome, HANDED_OVER } from "../../support/a-handed-over-home.ts";
import { SILENT } from "../../support/silent.ts";
import { until } from "../../support/until.ts";
import { fleetWorkers, type FleetWorkers } from "./fleet-workers.ts";
import { withFleet } from "./with-fleet.ts";

const MAIN = fileURLToPath(new URL("../../../src/fleet/main.js", import.meta.url));
const DAYS = 40;

describe("a fleet's workers", () => {
  let postgres: FleetPostgres;
  let fleet: RunningFleet;
  let owner: Knex;
  let tenant: CallingTenant;
  let workers: FleetWorkers;

  const addHome = async (name: string): Promise<string> =>
    (await tenant.call("POST", "/fleet/homes", { name })).body.home_id;
  const handOver = async (homeId: string, content: Buffer, query = HANDED_OVER): Promise<string> =>
    (await tenant.call("POST", `/fleet/homes/${homeId}/recordings?${query}`, content)).body.recording_id;
  const recordingsOf = async (homeId: string) => {
    const { status, body } = await tenant.call("GET", `/fleet/homes/${homeId}/recordings`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body.recordings;
  };
  const isAnalysed = async (homeId: string): Promise<boolean> =>
    (await recordingsOf(homeId)).every(({ state }: { state: string }) => state !== "waiting");
  /** Asks so rarely that the tenant's limit of 20 requests a second is never reached. */
  const allAnalysed = (...homeIds: readonly string[]): Promise<void> =>
    until(async () => (await Promise.all(homeIds.map(isAnalysed))).every(Boolean), {
      what: "all analyses",
      pause: 500,
    });

  withFleet(async (parts) => {
    ({ fleet, postgres, owner } = parts);
    workers = fleetWorkers(postgres.appUrl);
    tenant = await fleet.tenant("Researchers");
  });
  afterEach(() => workers.stop("SIGKILL"));

  it("find what the command line finds, without names unless they are allowed", async () => {
    const content = aHandedOverHome(1, DAYS);
    const [hidden, named] = [await addHome("hidden"), await addHome("named")];
    await handOver(hidden, content);
    await handOver(named, content, `${HANDED_OVER}&names=true`);
    workers.start();
    await allAnalysed(hidden, named);
    const [withoutNames] = await recordingsOf(hidden);
    const [withNames] = await recordingsOf(named);
    const expected = await findingsOf(content, true);
    expect(expected.suggestions).not.to.deep.equal([]);
    expect(withNames.findings).to.deep.equal(expected);
    expect(withoutNames.findings).to.deep.equal(await findingsOf(content, false));
    const entityIds = JSON.stringify(expected).match(/\b(light|switch|cover|media_player)\.[a-z0-9_]+/g) ?? [];
    expect(entityIds).not.to.deep.equal([]);
    for (const entityId of entityIds) expect(JSON.stringify(withoutNames)).not.to.include(entityId);
  });

  it("report a recording that cannot be read, without trying again", async () => {
    const homeId = await addHome("unreadable");
    await handOver(homeId, gzipSync("not a recording\n1,2,3\n"));
    workers.start();
    await allAnalysed(homeId);
    const [recording] = await recordingsOf(homeId);
    expect(recording.state).to.equal("unreadable");
    expect(recording.findings.obstacle).to.match(/\S/);
    const { rows } = await owner.raw("SELECT state, retry_count FROM fleet_queue.job WHERE data->>'home_id' = ?", [
      homeId,
    ]);
    expect(rows[0].retry_count).to.equal(0);
  });

  it("keep an analysis that fails for good until it is queued again", async () => {
    const homeId = await addHome("too large");
    await handOver(homeId, aHandedOverHome(6, DAYS));
    await owner.raw("UPDATE fleet_queue.job SET retry_limit = 0 WHERE singleton_key = ?", [homeId]);
    const appUrl = postgres.appUrl;
    const queue = await openQueue(appUrl, { connections: 3, supervises: true, log: SILENT });
    const worker = await startWorkerHere({
      boss: queue.boss,
      database: fleet.database,
      jobs: 1,
      memory: () => 1,
      now: () => new Date(),
      log: SILENT,
    });
    const failed = async (): Promise<readonly unknown[]> =>
      (await owner.raw("SELECT data FROM fleet_queue.job WHERE name = ? AND state = 'created'", [FAILED_ANALYSES]))
        .rows;
    await until(async () => (await failed()).length === 1, "the failed analysis");
    await queue.stop();
    worker.stop();
    expect(await isAnalysed(homeId)).to.equal(false);
    const env = { PATH: process.env.PATH, FLEET_DATABASE_URL: appUrl, LOG_LEVEL: "fatal" };
    expect(execFileSync(process.execPath, [MAIN, "retry"], { env, encoding: "utf8" })).to.equal(
      "1 analyses are queued again\n",
    );
    workers.start();
    await allAnalysed(homeId);
    expect(await failed()).to.deep.equal([]);
  });

  it("do what is urgent first, and one recording of a home at a time", async () => {
    const [busy, other, urgent] = [await addHome("busy"), await addHome("other"), await addHome("urgent")];
    for (const seed of [2, 3]) await handOver(busy, aHandedOverHome(seed, DAYS));
    await handOver(other, aHandedOverHome(4, DAYS));
    await handOver(urgent, aHandedOverHome(5, DAYS), `${HANDED_OVER}&priority=now`);
    workers.start();
    workers.start();
    await allAnalysed(busy, other, urgent);
    await workers.stop("SIGTERM");
    const { rows } = await owner.raw(
      "SELECT singleton_key, started_on, completed_on FROM fleet_queue.job WHERE singleton_key IN (?, ?, ?) ORDER BY started_on",
      [busy, other, urgent],
    );
    expect(rows).to.have.length(4);
    expect(rows[0].singleton_key).to.equal(urgent);
    const [first, second] = rows.filter(({ singleton_key }: { singleton_key: string }) => singleton_key === busy);
    expect(second.started_on).to.be.at.least(first.completed_on);
  });
});

async function findingsOf(content: Buffer, showsNames: boolean) {
  const folder = await mkdtemp(join(tmpdir(), "expected-"));
  try {
    const file = join(folder, "recording.csv.gz");
    await writeFile(file, content);
    const location = { latitude: 52.37, longitude: 4.89 };
    const { findings } = await analyseFile({ file, zone: "Europe/Amsterdam", location, showsNames });
    return JSON.parse(JSON.stringify(findings));
  } finally {
    await rm(folder, { recursive: true });
  }
}
