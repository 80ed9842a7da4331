import { expect } from "chai";
import type { Knex } from "knex";
import { connect } from "../../../src/fleet/database/connection.ts";
import { SILENT_AFTER } from "../../../src/fleet/homes/list-homes.ts";
import type { CallingTenant, FleetPostgres, RunningFleet } from "../../support/a-fleet.ts";
import { aReport, aReportedSuggestion } from "../../support/a-report.ts";
import { withFleet } from "./with-fleet.ts";

const TABLES = [
  "tenants",
  "tenant_tokens",
  "homes",
  "home_tokens",
  "policies",
  "home_status",
  "suggestions",
  "decisions",
  "figures",
  "requests",
  "recordings",
  "analyses",
];

describe("a fleet's tenants", () => {
  let postgres: FleetPostgres;
  let fleet: RunningFleet;
  let owner: Knex;
  let anna: CallingTenant;
  let ben: CallingTenant;
  const homes = { anna: { id: "", token: "" }, ben: { id: "", token: "" } };
  let now = Date.UTC(2026, 0, 2);

  withFleet(
    async (parts) => {
      ({ fleet, postgres, owner } = parts);
      anna = await fleet.tenant("Anna");
      ben = await fleet.tenant("Ben");
      for (const [name, { call }] of [["anna", anna] as const, ["ben", ben] as const]) {
        const { body } = await call("POST", "/fleet/homes", { name: `${name}'s home` });
        homes[name] = { id: body.home_id, token: body.token };
        await call("POST", "/fleet/report", aDetailedReport(), body.token);
        await call("POST", `/fleet/homes/${body.home_id}/requests`, { kind: "analyse" });
        await call(
          "POST",
          `/fleet/homes/${body.home_id}/recordings?time_zone=Europe/Amsterdam`,
          Buffer.from("timestamp,entity_id,state,context\n"),
        );
        const { rows } = await owner.raw(
          "SELECT home_id, recording_id, tenant_id FROM fleet.recordings WHERE home_id = ?",
          [body.home_id],
        );
        const findings = { suggestions: [], near_misses: 0, self_acting: 0, obstacle: null };
        await owner("fleet.analyses").insert({
          ...rows[0],
          outcome: "analysed",
          findings,
          changes: 0,
          seconds: 1,
          finished_at: new Date(now),
        });
      }
    },
    () => now,
  );

  for (const table of TABLES) {
    it(`see only their own rows of ${table}`, async () => {
      const { rows: all } = await owner.raw(`SELECT DISTINCT tenant_id FROM fleet.${table}`);
      const seen = await fleet.database.asTenant(anna.tenantId, (rows) => rows(table).distinct("tenant_id"));
      expect(all.map(({ tenant_id }: { tenant_id: string }) => tenant_id)).to.include.members([
        anna.tenantId,
        ben.tenantId,
      ]);
      expect(seen).to.deep.equal([{ tenant_id: anna.tenantId }]);
    });

    it(`change and delete only their own rows of ${table}`, async () => {
      const changed = await fleet.database.asTenant(anna.tenantId, (rows) =>
        rows(table).where({ tenant_id: ben.tenantId }).update({ tenant_id: anna.tenantId }),
      );
      const deleted = await fleet.database.asTenant(anna.tenantId, (rows) =>
        rows(table).where({ tenant_id: ben.tenantId }).delete(),
      );
      expect({ changed, deleted }).to.deep.equal({ changed: 0, deleted: 0 });
    });

    it(`cannot give a row of ${table} to another tenant`, async () => {
      const failure = await fleet.database
        .asTenant(anna.tenantId, (rows) => rows(table).update({ tenant_id: ben.tenantId }))
        .catch((error: unknown) => String(error));
      expect(failure).to.match(/row-level security/);
    });

    it(`see nothing of ${table} before they are known`, async () => {
      const app = connect(postgres.appUrl, 1);
      const rows = await app(table).select("*");
      await app.destroy();
      expect(rows).to.deep.equal([]);
    });
  }

  it("are all the tables there are, besides the released figures", async () => {
    const { rows } = await owner.raw(
      "SELECT relname, relrowsecurity AND relforcerowsecurity AS is_forced FROM pg_class WHERE relnamespace = 'fleet'::regnamespace AND relkind = 'r'",
    );
    const forced = rows.filter((row: { is_forced: boolean }) => row.is_forced);
    const others = rows.filter((row: { is_forced: boolean }) => !row.is_forced);
    expect(forced.map((row: { relname: string }) => row.relname)).to.have.members(TABLES);
    expect(others.map((row: { relname: string }) => row.relname)).to.have.members([
      "released_figures",
      "knex_migrations",
      "knex_migrations_lock",
    ]);
  });

  it("are served by a role that is bound by row-level security", async () => {
    const { rows } = await owner.raw(
      "SELECT rolsuper, rolbypassrls, rolinherit, rolcreaterole FROM pg_roles WHERE rolname = 'fleet_app'",
    );
    expect(rows).to.deep.equal([{ rolsuper: false, rolbypassrls: false, rolinherit: false, rolcreaterole: false }]);
  });

  it("have tokens that are stored only as hashes", async () => {
    const { rows } = await owner.raw(
      "SELECT encode(token_hash, 'escape') AS stored FROM fleet.tenant_tokens UNION SELECT encode(token_hash, 'escape') FROM fleet.home_tokens",
    );
    const secrets = [anna.token, homes.anna.token].map((token) => token.split("_").at(-1) ?? "");
    for (const { stored } of rows) for (const secret of secrets) expect(stored).not.to.include(secret);
  });

  const ofBen = (): readonly (readonly [string, string, unknown?])[] => [
    ["GET", `/fleet/homes/${homes.ben.id}`],
    ["DELETE", `/fleet/homes/${homes.ben.id}`],
    ["GET", `/fleet/homes/${homes.ben.id}/decisions`],
    ["GET", `/fleet/homes/${homes.ben.id}/recordings`],
    ["POST", `/fleet/homes/${homes.ben.id}/requests`, { kind: "analyse" }],
    ["POST", `/fleet/homes/${homes.ben.id}/recordings?time_zone=UTC`, Buffer.from("x")],
  ];

  it("get the same answer for another tenant's home as for none", async () => {
    for (const [method, path, body] of ofBen()) {
      const foreign = await anna.call(method, path, body);
      const missing = await anna.call(method, path.replace(homes.ben.id, "00000000-0000-4000-8000-000000000000"), body);
      expect(foreign.status, `${method} ${path}`).to.equal(404);
      expect(foreign.body.error.message).to.equal(missing.body.error.message);
    }
    expect((await ben.call("GET", `/fleet/homes/${homes.ben.id}`)).status).to.equal(200);
  });

  it("list only their own homes and suggestions", async () => {
    const { body } = await anna.call("GET", "/fleet/homes");
    expect(body.homes.map(({ name }: { name: string }) => name)).to.deep.equal(["anna's home"]);
    expect(body.total).to.equal(1);
    const { body: listed } = await anna.call("GET", "/fleet/suggestions");
    expect(listed.suggestions.map(({ home_id }: { home_id: string }) => home_id)).to.deep.equal([homes.anna.id]);
    const { body: others } = await anna.call("GET", `/fleet/suggestions?home_id=${homes.ben.id}`);
    expect(others.suggestions).to.deep.equal([]);
  });

  it("set a policy for their own homes only", async () => {
    const policy = { never_heating: true, never_at_night: false, max_new_per_week: 1 };
    await anna.call("PUT", "/fleet/policy", policy);
    const { body: own } = await anna.call("POST", "/fleet/report", aReport(), homes.anna.token);
    const { body: other } = await ben.call("POST", "/fleet/report", aReport(), homes.ben.token);
    expect(own.policy).to.deep.equal(policy);
    expect(other.policy.never_heating).to.equal(false);
  });

  it("cannot use a token whose claim was changed to another tenant", async () => {
    const forged = anna.token.replace(anna.tenantId, ben.tenantId);
    expect((await anna.call("GET", "/fleet/homes", undefined, forged)).status).to.equal(401);
    const home = homes.anna.token.replace(homes.anna.id, homes.ben.id);
    expect((await anna.call("POST", "/fleet/report", aReport(), home)).status).to.equal(401);
    const both = home.replace(anna.tenantId, ben.tenantId);
    expect((await anna.call("POST", "/fleet/report", aReport(), both)).status).to.equal(401);
  });

  it("manage with their own token, not with a home's, which only reports", async () => {
    expect((await anna.call("GET", "/fleet/homes", undefined, homes.anna.token)).status).to.equal(401);
    expect((await anna.call("POST", "/fleet/report", aReport(), anna.token)).status).to.equal(401);
    expect((await anna.call("GET", "/fleet/homes", undefined, "")).status).to.equal(401);
  });

  it("see which home has stopped reporting", async () => {
    const before = now;
    now += SILENT_AFTER + 1;
    const { body } = await anna.call("GET", "/fleet/homes?only=attention");
    now = before;
    expect(body.homes.map(({ attention }: { attention: string }) => attention)).to.deep.equal(["silent"]);
  });

  it("delete a home with all its rows", async () => {
    const { body } = await anna.call("POST", "/fleet/homes", { name: "to delete" });
    await anna.call("POST", "/fleet/report", aDetailedReport(), body.token);
    expect((await anna.call("DELETE", `/fleet/homes/${body.home_id}`)).status).to.equal(204);
    for (const table of TABLES.filter((name) => !name.startsWith("tenant"))) {
      const { rows } = await owner.raw(`SELECT 1 FROM fleet.${table} WHERE home_id = ?`, [body.home_id]);
      expect(rows, table).to.deep.equal([]);
    }
    expect((await anna.call("POST", "/fleet/report", aReport(), body.token)).status).to.equal(401);
  });
});

const aDetailedReport = () =>
  aReport({
    digest: "1".repeat(64),
    details: {
      suggestions: [aReportedSuggestion({ status: "deployed" })],
      figures: [{ trigger: "clock", target: "light", offered: 1, accepted: 1, rejected: 0, runs: 3, undone: 1 }],
      shares_figures: true,
    },
  });
