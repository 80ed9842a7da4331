import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { pino } from "pino";
import { z } from "zod";
import type { FleetDatabase } from "../../../src/fleet/database/connection.ts";
import { createFleetApp } from "../../../src/fleet/http/app.ts";
import type { Queue } from "../../../src/fleet/workers/queue.ts";
import { createCorrelation } from "../../../src/model/correlation.ts";

/** Pages for people. */
const UNDOCUMENTED = ["get /fleet", "get /fleet/style.css", "post /fleet/login", "post /fleet/logout"];

const layers = z.array(
  z.looseObject({
    route: z.looseObject({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
    handle: z.unknown(),
  }),
);

/** Every mounted route, as "get /path/{id}". */
function mountedRoutes(stack: unknown): readonly string[] {
  return layers.parse(stack).flatMap(({ route, handle }) => {
    if (route !== undefined)
      return Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/:(\w+)/g, "{$1}")}`);
    return typeof handle === "function" && "stack" in handle ? mountedRoutes(handle.stack) : [];
  });
}

const unused = (): never => {
  throw new Error("no request was sent");
};

describe("the fleet's OpenAPI document", () => {
  const document = JSON.parse(readFileSync(new URL("../../../src/fleet/openapi.json", import.meta.url), "utf8"));

  it("documents every mounted route besides the pages, and nothing else", () => {
    const database: FleetDatabase = {
      asTenant: unused,
      callAsTenant: unused,
      acrossTenants: unused,
      ping: unused,
      close: unused,
    };
    const queue: Pick<Queue, "add"> = { add: unused };
    const app = createFleetApp({
      database,
      queue,
      openapi: {},
      sessionKey: randomBytes(32),
      logger: pino({ enabled: false }),
      correlation: createCorrelation(),
      now: () => 0,
      monotonic: () => 0,
    });
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(z.record(z.string(), z.unknown()).parse(operations)).map((method) => `${method} ${path}`),
    );
    expect([...new Set(mountedRoutes(app.router.stack))]).to.have.members([...documented, ...UNDOCUMENTED]);
  });
});
