import { expect } from "chai";
import { K, releaseFigures } from "../../../src/fleet/homes/figures.ts";
import type { Figure } from "../../../src/model/fleet-wire.ts";
import type { CallingTenant, RunningFleet } from "../../support/a-fleet.ts";
import { aReport } from "../../support/a-report.ts";
import { withFleet } from "./with-fleet.ts";

const DAY = 86_400_000;

describe("figures across homes", () => {
  let fleet: RunningFleet;
  let anna: CallingTenant;
  let ben: CallingTenant;
  let now = new Date(Date.UTC(2026, 0, 5));

  const addHomes = async (tenant: CallingTenant, count: number, figure: Partial<Figure>, shares = true) => {
    for (let i = 0; i < count; i++) {
      const { body } = await tenant.call("POST", "/fleet/homes", { name: `home ${i}` });
      const figures = [
        { trigger: "clock", target: "light", offered: 4, accepted: 2, rejected: 0, runs: 10, undone: 1, ...figure },
      ];
      const details = { suggestions: [], figures, shares_figures: shares };
      await tenant.call("POST", "/fleet/report", aReport({ digest: "f".repeat(64), details }), body.token);
    }
  };
  const released = async (tenant = anna) => {
    const { body } = await tenant.call("GET", "/fleet/figures");
    return body.all_tenants.map((one: Figure) => `${one.trigger} ${one.target}`);
  };
  const release = (): Promise<boolean> => {
    now = new Date(now.getTime() + 8 * DAY);
    return releaseFigures(fleet.database, now);
  };

  withFleet(async (parts) => {
    ({ fleet } = parts);
    anna = await fleet.tenant("Anna");
    ben = await fleet.tenant("Ben");
    await addHomes(anna, K, {});
    await addHomes(ben, K - 1, {});
    await addHomes(anna, K, { target: "fan" });
    await addHomes(ben, K, { target: "fan" }, false);
  });

  it("are released for 20 homes besides those of the largest tenant, not for one less", async () => {
    await release();
    expect(await released()).to.deep.equal([]);
    await addHomes(ben, 1, { offered: 4, accepted: 0, runs: 0, undone: 0 });
    await release();
    expect(await released()).to.deep.equal(["clock light"]);
    expect(await released(ben)).to.deep.equal(["clock light"]);
    const { body } = await ben.call("GET", "/fleet/figures");
    expect(body.k).to.equal(K);
    expect(body.all_tenants).to.deep.equal([
      { trigger: "clock", target: "light", homes: 40, accepted_percent: 49, undone_percent: 10 },
    ]);
  });

  it("are those of homes that share them only", async () => {
    await release();
    expect(await released()).not.to.include("clock fan");
  });

  it("stand for a week, so that two releases do not show one home's answer", async () => {
    await release();
    await addHomes(anna, 1, { accepted: 4 });
    expect(await releaseFigures(fleet.database, new Date(now.getTime() + 6 * DAY))).to.equal(false);
  });

  it("are summed exactly for a tenant's own homes", async () => {
    const { body } = await ben.call("GET", "/fleet/figures");
    expect(body.own_homes).to.deep.equal([
      {
        trigger: "clock",
        target: "fan",
        homes: K,
        offered: 4 * K,
        accepted: 2 * K,
        rejected: 0,
        runs: 10 * K,
        undone: K,
      },
      {
        trigger: "clock",
        target: "light",
        homes: K,
        offered: 4 * K,
        accepted: 2 * (K - 1),
        rejected: 0,
        runs: 10 * (K - 1),
        undone: K - 1,
      },
    ]);
  });

  it("of other tenants are invisible, except to the release, which sees nothing else", async () => {
    const seen = await fleet.database.asTenant(ben.tenantId, (rows) => rows("figures").distinct("tenant_id"));
    expect(seen).to.deep.equal([{ tenant_id: ben.tenantId }]);
    const shared = await fleet.database.acrossTenants((figures) => figures("figures").distinct("is_shared"));
    expect(shared).to.deep.equal([{ is_shared: true }]);
    for (const table of ["homes", "suggestions", "home_status", "decisions", "recordings", "tenants"]) {
      const failure = await fleet.database
        .acrossTenants((figures) => figures(table).first("tenant_id"))
        .catch((error: unknown) => String(error));
      expect(failure, table).to.match(/permission denied/);
    }
  });
});
