import { createConnection } from "node:net";
import { expect } from "chai";
import { aService, type RunningService } from "../../../support/a-service.ts";
import { ask, type Question, type Reply } from "../../../support/ask.ts";

const TOKEN = "a-token-of-some-length";
const JSON_BODY = { "Content-Type": "application/json" };

describe("direct port", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService({ apiToken: TOKEN });
    service.home.logins.byToken.set("of-anna", { userId: "anna", name: "Anna", isAdmin: true });
    service.home.logins.byToken.set("of-ben", { userId: "ben", name: "Ben", isAdmin: false });
  });
  afterEach(() => service.stop());

  const get = (path: string, question: Question = {}): Promise<Reply> => ask(service.url + path, question);
  const bearing = (token: string, question: Question = {}): Promise<Reply> =>
    get("/api/me", { ...question, headers: { Authorization: `Bearer ${token}`, ...question.headers } });
  const logIn = (token: string, question: Question = {}): Promise<Reply> =>
    get("/api/session", {
      method: "POST",
      body: JSON.stringify({ token }),
      ...question,
      headers: { ...JSON_BODY, ...question.headers },
    });
  const cookieOf = ({ headers }: Reply): string => headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const change = (headers: Question["headers"] = {}): Promise<Reply> =>
    get("/api/analysis", { method: "POST", headers });

  it("requires a token on every documented route that is not public, and says how to send it", async () => {
    const { json } = await get("/openapi.json");
    for (const [path, operations] of Object.entries<Record<string, { security?: unknown }>>(json.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const answer = await get(path.replaceAll(/\{\w+\}/g, "1"), { method: method.toUpperCase() });
        if (security === undefined) {
          expect([answer.status, answer.headers["www-authenticate"]], `${method} ${path}`).to.deep.equal([
            401,
            "Bearer",
          ]);
        } else expect(answer.status, `${method} ${path}`).to.not.equal(401);
      }
    }
  });

  it("accepts its own token for everything", async () => {
    expect((await bearing(TOKEN)).json).to.deep.equal({
      access: "token",
      name: null,
      is_admin: true,
      can_change: true,
      why_not: null,
      api_token: null,
    });
    expect((await change({ Authorization: `Bearer ${TOKEN}` })).status).to.equal(202);
    for (const wrong of ["", TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase()])
      expect((await bearing(wrong)).status, wrong).to.equal(401);
    expect((await get("/api/me", { headers: { Authorization: TOKEN } })).status).to.equal(401);
    expect((await get(`/api/me?access_token=${TOKEN}`)).status).to.equal(401);
  });

  it("accepts tokens of the home, and changes only from administrators", async () => {
    expect((await bearing("of-anna")).json).to.include({ access: "home_assistant", name: "Anna", can_change: true });
    expect((await bearing("of-ben")).json).to.include({ access: "home_assistant", name: "Ben", can_change: false });
    expect((await change({ Authorization: "Bearer of-anna" })).status).to.equal(202);
    expect((await change({ Authorization: "Bearer of-ben" })).status).to.equal(403);
  });

  it("cannot identify tokens of the home while it is unreachable, but still accepts its own", async () => {
    service.home.goAway();
    const answer = await bearing("of-anna");
    expect([answer.status, answer.json.error.code]).to.deep.equal([503, "not_ready"]);
    expect((await bearing(TOKEN)).status).to.equal(200);
  });

  it("creates a session whose cookie is encrypted and hidden from scripts", async () => {
    const answer = await logIn(TOKEN);
    expect(answer.status).to.equal(204);
    const [cookie = ""] = answer.headers["set-cookie"] ?? [];
    expect(cookie).to.match(
      /^ai_automation_session=[\w-]{60,}; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(Buffer.from(cookieOf(answer).split("=")[1] ?? "", "base64url").toString("latin1")).to.not.contain(TOKEN);
    expect(cookieOf(await logIn(TOKEN))).to.not.equal(cookieOf(answer));
    expect((await get("/api/me", { headers: { Cookie: `a=b; ${cookieOf(answer)}; c=d` } })).json.access).to.equal(
      "token",
    );
  });

  it("marks the cookie as secure behind a TLS proxy", async () => {
    const answer = await logIn(TOKEN, { headers: { "X-Forwarded-Proto": "https" } });
    expect(answer.headers["set-cookie"]?.[0]).to.contain("; Secure");
  });

  it("keeps sessions across a restart", async () => {
    const cookie = cookieOf(await logIn(TOKEN));
    await service.restart();
    expect((await get("/api/me", { headers: { Cookie: cookie } })).status).to.equal(200);
  });

  it("ends a session when its token becomes invalid, and applies changed rights", async () => {
    const cookie = cookieOf(await logIn("of-anna"));
    const me = async (): Promise<unknown> => {
      const { status, json } = await get("/api/me", { headers: { Cookie: cookie } });
      return [status, json.can_change];
    };
    expect(await me()).to.deep.equal([200, true]);
    service.home.logins.byToken.set("of-anna", { userId: "anna", name: "Anna", isAdmin: false });
    expect(await me()).to.deep.equal([200, false]);
    service.home.logins.byToken.delete("of-anna");
    expect(await me()).to.deep.equal([401, undefined]);
  });

  it("rejects sessions that it did not create", async () => {
    const cookie = cookieOf(await logIn(TOKEN));
    const last = cookie.at(-1) === "A" ? "Q" : "A";
    const other = await aService({ apiToken: TOKEN });
    const foreign = cookieOf(
      await ask(`${other.url}/api/session`, {
        method: "POST",
        headers: JSON_BODY,
        body: JSON.stringify({ token: TOKEN }),
      }),
    );
    await other.stop();
    for (const Cookie of [
      cookie.slice(0, -1) + last,
      foreign,
      "ai_automation_session=",
      `ai_automation_session=${TOKEN}`,
    ])
      expect((await get("/api/me", { headers: { Cookie } })).status, Cookie).to.equal(401);
  });

  it("creates no session for a wrong token or a foreign page", async () => {
    const wrong = await logIn("wrong");
    expect([wrong.status, wrong.headers["set-cookie"]]).to.deep.equal([401, undefined]);
    expect((await logIn(TOKEN, { headers: { Origin: "http://evil.example" } })).status).to.equal(403);
    expect((await logIn(TOKEN, { body: '{"token":7}' })).status).to.equal(400);
    expect((await logIn("x".repeat(5_000))).status).to.equal(413);
  });

  it("deletes the cookie on request", async () => {
    const answer = await get("/api/session", { method: "DELETE" });
    expect([answer.status, answer.headers["set-cookie"]?.[0]]).to.deep.equal([
      204,
      "ai_automation_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Strict",
    ]);
  });

  it("rejects changes by a foreign page, even with a session", async () => {
    const Cookie = cookieOf(await logIn(TOKEN));
    const own = new URL(service.url).host;
    const foreign = [
      { Origin: "http://evil.example" },
      { Origin: "null" },
      { Origin: `http://${own.split(":")[0]}:1880` },
      { "Sec-Fetch-Site": "same-site" },
    ];
    for (const headers of foreign) {
      const answer = await change({ Cookie, ...headers });
      expect([answer.status, answer.json.error.code], JSON.stringify(headers)).to.deep.equal([403, "foreign_page"]);
    }
    for (const headers of [
      { Origin: `http://${own}` },
      { Origin: "http://localhost:3002" },
      { "Sec-Fetch-Site": "same-origin" },
    ])
      expect((await change({ Cookie, ...headers })).status, JSON.stringify(headers)).to.equal(202);
  });

  it("throttles guessing by address, without affecting sessions", async () => {
    const Cookie = cookieOf(await logIn(TOKEN));
    for (let guess = 0; guess < 10; guess++) expect((await bearing(`guess-${guess}`)).status).to.equal(401);
    for (const token of ["guess-10", TOKEN]) {
      const slowed = await bearing(token);
      expect([slowed.status, slowed.json.error.code]).to.deep.equal([429, "too_many_tries"]);
      expect(slowed.headers["retry-after"]).to.match(/^[1-5]$/);
    }
    expect((await logIn(TOKEN)).status).to.equal(429);
    expect((await get("/api/me", { headers: { Cookie } })).status).to.equal(200);
    expect((await bearing(TOKEN, { from: "127.0.0.2" })).status).to.equal(200);
    expect((await get("/health")).status).to.equal(200);
  });

  it("counts only consecutive wrong guesses", async () => {
    for (let round = 0; round < 3; round++) {
      for (let guess = 0; guess < 9; guess++) await bearing("guess");
      expect((await bearing(TOKEN)).status).to.equal(200);
    }
  });

  it("does not trust ingress headers on the direct port", async () => {
    const headers = {
      "X-Ingress-Path": "/api/hassio_ingress/x",
      "X-Remote-User-Id": "anna",
      "X-Forwarded-For": "172.30.32.2",
    };
    expect((await get("/api/status", { headers })).status).to.equal(401);
  });

  it("rejects headers and bodies that are too large", async () => {
    expect((await get("/health", { headers: { "X-Large": "x".repeat(20_000) } })).status).to.equal(431);
    const large = await get("/api/exclusions", {
      method: "PUT",
      headers: { ...JSON_BODY, Authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify("x".repeat(300_000)),
    });
    expect(large.status).to.equal(413);
  });

  it("does not parse the body of an unauthorised request", async () => {
    const answer = await get("/api/exclusions", { method: "PUT", headers: JSON_BODY, body: "{not json" });
    expect(answer.status).to.equal(401);
  });

  it("answers malformed HTTP with an error, and continues to serve", async () => {
    const { port } = new URL(service.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = createConnection(Number(port), "127.0.0.1", () => socket.write("\u0000\u0001 garbage\r\n\r\n"));
      let received = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
      socket.on("close", () => resolve(received)).on("error", reject);
    });
    expect(text).to.match(/^HTTP\/1.1 400 /);
    expect((await get("/health")).status).to.equal(200);
  });
});

describe("direct port without a token, on this machine", () => {
  let service: RunningService;
  before(async () => {
    service = await aService();
  });
  after(() => service.stop());

  const status = async (headers: Readonly<Record<string, string>>, path = "/api/me"): Promise<number> =>
    (await ask(service.url + path, { headers })).status;

  it("is open, and reports that", async () => {
    const { json } = await ask(`${service.url}/api/me`);
    expect(json).to.include({ access: "open", is_admin: true, can_change: true, api_token: null });
  });

  it("accepts only host names of this machine, against DNS rebinding", async () => {
    const { port } = new URL(service.url);
    for (const name of ["localhost", "LOCALHOST", "ai.localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
      expect(await status({ Host: `${name}:${port}` }), name).to.equal(200);
    for (const name of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "0.0.0.0",
      "192.168.1.2",
      "x y",
    ])
      expect(await status({ Host: `${name}:${port}` }), name).to.equal(403);
    expect(await status({ Host: "evil.example" }, "/health")).to.equal(200);
  });

  it("accepts requests of its own pages and of the configured front end only", async () => {
    const own = new URL(service.url).host;
    for (const headers of [
      { Origin: `http://${own}` },
      { Origin: "http://localhost:3002" },
      { "Sec-Fetch-Site": "same-origin" },
      { "Sec-Fetch-Site": "none" },
    ])
      expect(await status(headers), JSON.stringify(headers)).to.equal(200);
    for (const headers of [
      { Origin: "http://evil.example" },
      { Origin: "http://localhost:5555" },
      { Origin: "null" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
    ])
      expect(await status(headers), JSON.stringify(headers)).to.equal(403);
  });
});
