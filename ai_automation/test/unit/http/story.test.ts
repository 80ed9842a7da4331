import { once } from "node:events";
import { createConnection } from "node:net";
import { expect } from "chai";
import { aDraft } from "../../support/a-draft.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { expectDocumentedEvents } from "../../support/openapi-check.ts";

describe("HTTP API", () => {
  let service: RunningService;
  before(async () => {
    service = await aService();
  });
  after(() => service.stop());

  it("reports its health in exactly this form", async () => {
    const { status, body } = await service.call("GET", "/health");
    expect([status, JSON.stringify(body)]).to.deep.equal([
      200,
      '{"status":"healthy","service":"ai-automation-service","version":"1.0.0"}',
    ]);
  });

  it("adopts a correlation id, returns it, and logs it", async () => {
    const { headers } = await service.call("GET", "/api/status", undefined, { "X-Correlation-ID": "from-outside-1" });
    expect(headers.get("X-Correlation-ID")).to.equal("from-outside-1");
    const line = service
      .logs()
      .find((one) => one.correlation_id === "from-outside-1" && one.msg === "request completed");
    expect(line).to.deep.include({
      service: "ai-automation-service",
      req: { method: "GET", url: "/api/status" },
      res: { status: 200 },
    });
  });

  it("generates a correlation id if none or an invalid one is given", async () => {
    const generated = (await service.call("GET", "/health")).headers.get("X-Correlation-ID");
    expect(generated).to.match(/^[0-9a-f-]{36}$/);
    const invalid = await service.call("GET", "/health", undefined, { "X-Correlation-ID": 'x"}{' });
    expect(invalid.headers.get("X-Correlation-ID")).to.match(/^[0-9a-f-]{36}$/);
  });

  it("passes the correlation id to the job that a request starts", async () => {
    const { status, body } = await service.call("POST", "/api/analysis", undefined, {
      "X-Correlation-ID": "analyse-please",
    });
    expect([status, body.kind, body.correlation_id]).to.deep.equal([202, "analysis", "analyse-please"]);
    const job = await finished(service, body.id);
    expect(job).to.include({ status: "done", progress: 1, error: null });
    const lines = service.logs().filter((line) => line.jobId === body.id);
    expect(lines.map(({ msg, correlation_id: id }) => [msg, id])).to.deep.equal([
      ["job started", "analyse-please"],
      ["job done", "analyse-please"],
    ]);
  });

  it("allows only the configured front end as origin, with credentials, all methods and headers", async () => {
    const preflight = (origin: string) =>
      service.call("OPTIONS", "/api/suggestions/1", undefined, {
        Origin: origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,x-anything",
      });
    const allowed = (await preflight("http://localhost:3002")).headers;
    expect(allowed.get("Access-Control-Allow-Origin")).to.equal("http://localhost:3002");
    expect(allowed.get("Access-Control-Allow-Credentials")).to.equal("true");
    expect(allowed.get("Access-Control-Allow-Methods")).to.equal("GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS");
    expect(allowed.get("Access-Control-Allow-Headers")).to.equal("authorization,x-anything");
    for (const refused of [
      (await preflight("http://evil.example")).headers,
      (await service.call("GET", "/health", undefined, { Origin: "http://evil.example" })).headers,
      (await service.call("GET", "/health")).headers,
    ]) {
      expect([...refused.keys()].filter((name) => name.startsWith("access-control"))).to.deep.equal([]);
      expect(refused.get("Vary")).to.contain("Origin");
    }
  });

  it("lists the methods that a path allows", async () => {
    const { status, headers, body } = await service.call("PUT", "/api/suggestions/7");
    expect([status, body.error.code, headers.get("allow")]).to.deep.equal([405, "method_not_allowed", "GET, PATCH"]);
    expect((await service.call("POST", "/api/nothing")).status).to.equal(404);
  });

  it("says what is wrong in the reader's language, beside the English message", async () => {
    const { body } = await service.call("GET", "/api/suggestions/999", undefined, { "Accept-Language": "nl-BE" });
    expect(body.error).to.include({
      message: "There is no suggestion 999.",
      text: "Dit bestaat niet meer. Laad de pagina opnieuw.",
    });
  });

  it("returns every error in the same form", async () => {
    const shape = async (method: string, path: string, body?: unknown) => {
      const answer = await service.call(method, path, body);
      expect(Object.keys(answer.body)).to.deep.equal(["error"]);
      expect(Object.keys(answer.body.error)).to.deep.equal(["code", "message", "text", "correlation_id"]);
      expect(answer.body.error.correlation_id).to.equal(answer.headers.get("X-Correlation-ID"));
      return [answer.status, answer.body.error.code];
    };
    expect(await shape("GET", "/api/nothing")).to.deep.equal([404, "not_found"]);
    expect(await shape("GET", "/api/suggestions/999")).to.deep.equal([404, "not_found"]);
    expect(await shape("GET", "/api/suggestions/abc")).to.deep.equal([404, "not_found"]);
    expect(await shape("GET", "/api/suggestions?limit=0")).to.deep.equal([400, "bad_request"]);
    expect(await shape("GET", "/api/suggestions?status=watched")).to.deep.equal([400, "bad_request"]);
    expect(await shape("GET", "/api/jobs/1")).to.deep.equal([404, "not_found"]);
    expect(await shape("POST", "/api/suggestions/1/reject", "{not json")).to.deep.equal([400, "bad_request"]);
    expect(await shape("POST", "/api/suggestions/1/reject", { reason: "dislike" })).to.deep.equal([400, "bad_request"]);
    expect(await shape("PATCH", "/api/suggestions/1", { automation: {}, automation_yaml: "" })).to.deep.equal([
      400,
      "bad_request",
    ]);
    expect(await shape("PATCH", "/api/suggestions/1", { automation_yaml: "x".repeat(300_000) })).to.deep.equal([
      413,
      "payload_too_large",
    ]);
  });

  it("reports its status", async () => {
    const { body } = await service.call("GET", "/api/status");
    expect(body).to.deep.include({ service: "ai-automation-service", version: "1.0.0" });
    expect(body.home).to.deep.include({ state: "connected", name: "Test home", time_zone: "Europe/Amsterdam" });
    expect(body.history.backfill).to.deep.equal({
      state: "done",
      days_read: 60,
      changes_read: 1_000,
      covered_since: "2023-07-22T04:26:40.000Z",
      seconds_left: null,
    });
    expect(Date.parse(body.analysis.next)).to.be.above(Date.now());
  });

  it("reports data of the home that cannot be read", async () => {
    const since = Date.parse("2026-11-01T10:00:00Z");
    service.home.unreadable.push({ code: "history_unreadable", message: "It is damaged: repair it.", since });
    const { body } = await service.call("GET", "/api/status");
    const german = await service.call("GET", "/api/status", undefined, { "Accept-Language": "de" });
    service.home.unreadable.length = 0;
    expect(body.problems).to.have.length(1);
    expect(body.problems[0]).to.include({ code: "history_unreadable", since: "2026-11-01T10:00:00.000Z" });
    expect(body.problems[0].message).to.match(/^Home Assistant's history has been unreadable for at least an hour\./);
    expect(german.body.problems[0].message).to.match(/^Der Verlauf von Home Assistant ist seit einer Stunde /);
  });

  it("serves its documentation, and redirects the root to it", async () => {
    expect((await service.call("GET", "/docs/")).body).to.contain("<title>AI Automation Service</title>");
    const root = await fetch(`${service.url}/`, { redirect: "manual" });
    expect([root.status, root.headers.get("location")]).to.deep.equal([302, "docs/"]);
  });

  it("answers many requests at once, and continues when some are aborted", async () => {
    const aborted = new AbortController();
    const abandoned = Array.from({ length: 30 }, () =>
      fetch(`${service.url}/api/suggestions`, { signal: aborted.signal }).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    const others = Array.from({ length: 30 }, () => service.call("GET", "/api/status"));
    aborted.abort();
    expect((await service.call("GET", "/health")).status).to.equal(200);
    expect(new Set((await Promise.all(others)).map(({ status }) => status))).to.deep.equal(new Set([200]));
    await Promise.all(abandoned);
    expect((await service.call("GET", "/api/suggestions")).status).to.equal(200);
  });

  it("streams events", async () => {
    const received = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(service.url);
      const socket = createConnection(Number(port), "127.0.0.1", () =>
        socket.write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      );
      let text = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => {
        if (text === "") {
          service.find([aDraft()]);
          service.call("POST", "/api/analysis").catch(reject);
        }
        text += chunk;
        if (text.includes("event: suggestion") && text.includes('"status":"done"')) {
          socket.destroy();
          resolve(text);
        }
      });
      socket.on("error", reject);
    });
    expect(received).to.contain("Content-Type: text/event-stream");
    expect(expectDocumentedEvents(withoutChunks(received))).to.include.members(["progress", "suggestion"]);
    expect(received).to.match(/id: \d+\nevent: progress\ndata: \{"id":"[^"]+","kind":"analysis","status":"running"/);
    expect(received).to.match(/event: suggestion\ndata: \{"id":\d+,.*"title":"Turn on Pantry when Pantry door opens"/);
  });

  it("does not delay others for a client that does not read responses", async () => {
    const id = await service.offer(aDraft({ description: "It was done by hand. ".repeat(5_000) }));
    const stalled = createConnection(Number(new URL(service.url).port), "127.0.0.1").pause();
    stalled.write(`GET /api/suggestions/${String(id)} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(300));
    await once(stalled, "readable");
    expect((await service.call("GET", "/api/suggestions")).status).to.equal(200);
    stalled.destroy();
  });
});

describe("direct port with a token", () => {
  const TOKEN = "a-token-of-some-length";
  let service: RunningService;
  before(async () => {
    service = await aService({ apiToken: TOKEN });
  });
  after(() => service.stop());

  it("is required on every route except health, documentation and preflight", async () => {
    for (const path of ["/health", "/docs/", "/openapi.json"]) {
      expect((await service.call("GET", path)).status, path).to.equal(200);
    }
    const paths = ["status", "suggestions", "patterns", "analysis/latest", "events", "none"];
    for (const path of paths.map((name) => `/api/${name}`)) {
      const { status, body } = await service.call("GET", path);
      expect([status, body.error.code], path).to.deep.equal([401, "unauthorized"]);
    }
    expect((await service.call("POST", "/api/suggestions/1/approve")).status).to.equal(401);
    expect((await service.call("GET", "/api/status", undefined, { Authorization: "Bearer wrong" })).status).to.equal(
      401,
    );
    expect((await service.call("GET", "/api/status", undefined, { Authorization: `Bearer ${TOKEN}` })).status).to.equal(
      200,
    );
  });
});

/** The body of a response in chunked transfer encoding. */
const withoutChunks = (response: string): string =>
  response.slice(response.indexOf("\r\n\r\n") + 2).replace(/\r\n[0-9a-f]+\r\n/g, "");

async function finished(service: RunningService, id: string): Promise<unknown> {
  for (;;) {
    const { body } = await service.call("GET", `/api/jobs/${id}`);
    if (body.status !== "running") return body;
  }
}
