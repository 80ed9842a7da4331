import { expect } from "chai";
import { z } from "zod";
import { createCorrelation } from "../../../src/model/correlation.ts";
import { createApp, type AppParts } from "../../../src/http/app.ts";
import { createEventStream } from "../../../src/http/event-stream.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { anAccess } from "../../support/an-access.ts";
import { pino } from "pino";

const layers = z.array(
  z.looseObject({
    route: z.looseObject({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
    handle: z.unknown(),
  }),
);

/** Every mounted route, as "get /path/{id}". */
function mountedRoutes(stack: unknown): readonly string[] {
  return layers.parse(stack).flatMap(({ route, handle }) => {
    if (route !== undefined) {
      return Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/:(\w+)/g, "{$1}")}`);
    }
    return typeof handle === "function" && "stack" in handle ? mountedRoutes(handle.stack) : [];
  });
}

describe("OpenAPI document", () => {
  let service: RunningService;
  let document: any;
  before(async () => {
    service = await aService();
    document = (await service.call("GET", "/openapi.json")).body;
  });
  after(() => service.stop());

  it("has the service's title, description and version", () => {
    expect(document.info).to.deep.include({
      title: "AI Automation Service",
      description: "AI-powered Home Assistant automation suggestion system",
      version: "1.0.0",
    });
  });

  it("documents every mounted route, and nothing else", () => {
    const correlation = createCorrelation();
    const parts = {
      version: "1.0.0",
      access: anAccess(),
      panel: new Map(),
      corsOrigins: [],
      openapi: {},
      logger: pino({ enabled: false }),
      correlation,
    };
    const events = createEventStream();
    const app = createApp({
      ...parts,
      events,
      store: {},
      review: {},
      analysis: {},
      jobs: {},
      history: {},
      status: {},
    } as unknown as AppParts);
    events.close();
    const documented = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    const mounted = mountedRoutes(app.router.stack).filter((route) => route !== "get /");
    expect(mounted).to.have.members(documented);
  });

  it("refers only to what it has", () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path);
    expect(refs).not.to.have.length(0);
    for (const ref of refs) {
      const target = ref
        .split("/")
        .reduce((at: Record<string, unknown> | undefined, key) => at?.[key] as Record<string, unknown>, document);
      expect(target, ref).to.be.an("object");
    }
  });

  it("says of every answer of the API what the schema says", async () => {
    const id = await service.offer();
    const { body } = await service.call("GET", `/api/suggestions/${id}`);
    expect(Object.keys(body)).to.have.members(Object.keys(document.components.schemas.Suggestion.properties));
    const status = (await service.call("GET", "/api/status")).body;
    expect(Object.keys(status)).to.have.members(Object.keys(document.components.schemas.Status.properties));
    const pattern = (await service.call("GET", "/api/patterns")).body.patterns[0];
    expect(Object.keys(pattern)).to.have.members(Object.keys(document.components.schemas.Pattern.properties));
  });
});
