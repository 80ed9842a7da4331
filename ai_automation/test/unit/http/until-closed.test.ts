import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import express from "express";
import { untilClosed } from "../../../src/http/until-closed.ts";

describe("work that a client waits for", () => {
  it("keeps its silent connection longer than others are kept", async () => {
    const app = express();
    app.get("/others", async (_request, response) => {
      await pause(400);
      response.end();
    });
    app.get("/work", async (_request, response) => {
      untilClosed(response);
      await pause(400);
      response.json({ done: true });
    });
    const server = createServer(app);
    server.setTimeout(100);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const closed = await fetch(`${url}/others`).catch(() => "closed");
      expect(closed).to.equal("closed");
      const answer = await fetch(`${url}/work`);
      expect(await answer.json()).to.deep.equal({ done: true });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("is aborted when the client leaves", async () => {
    const aborted: string[] = [];
    const app = express();
    app.get("/work", (_request, response) => {
      untilClosed(response).addEventListener("abort", () => aborted.push("left"));
    });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const leaving = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}/work`, { signal: leaving.signal }).catch(() => "left");
    await pause(50);
    leaving.abort();
    await asked;
    await pause(50);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(aborted).to.deep.equal(["left"]);
  });
});
