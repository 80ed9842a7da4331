import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { openFleetDatabase, type FleetDatabase } from "../../../src/fleet/database/connection.ts";
import { createTenant } from "../../../src/fleet/homes/tenants.ts";
import { createToken } from "../../../src/fleet/tokens.ts";
import { NO_POLICY } from "../../../src/model/fleet-wire.ts";
import type { FleetPostgres } from "../../support/a-fleet.ts";
import { aReport, aReportedSuggestion } from "../../support/a-report.ts";
import { killChild, spawnChild } from "../../support/children.ts";
import { cpuSecondsOf } from "../../support/cpu-seconds.ts";
import { freePort } from "../../support/process.ts";
import { until } from "../../support/until.ts";
import { withFleetPostgres } from "./with-fleet.ts";

const MAIN = fileURLToPath(new URL("../../../src/fleet/main.js", import.meta.url));

/** `FLEET_HOMES=10000` reports for a whole fleet, which takes two minutes; `FLEET_RATE` sets the reports a second. */
const HOMES = Number(process.env.FLEET_HOMES ?? 1_000);
const PER_SECOND = Number(process.env.FLEET_RATE ?? 200);
const SUGGESTIONS = 12;

describe(`a fleet of ${HOMES} homes`, () => {
  let postgres: FleetPostgres;
  let database: FleetDatabase;
  let server: ChildProcess;
  let url = "";
  let token = "";
  let tenantId = "";
  let tokens: readonly string[] = [];

  withFleetPostgres(async (started) => {
    postgres = started;
    database = openFleetDatabase(postgres.appUrl, 4);
    ({ tenantId, token } = await createTenant(database, "Manager", new Date()));
    tokens = await addHomes(database, tenantId);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      FLEET_DATABASE_URL: postgres.appUrl,
      FLEET_PORT: String(port),
      LOG_LEVEL: "warn",
    };
    server = spawnChild(process.execPath, ["--enable-source-maps", MAIN, "serve"], { env, stdio: "ignore" });
    await until(isHealthy, "the server");
    return async () => {
      await killChild(server, "SIGTERM");
      await database.close();
    };
  });

  const isHealthy = (): Promise<boolean> =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );

  /** Sends each home's report at its own time, whether or not earlier ones are answered. */
  const reportAll = async (bodyOf: (home: number) => string): Promise<Load> => {
    const cpuOf = () => ({ service: cpuSecondsOf(server.pid ?? NaN), postgres: postgres.cpuSeconds() });
    const before = cpuOf();
    const started = performance.now();
    const times = await Promise.all(
      tokens.map(async (homeToken, home) => {
        await wait(Math.max(0, started + (home * 1_000) / PER_SECOND - performance.now()));
        const asked = performance.now();
        const response = await fetch(`${url}/fleet/report`, {
          method: "POST",
          headers: { Authorization: `Bearer ${homeToken}`, "Content-Type": "application/json" },
          body: bodyOf(home),
        });
        await response.arrayBuffer();
        expect(response.status).to.equal(200);
        return performance.now() - asked;
      }),
    );
    const perSecond = (times.length * 1_000) / (performance.now() - started);
    const after = cpuOf();
    return {
      times: times.toSorted((a, b) => a - b),
      perSecond,
      service: after.service - before.service,
      postgres: after.postgres - before.postgres,
    };
  };

  const details = {
    suggestions: Array.from({ length: SUGGESTIONS }, (_, id) => aReportedSuggestion({ id: id + 1 })),
    figures: [{ trigger: "clock", target: "light", offered: 3, accepted: 1, rejected: 1, runs: 9, undone: 1 }],
    shares_figures: true,
  };

  it(`reports everything at ${PER_SECOND} homes a second`, async () => {
    const load = await reportAll((home) =>
      JSON.stringify(
        aReport({ digest: "a".repeat(64), details, status: { waiting: home % 7, refused: home % 50 === 0 ? 1 : 0 } }),
      ),
    );
    showLoad("with 12 suggestions", load);
    const [counted] = await database.asTenant(tenantId, (rows) => rows("suggestions").count({ suggestions: "*" }));
    expect(Number(counted?.suggestions)).to.equal(HOMES * SUGGESTIONS);
  });

  it(`reports that nothing has changed at ${PER_SECOND} homes a second`, async () => {
    const started = new Date();
    const load = await reportAll((home) =>
      JSON.stringify(
        aReport({ digest: "a".repeat(64), status: { waiting: home % 7, refused: home % 50 === 0 ? 1 : 0 } }),
      ),
    );
    showLoad("without changes", load);
    const [seen] = await database.asTenant(tenantId, (rows) =>
      rows("home_status").where("last_seen", ">=", started).count({ homes: "*" }),
    );
    expect(Number(seen?.homes)).to.equal(HOMES);
  });

  for (const query of [
    "",
    "?search=9",
    "?sort=name&order=desc",
    "?sort=last_seen",
    `?sort=name&offset=${HOMES - 50}`,
    "?only=attention",
    "?only=waiting&sort=waiting&order=desc",
  ]) {
    it(`shows its page: /fleet${query}`, async () => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const asked = performance.now();
        const response = await fetch(`${url}/fleet${query}`, { headers: { Authorization: `Bearer ${token}` } });
        const page = await response.text();
        times.push(performance.now() - asked);
        expect(page).to.include("Flat ");
      }
      process.stderr.write(`      /fleet${query}: ${percentilesOf(times.toSorted((a, b) => a - b))}\n`);
    });
  }
});

interface Load {
  /** Milliseconds of the answers, sorted. */
  readonly times: readonly number[];
  readonly perSecond: number;
  /** Seconds of CPU. */
  readonly service: number;
  readonly postgres: number;
}

function showLoad(of: string, { times, perSecond, service, postgres }: Load): void {
  const perReport = (seconds: number): string => ((seconds * 1_000) / times.length).toFixed(2);
  process.stderr.write(
    `      ${times.length} reports ${of}, ${perSecond.toFixed(0)} a second: ${percentilesOf(times)}\n` +
      `      CPU: service ${service.toFixed(1)} s, ${perReport(service)} ms a report; ` +
      `PostgreSQL ${postgres.toFixed(1)} s, ${perReport(postgres)} ms a report\n`,
  );
}

const percentilesOf = (sorted: readonly number[]): string =>
  (
    [
      ["p50", 0.5],
      ["p95", 0.95],
      ["p99", 0.99],
      ["max", 1],
    ] as const
  )
    .map(([name, share]) => `${name} ${at(sorted, share).toFixed(1)} ms`)
    .join(", ");

const at = (sorted: readonly number[], share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;

/** Adds homes as the API does, but in a few statements. Returns their tokens. */
async function addHomes(database: FleetDatabase, tenantId: string): Promise<readonly string[]> {
  const now = new Date();
  const created = Array.from({ length: HOMES }, (_, i) => {
    const homeId = randomUUID();
    return { homeId, name: `Flat ${i}`, ...createToken(tenantId, homeId) };
  });
  await database.asTenant(tenantId, async (rows) => {
    const insert = (table: string, more: (home: (typeof created)[number]) => object) =>
      rows.batchInsert(
        table,
        created.map((home) => ({ home_id: home.homeId, tenant_id: tenantId, ...more(home) })),
        1_000,
      );
    await insert("homes", ({ name }) => ({ name, created_at: now }));
    await insert("home_tokens", ({ hash }) => ({ token_hash: hash, created_at: now }));
    await insert("policies", () => ({ policy: NO_POLICY }));
    await insert("home_status", () => ({}));
  });
  return created.map(({ token }) => token);
}
