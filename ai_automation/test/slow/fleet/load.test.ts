import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { openFleetDatabase, type FleetDatabase } from "../../../src/fleet/database/connection.ts";
import { createTenant } from "../../../src/fleet/homes/tenants.ts";
import { createToken } from "../../../src/fleet/tokens.ts";
import { NO_POLICY } from "../../../src/model/fleet-wire.ts";
import { freePort, startFleetPostgres, type FleetPostgres } from "../../support/a-fleet.ts";
import { aReport, aReportedSuggestion } from "../../support/a-report.ts";
import { spawnChild } from "../../support/children.ts";
import { until } from "../../support/until.ts";

const MAIN = fileURLToPath(new URL("../../../src/fleet/main.js", import.meta.url));

/** `FLEET_HOMES=10000` reports for a whole fleet, which takes two minutes. */
const HOMES = Number(process.env.FLEET_HOMES ?? 1_000);
const PER_SECOND = 200;
const SUGGESTIONS = 12;

describe(`a fleet of ${HOMES} homes`, () => {
  let postgres: FleetPostgres | undefined;
  let database: FleetDatabase;
  let url = "";
  let token = "";
  let tenantId = "";
  let tokens: readonly string[] = [];

  before(async function () {
    postgres = await startFleetPostgres();
    if (postgres === undefined) {
      process.stderr.write("    skipped: PostgreSQL is not installed\n");
      return this.skip();
    }
    database = openFleetDatabase(postgres.appUrl, 4);
    ({ tenantId, token } = await createTenant(database, "Manager", new Date()));
    const created = Array.from({ length: HOMES }, (_, i) => {
      const homeId = randomUUID();
      return { homeId, name: `Flat ${i}`, ...createToken(tenantId, homeId) };
    });
    tokens = created.map(({ token: homeToken }) => homeToken);
    await database.asTenant(tenantId, async (rows) => {
      const now = new Date();
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
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      FLEET_DATABASE_URL: postgres.appUrl,
      FLEET_PORT: String(port),
      LOG_LEVEL: "warn",
    };
    spawnServer(env);
    await until(
      () =>
        fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false,
        ),
      "the server",
    );
  });
  after(async () => {
    server?.kill();
    await database?.close();
    await postgres?.stop();
  });

  let server: ReturnType<typeof spawnChild> | undefined;
  const spawnServer = (env: NodeJS.ProcessEnv): void => {
    server = spawnChild(process.execPath, ["--enable-source-maps", MAIN, "serve"], { env, stdio: "ignore" });
  };

  /** Sends each home's report at its own time, whether or not earlier ones are answered. */
  const reportAll = async (bodyOf: (home: number) => string): Promise<readonly number[]> => {
    const started = performance.now();
    const sent = tokens.map(async (homeToken, home) => {
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
    });
    return (await Promise.all(sent)).toSorted((a, b) => a - b);
  };

  const details = {
    suggestions: Array.from({ length: SUGGESTIONS }, (_, id) => aReportedSuggestion({ id: id + 1 })),
    figures: [{ trigger: "clock", target: "light", offered: 3, accepted: 1, rejected: 1, runs: 9, undone: 1 }],
    shares_figures: true,
  };

  it("reports everything at 200 homes a second", async () => {
    const times = await reportAll((home) =>
      JSON.stringify(
        aReport({ digest: "a".repeat(64), details, status: { waiting: home % 7, refused: home % 50 === 0 ? 1 : 0 } }),
      ),
    );
    show("reports with 12 suggestions", times);
    const [counted] = await database.asTenant(tenantId, (rows) => rows("suggestions").count({ suggestions: "*" }));
    expect(Number(counted?.suggestions)).to.equal(HOMES * SUGGESTIONS);
    expect(at(times, 0.5)).to.be.below(50);
  });

  it("reports that nothing has changed at 200 homes a second", async () => {
    const times = await reportAll((home) =>
      JSON.stringify(
        aReport({ digest: "a".repeat(64), status: { waiting: home % 7, refused: home % 50 === 0 ? 1 : 0 } }),
      ),
    );
    show("reports without changes", times);
    expect(at(times, 0.5)).to.be.below(50);
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
    it(`shows its page below a second: /fleet${query}`, async () => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const asked = performance.now();
        const response = await fetch(`${url}/fleet${query}`, { headers: { Authorization: `Bearer ${token}` } });
        const page = await response.text();
        times.push(performance.now() - asked);
        expect(page).to.include("Flat ");
      }
      show(
        `page /fleet${query}`,
        times.toSorted((a, b) => a - b),
      );
      expect(Math.max(...times)).to.be.below(1_000);
    });
  }
});

const at = (sorted: readonly number[], share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;

const show = (what: string, sorted: readonly number[]): void => {
  const [median, p99, most] = [0.5, 0.99, 1].map((share) => at(sorted, share).toFixed(1));
  process.stderr.write(`      ${what}: median ${median} ms, p99 ${p99} ms, max ${most} ms (${sorted.length})\n`);
};
