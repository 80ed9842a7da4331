import { createServer } from "node:http";
import { expect } from "chai";
import express from "express";
import { closeServer, listen } from "../../../src/http/server.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { ask } from "../../support/ask.ts";

describe("security headers", () => {
  let service: RunningService;
  before(async () => {
    service = await aService({ apiToken: "a-token-of-some-length" });
  });
  after(() => service.stop());

  const PATHS = ["/health", "/openapi.json", "/docs/", "/api/status", "/", "/none", "/health?x=%"];

  it("are sent with every response, errors included", async () => {
    for (const path of PATHS) {
      const { headers } = await ask(service.url + path);
      expect(headers, path).to.include({
        "x-content-type-options": "nosniff",
        "x-frame-options": "SAMEORIGIN",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
      });
    }
  });

  it("allow pages to load only the service's own files, in frames of the same origin", async () => {
    const { headers } = await ask(`${service.url}/api/status`);
    expect(headers["content-security-policy"]).to.equal(
      "default-src 'self'; img-src 'self' data:; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
    );
    const docs = (await ask(`${service.url}/docs/`)).headers["content-security-policy"];
    expect(docs).to.contain("default-src 'self'").and.to.not.contain("script-src");
  });

  it("do not break access over plain HTTP", async () => {
    for (const path of PATHS) {
      const { headers } = await ask(service.url + path);
      expect(headers["strict-transport-security"], path).to.equal(undefined);
      expect(headers["content-security-policy"], path).to.not.contain("upgrade-insecure-requests");
      expect(headers["x-powered-by"]).to.equal(undefined);
    }
  });

  it("prevent caching of API responses", async () => {
    for (const path of ["/api/status", "/health", "/none"])
      expect((await ask(service.url + path)).headers["cache-control"], path).to.equal("no-store");
  });
});

describe("server", () => {
  it("limits the time for requests, but not for responses", async () => {
    const { server } = await listen(express(), { host: "127.0.0.1", port: 0, supervisorAddress: null });
    try {
      expect(server).to.include({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 30_000 });
      expect(server).to.include({ timeout: 120_000, maxConnections: 1_000 });
      expect(server.maxRequestsPerSocket).to.equal(createServer().maxRequestsPerSocket);
    } finally {
      await closeServer(server, 100);
    }
  });
});
