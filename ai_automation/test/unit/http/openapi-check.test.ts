import { expect } from "chai";
import { aService, type RunningService } from "../../support/a-service.ts";
import { createOpenApiCheck, OPENAPI, type AnswerToCheck } from "../../support/openapi-check.ts";

type Body = Record<string, unknown>;

describe("comparing responses with the OpenAPI document", () => {
  const check = createOpenApiCheck(OPENAPI);
  let service: RunningService;
  let suggestion: Body;
  let status: Body;
  before(async () => {
    service = await aService();
    suggestion = (await service.call("GET", `/api/suggestions/${await service.offer()}`)).body;
    status = (await service.call("GET", "/api/status")).body;
  });
  after(() => service.stop());

  const faults = (body: unknown, rest: Partial<AnswerToCheck> = {}): string =>
    check
      .answer({
        method: "GET",
        path: "/api/suggestions/1",
        status: 200,
        contentType: "application/json; charset=utf-8",
        body,
        ...rest,
      })
      .join("\n");

  it("accepts the service's responses", () => {
    expect(faults(suggestion)).to.equal("");
    expect(faults(status, { path: "/api/status" })).to.equal("");
    expect(faults({ suggestions: [suggestion], total: 1 }, { path: "/api/suggestions?limit=1" })).to.equal("");
  });

  it("reports a missing field at any depth", () => {
    const { title: _, ...rest } = suggestion;
    expect(faults(rest)).to.contain("must have required property 'title'");
    expect(faults({ ...suggestion, replay: without(suggestion.replay, "precision") })).to.contain(
      "/replay must have required property 'precision'",
    );
    expect(faults({ ...status, history: without(status.history, "backfill") }, { path: "/api/status" })).to.contain(
      "/history must have required property 'backfill'",
    );
  });

  it("reports an extra field at any depth", () => {
    expect(faults({ ...suggestion, secret: 1 })).to.contain('{"additionalProperty":"secret"}');
    expect(faults({ ...suggestion, replay: { ...record(suggestion.replay), secret: 1 } })).to.contain(
      "/replay must NOT",
    );
    expect(faults({ suggestions: [{ ...suggestion, secret: 1 }], total: 1 }, { path: "/api/suggestions" })).to.contain(
      "/suggestions/0 must NOT",
    );
  });

  it("reports a field of the wrong type, format or value", () => {
    expect(faults({ ...suggestion, id: "1" })).to.contain("/id must be integer");
    expect(faults({ ...suggestion, title: null })).to.contain("/title must be string");
    expect(faults({ ...suggestion, created_at: "yesterday" })).to.contain("/created_at must match format");
    expect(faults({ ...suggestion, status: "watched" })).to.contain("/status must be equal to one of");
    const job = { ...aJob, kind: "other" };
    expect(faults(job, { path: "/api/jobs/1" })).to.contain("/kind must be equal to one of");
  });

  it("reports an undocumented path, method, status, content type and body", () => {
    expect(faults({}, { path: "/api/nothing" })).to.contain("GET /api/nothing is not documented");
    expect(faults({}, { method: "PUT" })).to.contain("PUT /api/suggestions/1 is not documented");
    expect(faults(suggestion, { status: 201 })).to.equal("status 201 is not documented");
    expect(faults(suggestion, { contentType: "text/html" })).to.equal('content type "text/html" is not documented');
    expect(faults({}, { method: "DELETE", path: "/api/session", status: 204 })).to.contain("a body");
  });

  it("checks the form and codes of errors", () => {
    const error = { code: "not_found", message: "There is no suggestion 1.", text: "", correlation_id: "a" };
    expect(faults({ error }, { status: 404 })).to.equal("");
    expect(faults({ error: { ...error, code: "gone" } }, { status: 404 })).to.contain("/error/code must be equal");
    expect(faults({ error: { ...error, stack: "" } }, { status: 404 })).to.contain("/error must NOT");
    expect(faults({ ...error }, { status: 405, method: "PUT" })).to.contain("must have required property 'error'");
  });

  it("checks the data of events", () => {
    expect(check.event("progress", aJob)).to.deep.equal([]);
    expect(check.event("progress", { ...aJob, extra: 1 }).join()).to.contain('{"additionalProperty":"extra"}');
    expect(check.event("status", { home: {} })).not.to.have.length(0);
    expect(check.event("weather", {})).to.deep.equal(['event "weather" is not documented']);
  });
});

const aJob = {
  id: "3d3f4b1e-7a3e-4f43-9c53-0f2b8f0f6c11",
  kind: "analysis",
  status: "running",
  progress: 0.5,
  step: null,
  correlation_id: "a",
  started_at: "2026-01-01T00:00:00.000Z",
  finished_at: null,
  result: null,
  error: null,
};

const record = (value: unknown): Body => Object.fromEntries(Object.entries(value ?? {}));

function without(value: unknown, key: string): Body {
  const { [key]: _, ...rest } = record(value);
  return rest;
}
