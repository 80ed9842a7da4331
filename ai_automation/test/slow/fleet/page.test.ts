import { expect } from "chai";
import type { CallingTenant, RunningFleet } from "../../support/a-fleet.ts";
import { aReport } from "../../support/a-report.ts";
import { withFleet } from "./with-fleet.ts";

describe("a fleet's page and lists", () => {
  let fleet: RunningFleet;
  let tenant: CallingTenant;

  withFleet(async (parts) => {
    ({ fleet } = parts);
    tenant = await fleet.tenant("Manager");
    const states = [
      ["Ash", {}],
      ["Birch 100%", { waiting: 3 }],
      ["Cedar_1", { refused: 1, waiting: 1 }],
      ["Cedar 1", { state: "unreachable" }],
      ["Date", { unwanted: 2 }],
      ["Elm", { problems: ["database_damaged"] }],
    ] as const;
    for (const [name, status] of states) {
      const { body } = await tenant.call("POST", "/fleet/homes", { name });
      const problems = "problems" in status ? [...status.problems] : [];
      await tenant.call("POST", "/fleet/report", aReport({ status: { ...status, problems } }), body.token);
    }
    await tenant.call("POST", "/fleet/homes", { name: "Fir" });
  });

  const names = async (query: string): Promise<readonly string[]> =>
    (await tenant.call("GET", `/fleet/homes?${query}`)).body.homes.map(({ name }: { name: string }) => name);

  it("have what needs attention first, most urgent first", async () => {
    expect(await names("")).to.deep.equal(["Cedar 1", "Elm", "Cedar_1", "Date", "Ash", "Birch 100%", "Fir"]);
    expect(await names("only=attention")).to.deep.equal(["Cedar 1", "Elm", "Cedar_1", "Date"]);
  });

  it("are sorted by name, waiting suggestions and last report, those that never reported last", async () => {
    expect((await names("sort=name&order=desc"))[0]).to.equal("Fir");
    expect((await names("sort=waiting&order=desc")).slice(0, 2)).to.deep.equal(["Birch 100%", "Cedar_1"]);
    expect((await names("sort=last_seen")).at(-1)).to.equal("Fir");
    expect((await names("sort=last_seen&order=desc")).at(-1)).to.equal("Fir");
    expect(await names("only=waiting&sort=name")).to.deep.equal(["Birch 100%", "Cedar_1"]);
  });

  it("are searched by part of a name, whose signs mean themselves", async () => {
    expect(await names("search=CEDAR&sort=name")).to.have.members(["Cedar 1", "Cedar_1"]);
    expect(await names("search=r_1")).to.deep.equal(["Cedar_1"]);
    expect(await names("search=100%25")).to.deep.equal(["Birch 100%"]);
    expect(await names("search=%5C")).to.deep.equal([]);
    expect(await names(`search=${encodeURIComponent("' OR 1=1 --")}`)).to.deep.equal([]);
  });

  it("have pages, and the number of all homes on each", async () => {
    const { body } = await tenant.call("GET", "/fleet/homes?sort=name&limit=2&offset=2");
    expect(body.homes.map(({ name }: { name: string }) => name)).to.have.length(2);
    expect(body.total).to.equal(7);
    expect((await tenant.call("GET", "/fleet/homes?offset=50")).body).to.deep.equal({ homes: [], total: 7 });
    expect((await tenant.call("GET", "/fleet/homes?limit=501")).status).to.equal(400);
  });

  it("need a login, which a token opens", async () => {
    const page = await tenant.call("GET", "/fleet", undefined, "");
    expect(page.status).to.equal(200);
    expect(page.body).to.include('name="token"').and.not.include("Ash");
    const wrong = await logIn("nonsense");
    expect([wrong.headers.get("location"), wrong.headers.get("set-cookie")]).to.deep.equal([
      "../fleet?login=failed",
      null,
    ]);
    const right = await logIn(tenant.token);
    const cookie = right.headers.get("set-cookie") ?? "";
    expect(cookie).to.match(/; Path=\/fleet; .*HttpOnly; SameSite=Strict$/);
    expect(cookie).not.to.include(tenant.token);
    const shown = await fetch(`${fleet.url}/fleet`, { headers: { Cookie: cookie.split(";")[0] ?? "" } });
    expect(await shown.text()).to.include("Birch 100%");
  });

  it("take no changes from pages of other origins", async () => {
    const cookie = ((await logIn(tenant.token)).headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const response = await fetch(`${fleet.url}/fleet/homes`, {
      method: "POST",
      headers: { Cookie: cookie, Origin: "https://elsewhere.example.com", "Content-Type": "application/json" },
      body: '{"name":"x"}',
    });
    expect(response.status).to.equal(403);
    expect((await logIn(tenant.token, "https://elsewhere.example.com")).status).to.equal(403);
  });

  const logIn = (token: string, origin = fleet.url): Promise<Response> =>
    fetch(`${fleet.url}/fleet/login`, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: origin },
      body: new URLSearchParams({ token }).toString(),
    });
});
