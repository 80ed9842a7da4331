import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import type { Knex } from "knex";
import { drawsFor } from "../../../src/demo/draws.ts";
import { ANALYSES, FAILED_ANALYSES, openQueue } from "../../../src/fleet/workers/queue.ts";
import type { CallingTenant, FleetPostgres } from "../../support/a-fleet.ts";
import { aHandedOverHome, HANDED_OVER } from "../../support/a-handed-over-home.ts";
import { SILENT } from "../../support/silent.ts";
import { until } from "../../support/until.ts";
import { fleetWorkers, type FleetWorkers } from "./fleet-workers.ts";
import { withFleet } from "./with-fleet.ts";

/** `FLEET_RECORDINGS=200 FLEET_DAYS=21` takes about six minutes on two cores. */
const HOMES = Number(process.env.FLEET_RECORDINGS ?? 12);
const DAYS = Number(process.env.FLEET_DAYS ?? 40);
const MOST_KILLS = 30;

describe(`a fleet's workers with ${HOMES} homes of ${DAYS} days`, () => {
  let postgres: FleetPostgres;
  let owner: Knex;
  let tenant: CallingTenant;
  let workers: FleetWorkers;
  let contents: readonly Buffer[] = [];
  /** The results of one worker that nobody disturbed, in the order of the contents. */
  let undisturbed: readonly unknown[] = [];

  withFleet(async (parts) => {
    ({ postgres, owner } = parts);
    tenant = await parts.fleet.tenant("Researchers");
    workers = fleetWorkers(postgres.appUrl);
    contents = Array.from({ length: HOMES }, (_, i) => aHandedOverHome(100 + i, DAYS));
  });
  afterEach(() => workers.stop("SIGKILL"));

  /** Hands the first recordings over, each as that of a new home. Returns the homes' ids. */
  const handOver = async (name: string, homes = HOMES): Promise<readonly string[]> => {
    const homeIds: string[] = [];
    for (const [i, content] of contents.slice(0, homes).entries()) {
      const { body } = await paced(() => tenant.call("POST", "/fleet/homes", { name: `${name}, home ${i}` }));
      const path = `/fleet/homes/${body.home_id}/recordings?${HANDED_OVER}`;
      await paced(() => tenant.call("POST", path, content));
      homeIds.push(body.home_id);
    }
    return homeIds;
  };
  const analysed = async (homeIds: readonly string[]): Promise<number> => {
    const sql = "SELECT count(*)::integer AS done FROM fleet.analyses WHERE home_id = ANY(?)";
    const { rows } = await owner.raw(sql, [[...homeIds]]).catch(() => ({ rows: [{ done: 0 }] }));
    return rows[0].done;
  };
  const findingsOf = async (homeIds: readonly string[]): Promise<readonly unknown[]> => {
    const sql = "SELECT home_id, findings FROM fleet.analyses WHERE home_id = ANY(?)";
    const { rows } = await owner.raw(sql, [[...homeIds]]);
    expect(rows).to.have.length(homeIds.length);
    const byHome = new Map(rows.map((row: { home_id: string; findings: unknown }) => [row.home_id, row.findings]));
    return homeIds.map((homeId) => byHome.get(homeId));
  };
  const jobsOf = async (
    homeIds: readonly string[],
  ): Promise<{ readonly completed: number; readonly retries: number }> => {
    const sql = `SELECT count(*) FILTER (WHERE state = 'completed')::integer AS completed,
      coalesce(sum(retry_count), 0)::integer AS retries FROM fleet_queue.job WHERE name = ? AND singleton_key = ANY(?)`;
    const { rows } = await owner.raw(sql, [ANALYSES, [...homeIds]]);
    return rows[0];
  };

  /** Jobs that were killed five times, and wait to be queued again. */
  const failedOf = async (homeIds: readonly string[]): Promise<number> => {
    const sql = `SELECT count(*)::integer AS failed FROM fleet_queue.job
      WHERE name = ? AND state = 'created' AND data->>'home_id' = ANY(?)`;
    const { rows } = await owner.raw(sql, [FAILED_ANALYSES, [...homeIds]]);
    return rows[0].failed;
  };

  it("analyze each once, whether one, two or four work", async () => {
    process.stderr.write("      workers  seconds  homes a minute  CPU s a home\n");
    for (const count of [1, 2, 4]) {
      // All of them once, for the kills below.
      const homes = count === 1 ? HOMES : Math.ceil(HOMES / 2);
      const homeIds = await handOver(`${count} workers`, homes);
      const started = performance.now();
      for (let i = 0; i < count; i++) workers.start();
      await until(async () => (await analysed(homeIds)) === homes, { what: "all analyses", seconds: 1_800 });
      const seconds = (performance.now() - started) / 1_000;
      const cells = [
        count,
        seconds.toFixed(0),
        ((homes * 60) / seconds).toFixed(0),
        (workers.cpuSeconds() / homes).toFixed(2),
      ];
      process.stderr.write(`      ${WIDTHS.map((width, i) => String(cells[i]).padStart(width)).join("  ")}\n`);
      await workers.stop("SIGTERM");
      expect(await jobsOf(homeIds)).to.deep.equal({ completed: homes, retries: 0 });
      const findings = await findingsOf(homeIds);
      if (count === 1) undisturbed = findings;
      expect(isDeepStrictEqual(findings, undisturbed.slice(0, homes)), `the results of ${count} workers`).to.equal(
        true,
      );
    }
  });

  it("lose nothing and do nothing twice while they and PostgreSQL are killed", async () => {
    const draws = drawsFor("kills");
    const homeIds = await handOver("killed");
    const started = performance.now();
    workers.start();
    workers.start();
    const kills = { worker: 0, postgres: 0 };
    while (
      kills.worker + kills.postgres < Math.min(MOST_KILLS, Math.max(8, HOMES / 5)) &&
      (await analysed(homeIds)) < HOMES
    ) {
      await wait(draws.uniform(500, 2_000));
      if ((kills.worker + kills.postgres) % 4 === 3) {
        await postgres.crash();
        kills.postgres += 1;
      } else {
        await workers.killOldest();
        workers.start();
        kills.worker += 1;
      }
    }
    expect(kills.worker).to.be.at.least(3);
    expect(kills.postgres).to.be.at.least(1);
    let givenUp = 0;
    const isDone = async (): Promise<boolean> => {
      const failed = await failedOf(homeIds);
      if (failed > 0) await queueAgain(postgres.appUrl);
      givenUp += failed;
      return (await analysed(homeIds)) === HOMES;
    };
    await until(isDone, { what: "all analyses", seconds: 1_800 });
    const seconds = (performance.now() - started) / 1_000;
    await until(async () => (await jobsOf(homeIds)).completed === HOMES, "the end of all jobs");
    const { retries } = await jobsOf(homeIds);
    process.stderr.write(
      `      ${kills.worker} kills of 2 workers and ${kills.postgres} of PostgreSQL: ${HOMES} homes in ${seconds.toFixed(0)} s, ` +
        `${retries} jobs taken again, ${givenUp} given up and queued again\n`,
    );
    expect(isDeepStrictEqual(await findingsOf(homeIds), undisturbed), "the results").to.equal(true);
  });
});

const WIDTHS = [7, 7, 14, 12];

/** A tenant may send 20 requests a second. */
async function paced<T extends { readonly status: number }>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await send();
    if (answer.status !== 429) return answer;
    await wait(250);
  }
}

/** Like `npm run fleet -- retry`. */
async function queueAgain(appUrl: string): Promise<void> {
  const queue = await openQueue(appUrl, { connections: 2, supervises: false, log: SILENT });
  try {
    await queue.boss.redrive(FAILED_ANALYSES, { destination: ANALYSES });
  } finally {
    await queue.stop();
  }
}
