import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { aService, type RunningService } from "../../../support/a-service.ts";
import { ask, type Question, type Reply } from "../../../support/ask.ts";

const SUPERVISOR = "127.0.0.3";
const PREFIX = "/api/hassio_ingress/a-token_1";

describe("ingress", () => {
  let service: RunningService;
  before(async () => {
    service = await aService({
      home: { kind: "supervisor", token: "of-the-supervisor" },
      supervisorAddress: SUPERVISOR,
    });
    addUsers(service);
  });
  after(() => service.stop());

  const addUsers = ({ home }: RunningService): void => {
    home.logins.byId.set("anna", { userId: "anna", name: "Anna", isAdmin: true });
    home.logins.byId.set("ben", { userId: "ben", name: "Ben", isAdmin: false });
  };
  const asUser = (path: string, userId: string | null, { headers = {}, ...question }: Question = {}): Promise<Reply> =>
    ask(service.url + path, {
      from: SUPERVISOR,
      headers: { "X-Ingress-Path": PREFIX, ...(userId === null ? {} : { "X-Remote-User-Id": userId }), ...headers },
      ...question,
    });
  const changes = async (): Promise<readonly (readonly [string, string])[]> => {
    const { json } = await ask(`${service.url}/openapi.json`);
    return Object.entries<Record<string, unknown>>(json.paths)
      .flatMap(([path, operations]) => Object.keys(operations).map((method) => [method.toUpperCase(), path] as const))
      .filter(([method, path]) => method !== "GET" && path !== "/api/session" && !path.endsWith("/replay"));
  };

  it("identifies the user, and allows administrators to make changes", async () => {
    const { json } = await asUser("/api/me", "anna");
    expect({ ...json, api_token: null }).to.deep.equal({
      access: "ingress",
      name: "Anna",
      is_admin: true,
      can_change: true,
      why_not: null,
      api_token: null,
    });
    expect((await asUser("/api/analysis", "anna", { method: "POST" })).status).to.equal(202);
  });

  it("uses the name that the Supervisor sends in UTF-8", async () => {
    const name = Buffer.from("Zoë Müller", "utf8").toString("latin1");
    const { json } = await asUser("/api/me", "ben", { headers: { "X-Remote-User-Display-Name": name } });
    expect(json.name).to.equal("Zoë Müller");
  });

  for (const [who, userId] of [
    ["a user who is not an administrator", "ben"],
    ["an unknown user", "mallory"],
    ["a session without a user", null],
  ] as const) {
    it(`allows ${who} to read everything and change nothing`, async () => {
      for (const path of ["/api/status", "/api/suggestions", "/api/history/summary"])
        expect((await asUser(path, userId)).status, path).to.equal(200);
      const { json } = await asUser("/api/me", userId);
      expect(json).to.include({ access: "ingress", is_admin: false, can_change: false, api_token: null });
      expect(json.why_not).to.contain("Only Home Assistant administrators");
      const tried = await changes();
      expect(tried.length).to.be.above(10);
      for (const [method, path] of tried) {
        const answer = await asUser(path.replace("{id}", "1"), userId, { method });
        expect([answer.status, answer.json.error.code], `${method} ${path}`).to.deep.equal([403, "not_admin"]);
      }
    });
  }

  it("allows everybody to replay an edit, which changes nothing", async () => {
    const id = await service.offer();
    const { json: suggestion } = await asUser(`/api/suggestions/${id}`, "ben");
    const { status } = await asUser(`/api/suggestions/${id}/replay`, "ben", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ automation_yaml: suggestion.automation_yaml }),
    });
    expect(status).to.equal(200);
  });

  it("rejects changes while the home cannot be asked for the user's rights", async () => {
    service.home.goAway();
    try {
      const { json } = await asUser("/api/me", "anna");
      expect(json).to.include({ is_admin: false, can_change: false, api_token: null });
      const refused = await asUser("/api/analysis", "anna", { method: "POST" });
      expect([refused.status, refused.json.error.code]).to.deep.equal([503, "not_ready"]);
      expect((await asUser("/api/suggestions", "anna")).status).to.equal(200);
    } finally {
      service.home.comeBack();
    }
  });

  it("is trusted only from the Supervisor's address", async () => {
    for (const from of ["127.0.0.1", "127.0.0.2"]) {
      const answer = await asUser("/api/status", "anna", { from });
      expect([from, answer.status]).to.deep.equal([from, 401]);
    }
  });

  it("is trusted only with a path of the Supervisor", async () => {
    for (const path of [
      "",
      "/",
      "/api/hassio_ingress/",
      "/api/hassio_ingress/a/b",
      "/api/hassio_ingress/<b>",
      "//evil",
    ])
      expect((await asUser("/api/status", "anna", { headers: { "X-Ingress-Path": path } })).status, path).to.equal(401);
    const without = await ask(`${service.url}/api/status`, {
      from: SUPERVISOR,
      headers: { "X-Remote-User-Id": "anna" },
    });
    expect(without.status).to.equal(401);
  });

  it("rejects changes by pages of another site or of another port of the same host", async () => {
    for (const site of ["cross-site", "same-site"]) {
      const answer = await asUser("/api/analysis", "anna", { method: "POST", headers: { "Sec-Fetch-Site": site } });
      expect([answer.status, answer.json.error.code]).to.deep.equal([403, "foreign_page"]);
    }
    const own = { "Sec-Fetch-Site": "same-origin", Origin: "https://home.example:8123" };
    expect((await asUser("/api/analysis", "anna", { method: "POST", headers: own })).status).to.equal(202);
  });

  it("limits redirects and cookies to its path", async () => {
    expect((await asUser("/", "anna")).headers.location).to.equal("docs/");
    expect((await asUser("/docs", "anna")).headers.location).to.equal("docs/");
    const { json } = await asUser("/api/me", "anna");
    const login = await asUser("/api/session", "anna", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", Origin: "https://home.example" },
      body: JSON.stringify({ token: json.api_token }),
    });
    expect(login.headers["set-cookie"]?.[0]).to.contain(`; Path=${PREFIX}/;`);
  });

  it("logs who made a change", async () => {
    await asUser("/api/analysis", "anna", { method: "POST", headers: { "X-Correlation-ID": "who-was-it" } });
    const line = service.logs().find((one) => one.correlation_id === "who-was-it" && one.msg === "request completed");
    expect(line).to.include({ access: "ingress", userId: "anna" });
  });

  describe("generated token", () => {
    it("is shown to administrators, opens the direct port, and is the same after a restart", async () => {
      const { api_token: token } = (await asUser("/api/me", "anna")).json;
      expect(token).to.match(/^[0-9a-f]{48}$/);
      const direct = await ask(`${service.url}/api/me`, { headers: { Authorization: `Bearer ${token}` } });
      expect(direct.json).to.include({ access: "token", can_change: true, api_token: null });
      await service.restart();
      addUsers(service);
      expect((await asUser("/api/me", "anna")).json.api_token).to.equal(token);
    });

    it("is readable only by the service's user", async () => {
      const { mode } = await stat(join(dirname(service.databasePath), "access_keys.json"));
      expect((mode & 0o777).toString(8)).to.equal("600");
    });

    it("is not shown if the user configured one", async () => {
      const chosen = await aService({
        home: { kind: "supervisor", token: "of-the-supervisor" },
        supervisorAddress: SUPERVISOR,
        apiToken: "chosen-by-the-user",
      });
      try {
        addUsers(chosen);
        const headers = { "X-Ingress-Path": PREFIX, "X-Remote-User-Id": "anna" };
        const { json } = await ask(`${chosen.url}/api/me`, { from: SUPERVISOR, headers });
        expect(json).to.include({ is_admin: true, api_token: null });
      } finally {
        await chosen.stop();
      }
    });
  });
});
