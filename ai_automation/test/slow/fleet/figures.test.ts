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
  let now = Date.UTC(2026, 0, 5);
  let reports = 0;

  const addHomes = async (tenant: CallingTenant, count: number, figure: Partial<Figure>, shares = true) => {
    const tokens: string[] = [];
    for (let i = 0; i < count; i++) {
      const { body } = await tenant.call("POST", "/fleet/homes", { name: `home ${i}` });
      tokens.push(body.token);
      await reportFigure(tenant, body.token, figure, shares);
    }
    return tokens;
  };
  const reportFigure = (tenant: CallingTenant, token: string, figure: Partial<Figure>, shares = true) => {
    const figures = [
      { trigger: "clock", target: "light", offered: 4, accepted: 2, rejected: 0, runs: 10, undone: 1, ...figure },
    ];
    reports += 1;
    const digest = String(reports).padStart(64, "0");
    const details = { suggestions: [], figures, shares_figures: shares };
    return tenant.call("POST", "/fleet/report", aReport({ digest, details }), token);
  };
  const released = async (tenant = anna) => {
    const { body } = await tenant.call("GET", "/fleet/figures");
    return body.all_tenants.map((one: Figure) => `${one.trigger} ${one.target}`);
  };
  const release = async (): Promise<number> => {
    now += 8 * DAY;
    const count = await releaseFigures(fleet.database, new Date(now));
    now += 1;
    return count;
  };
  const figureOf = async (target: string): Promise<Figure & Record<string, unknown>> =>
    (await anna.call("GET", "/fleet/figures")).body.all_tenants.find((one: Figure) => one.target === target);

  withFleet(
    async (parts) => {
      ({ fleet } = parts);
      anna = await fleet.tenant("Anna");
      ben = await fleet.tenant("Ben");
      await addHomes(anna, K, {});
      await addHomes(ben, K - 1, {});
      await addHomes(anna, K, { target: "fan" });
      await addHomes(ben, K, { target: "fan" }, false);
    },
    () => now,
  );

  it("are released for 20 homes besides those of the largest tenant, not for one less", async () => {
    await release();
    expect(await released()).to.deep.equal([]);
    await addHomes(ben, 1, { offered: 4, accepted: 0, undone: 0 });
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

  it("stand until 20 homes besides those of one tenant have changed, so that no two show one home's answer", async () => {
    const tokens = await addHomes(ben, K, { target: "cover", runs: 0, undone: 0 });
    const others = await addHomes(anna, K, { target: "cover", runs: 0, undone: 0 });
    await release();
    const first = await figureOf("cover");
    expect(first.accepted_percent).to.equal(50);
    const accept = (token: string, tenant: CallingTenant) =>
      reportFigure(tenant, token, { target: "cover", accepted: 4, runs: 0, undone: 0 });
    for (const token of others) await accept(token, anna);
    for (const token of tokens.slice(1)) await accept(token, ben);
    expect(await release()).to.equal(0);
    expect(await figureOf("cover")).to.deep.equal(first);
    await accept(tokens[0]!, ben);
    await release();
    expect((await figureOf("cover")).accepted_percent).to.equal(100);
  });

  it("stand for a week", async () => {
    const tokens = [
      await addHomes(ben, K, { target: "switch" }),
      await addHomes(anna, K, { target: "switch" }),
    ] as const;
    await release();
    for (const token of tokens[0]) await reportFigure(ben, token, { target: "switch", accepted: 4 });
    for (const token of tokens[1]) await reportFigure(anna, token, { target: "switch", accepted: 4 });
    expect(await releaseFigures(fleet.database, new Date(now + 6 * DAY))).to.equal(0);
    expect(await releaseFigures(fleet.database, new Date(now + 7 * DAY))).to.equal(1);
  });

  it("do not say how often runs are undone before 20 homes besides those of one tenant have runs", async () => {
    await addHomes(anna, K, { target: "climate" });
    await addHomes(ben, K - 1, { target: "climate", runs: 0, undone: 0 });
    const [last] = await addHomes(ben, 1, { target: "climate", runs: 10, undone: 9 });
    await release();
    expect(await figureOf("climate")).to.include({ accepted_percent: 50, undone_percent: null });
    await addHomes(ben, K - 1, { target: "climate" });
    await release();
    expect(await figureOf("climate")).to.include({ undone_percent: 12 });
    await reportFigure(ben, last!, { target: "climate", runs: 10, undone: 1 });
    await release();
    expect(await figureOf("climate")).to.include({ undone_percent: 12 });
  });

  it("are summed exactly for a tenant's own homes", async () => {
    const { body } = await ben.call("GET", "/fleet/figures");
    const [fan, light] = ["fan", "light"].map((target) => body.own_homes.find((one: Figure) => one.target === target));
    expect([fan, light]).to.deep.equal([
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
        runs: 10 * K,
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
