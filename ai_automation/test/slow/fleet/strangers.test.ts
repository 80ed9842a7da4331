import { readFileSync } from "node:fs";
import { request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { expect } from "chai";
import { renewTenantToken } from "../../../src/fleet/homes/tenants.ts";
import type { CallingTenant, RunningFleet } from "../../support/a-fleet.ts";
import { HANDED_OVER } from "../../support/a-handed-over-home.ts";
import { aReport, aReportedSuggestion } from "../../support/a-report.ts";
import { until } from "../../support/until.ts";
import { withFleet } from "./with-fleet.ts";

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly isReport: boolean;
}

const NOBODYS_HOME = "00000000-0000-4000-8000-000000000000";
const NOBODYS_SECRET = "A".repeat(43);

describe("a stranger to a fleet", () => {
  let fleet: RunningFleet;
  let anna: CallingTenant;
  let ben: CallingTenant;
  const homes = { anna: { id: "", token: "" }, ben: { id: "", token: "" } };

  withFleet(async (parts) => {
    ({ fleet } = parts);
    [anna, ben] = [await fleet.tenant("Anna"), await fleet.tenant("Ben")];
    for (const [name, { call }] of [["anna", anna] as const, ["ben", ben] as const]) {
      const { body } = await call("POST", "/fleet/homes", { name });
      homes[name] = { id: body.home_id, token: body.token };
    }
  });

  for (const { method, path, isReport } of securedOperations()) {
    const addressOf = (id: string): string => path.replace("{id}", id);

    it(`is refused by ${method} ${path} without the right token`, async () => {
      const { body: deleted } = await anna.call("POST", "/fleet/homes", { name: "deleted" });
      await anna.call("DELETE", `/fleet/homes/${deleted.home_id}`);
      const former = await fleet.tenant("Former");
      await renewTenantToken(fleet.database, former.tenantId, new Date());
      const tokens = {
        none: "",
        "of the other kind": isReport ? anna.token : homes.anna.token,
        "with a guessed secret": `fleet_${anna.tenantId}_${NOBODYS_SECRET}`,
        "of a home with a guessed secret": `fleet_${anna.tenantId}_${homes.anna.id}_${NOBODYS_SECRET}`,
        "of another tenant's claim": anna.token.replace(anna.tenantId, ben.tenantId),
        "of another home's claim": homes.anna.token.replace(homes.anna.id, homes.ben.id),
        "of a deleted home": deleted.token,
        "that was replaced": former.token,
      };
      for (const [which, token] of Object.entries(tokens)) {
        const { status } = await anna.call(method, addressOf(homes.anna.id), isReport ? aReport() : undefined, token);
        expect(status, `a token ${which}`).to.equal(401);
      }
    });

    if (path.includes("{id}"))
      it(`learns from ${method} ${path} nothing about another tenant's home`, async () => {
        const query = path.endsWith("/recordings") && method === "POST" ? `?${HANDED_OVER}` : "";
        const body = bodyOf(method, path);
        const foreign = await anna.call(method, addressOf(homes.ben.id) + query, body);
        const missing = await anna.call(method, addressOf(NOBODYS_HOME) + query, body);
        expect([foreign.status, missing.status]).to.deep.equal([404, 404]);
        expect(foreign.body.error.message).to.equal(missing.body.error.message);
        expect((await ben.call("GET", `/fleet/homes/${homes.ben.id}`)).status).to.equal(200);
        expect((await ben.call("POST", "/fleet/report", aReport(), homes.ben.token)).status).to.equal(200);
      });
  }

  it("cannot use up the requests of a tenant or a home whose ids are known", async () => {
    const forged = [anna.tenantId, `${anna.tenantId}_${homes.anna.id}`].map(
      (claim) => `fleet_${claim}_${NOBODYS_SECRET}`,
    );
    for (let i = 0; i < 250; i++) await anna.call("GET", "/fleet/policy", undefined, forged[0]);
    for (let i = 0; i < 30; i++) await anna.call("POST", "/fleet/report", aReport(), forged[1]);
    expect((await anna.call("GET", "/fleet/policy")).status).to.equal(200);
    expect((await anna.call("POST", "/fleet/report", aReport(), homes.anna.token)).status).to.equal(200);
  });

  it("has no more use of a token that was replaced, nor of its session", async () => {
    const carl = await fleet.tenant("Carl");
    const { body: home } = await carl.call("POST", "/fleet/homes", { name: "Flat" });
    const { body: renewed } = await carl.call("POST", `/fleet/homes/${home.home_id}/token`);
    expect((await carl.call("POST", "/fleet/report", aReport(), home.token)).status).to.equal(401);
    expect((await carl.call("POST", "/fleet/report", aReport(), renewed.token)).status).to.equal(200);
    const login = await fetch(`${fleet.url}/fleet/login`, {
      method: "POST",
      redirect: "manual",
      headers: { Origin: fleet.url },
      body: new URLSearchParams({ token: carl.token }),
    });
    const Cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const page = async (): Promise<string> => (await fetch(`${fleet.url}/fleet`, { headers: { Cookie } })).text();
    expect(await page()).to.include("Flat");
    const token = await renewTenantToken(fleet.database, carl.tenantId, new Date());
    expect(await page()).not.to.include("Flat");
    expect((await carl.call("GET", "/fleet/homes", undefined, token)).body.total).to.equal(1);
  });

  const BAD_REPORTS = {
    "the character 0": aReport({ status: { version: "1\0" } }),
    "half a character": aDetailedReport({ text: "half a smile \ud83d" }),
    "the year 0": aReport({ status: { last_analysis: "0000-01-01T00:00:00Z" } }),
    "a thirteenth month": aReport({ status: { last_analysis: "2026-13-01T00:00:00Z" } }),
    "a number that is too large": aReport({ status: { waiting: 2 ** 31 } }),
    "a suggestion twice": {
      ...aDetailedReport(),
      details: { suggestions: [aReportedSuggestion(), aReportedSuggestion()], figures: [], shares_figures: false },
    },
    "a figure twice": {
      ...aDetailedReport(),
      details: { suggestions: [], figures: [aFigure(), aFigure()], shares_figures: true },
    },
    "a prototype": JSON.parse(`{"__proto__": {}, ${JSON.stringify(aReport()).slice(1)}`),
  };

  for (const [what, report] of Object.entries(BAD_REPORTS))
    it(`cannot report ${what}`, async () => {
      const { status, body } = await ben.call("POST", "/fleet/report", report, homes.ben.token);
      expect([status, body.error?.code]).to.deep.equal([400, "bad_request"]);
    });

  it("may report dates that are far away", async () => {
    const dates = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"];
    for (const last_analysis of dates) {
      const { status } = await ben.call(
        "POST",
        "/fleet/report",
        aReport({ status: { last_analysis } }),
        homes.ben.token,
      );
      expect(status, last_analysis).to.equal(200);
    }
    expect((await ben.call("GET", "/fleet/homes")).status).to.equal(200);
  });

  for (const query of [
    "search=%00",
    "sort=name;DROP TABLE homes",
    "order=desc, (SELECT pg_sleep(9))",
    "only=all' OR ''='",
    "limit=1e9",
    "offset=-1",
    "search[]=a&search[]=b",
    "tenant_id=1",
  ])
    it(`cannot ask for homes with ${query}`, async () => {
      for (const path of ["/fleet/homes", "/fleet"])
        expect((await anna.call("GET", `${path}?${query}`)).status, path).to.equal(400);
    });

  it("cannot name a home with characters that cannot be stored", async () => {
    expect((await anna.call("POST", "/fleet/homes", { name: "a\0" })).status).to.equal(400);
  });

  it("cannot have the same recording analyzed twice by writing the home's id differently", async () => {
    const content = Buffer.from("timestamp,entity_id,state,context\n");
    const handOver = async (id: string) =>
      (await ben.call("POST", `/fleet/homes/${id}/recordings?${HANDED_OVER}`, content)).body;
    const first = await handOver(homes.ben.id);
    expect(await handOver(homes.ben.id.toUpperCase())).to.deep.equal({ ...first, is_new: false });
  });

  it("cannot fill the server's memory with recordings", async () => {
    const refused: IncomingMessage[] = [];
    const started = Array.from({ length: 6 }, () => startUpload((response) => refused.push(response)));
    await until(() => refused.length === 2, "two refusals");
    expect(refused.map(({ statusCode }) => statusCode)).to.deep.equal([429, 429]);
    expect(Number(refused[0]?.headers["retry-after"])).to.be.above(0);
    for (const one of started) one.destroy();
    const path = `/fleet/homes/${homes.ben.id}/recordings?${HANDED_OVER}`;
    const upload = () => ben.call("POST", path, Buffer.from("timestamp,entity_id,state,context\n"));
    await until(async () => (await upload()).status === 202, "room for another recording");
  });

  /** A recording of which only the beginning is sent. */
  function startUpload(onResponse: (response: IncomingMessage) => void): ClientRequest {
    const request = httpRequest(`${fleet.url}/fleet/homes/${homes.ben.id}/recordings?${HANDED_OVER}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${ben.token}`, "Content-Type": "text/csv", "Content-Length": 1_000_000 },
    });
    request.on("error", () => undefined).on("response", onResponse);
    request.write("timestamp");
    return request;
  }

  it("cannot add a row about another tenant's home", async () => {
    const { body } = await ben.call("POST", `/fleet/homes`, { name: "new" });
    const key = { home_id: body.home_id, tenant_id: anna.tenantId };
    const date = new Date();
    const rowsOf = {
      home_tokens: { token_hash: Buffer.from("x"), created_at: date },
      requests: { request_id: NOBODYS_HOME, kind: "analyse", created_at: date },
      figures: {
        trigger: "clock",
        target: "light",
        is_shared: true,
        offered: 1,
        accepted: 1,
        rejected: 0,
        runs: 0,
        undone: 0,
      },
      decisions: { suggestion_id: 1, decided_at: date, decision: "accepted" },
      recordings: {
        recording_id: NOBODYS_HOME,
        zone: "UTC",
        shows_names: false,
        content: Buffer.from("x"),
        received_at: date,
      },
    };
    for (const [table, row] of Object.entries(rowsOf)) {
      const failure = await fleet.database
        .asTenant(anna.tenantId, (rows) => rows(table).insert({ ...key, ...row }))
        .catch((error: unknown) => String(error));
      expect(failure, table).to.match(/foreign key/);
    }
  });

  it("does not learn from shared figures which home they are of", async () => {
    const failure = await fleet.database
      .acrossTenants((figures) => figures("figures").first("home_id"))
      .catch((error: unknown) => String(error));
    expect(failure).to.match(/permission denied/);
  });
});

/** Every operation of the OpenAPI document that needs a token. */
function securedOperations(): readonly Operation[] {
  const document = JSON.parse(readFileSync(new URL("../../../src/fleet/openapi.json", import.meta.url), "utf8"));
  return Object.entries<Record<string, { security?: readonly object[] }>>(document.paths).flatMap(
    ([path, operations]) =>
      Object.entries(operations)
        .filter(([, { security }]) => security?.length !== 0)
        .map(([method, { security }]) => ({
          method: method.toUpperCase(),
          path,
          isReport: security?.some((scheme) => "home" in scheme) === true,
        })),
  );
}

function bodyOf(method: string, path: string): unknown {
  if (path.endsWith("/recordings") && method === "POST") return Buffer.from("timestamp,entity_id,state,context\n");
  return path.endsWith("/requests") ? { kind: "analyse" } : undefined;
}

function aFigure() {
  return { trigger: "clock", target: "light", offered: 1, accepted: 1, rejected: 0, runs: 1, undone: 0 };
}

function aDetailedReport({ text = "At 21:30, turn off a light." } = {}) {
  const { structure, ...suggestion } = aReportedSuggestion();
  const suggestions = [{ ...suggestion, structure: { ...structure, text } }];
  return aReport({ digest: "2".repeat(64), details: { suggestions, figures: [aFigure()], shares_figures: true } });
}
