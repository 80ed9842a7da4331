import { expect } from "chai";
import { pino } from "pino";
import { z } from "zod";
import { createApp, type AppParts } from "../../../src/http/app.ts";
import { createEventStream } from "../../../src/http/event-stream.ts";
import { CAUSE_KINDS } from "../../../src/model/cause.ts";
import { createCorrelation } from "../../../src/model/correlation.ts";
import { ERROR_STATUS } from "../../../src/model/errors.ts";
import { EXCLUSION_KINDS } from "../../../src/model/exclusion.ts";
import { PATTERN_TYPES } from "../../../src/model/habit.ts";
import { NUMERIC_LEVELS } from "../../../src/model/level.ts";
import { PROBLEM_CODES } from "../../../src/model/problem.ts";
import { SUGGESTION_STATUSES } from "../../../src/model/suggestion.ts";
import { OBSTACLE_KINDS, REASON_KINDS } from "../../../src/suggestions/miner.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { anAccess } from "../../support/an-access.ts";

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

  it("has no dangling references", () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path);
    expect(refs).not.to.have.length(0);
    for (const ref of refs) {
      const target = ref
        .split("/")
        .reduce((at: Record<string, unknown> | undefined, key) => at?.[key] as Record<string, unknown>, document);
      expect(target, ref).to.be.an("object");
    }
  });

  it("allows extra properties only in Home Assistant's objects, maps and plans", () => {
    const open: string[] = [];
    for (const [path, schema] of schemasIn(document, "")) {
      if (schema.type !== "object") continue;
      if (schema.properties === undefined) open.push(path);
      else {
        expect(schema.required, path).to.be.an("array");
        if (schema.additionalProperties !== false) open.push(path);
      }
    }
    const schemas = open.filter((path) => path.startsWith("/components/schemas/"));
    expect(schemas.map((path) => path.slice("/components/schemas/".length))).to.have.members([
      "AutomationConfig",
      "AutomationConfig/properties/actions/items",
      "AutomationConfig/properties/conditions/items",
      "AutomationConfig/properties/triggers/items",
      "CauseCounts",
      "Levels",
      "Pattern/properties/metadata",
      "Reason/properties/values",
      "Proposal/properties/plan/properties/changes/items",
    ]);
    const answers = open.filter((path) => path.includes("/responses/"));
    expect(answers).to.deep.equal(["/paths/~1openapi.json/get/responses/200/content/application~1json/schema"]);
  });

  it("lists the same values as the code", () => {
    const { schemas } = document.components;
    expect(schemas.ErrorCode.enum).to.deep.equal(Object.keys(ERROR_STATUS));
    expect(schemas.Suggestion.properties.status.enum).to.deep.equal(SUGGESTION_STATUSES);
    expect(schemas.Suggestion.properties.evidence.properties.levels.items.properties.kind.enum).to.deep.equal(
      NUMERIC_LEVELS,
    );
    expect(schemas.PatternType.enum).to.deep.equal(PATTERN_TYPES);
    expect(schemas.Status.properties.problems.items.properties.code.enum).to.deep.equal(PROBLEM_CODES);
    expect(schemas.Exclusion.properties.kind.enum).to.deep.equal(EXCLUSION_KINDS);
    expect(schemas.Cause.properties.kind.enum).to.deep.equal(CAUSE_KINDS);
    expect(schemas.NearMiss.properties.reason.properties.kind.enum).to.deep.equal(REASON_KINDS);
    expect(schemas.Analysis.properties.obstacle.properties.kind.enum).to.deep.equal(OBSTACLE_KINDS);
  });
});

/** Every schema below a node, with its JSON pointer. */
function schemasIn(node: unknown, path: string): readonly (readonly [string, Record<string, unknown>])[] {
  if (typeof node !== "object" || node === null) return [];
  const own = Object.fromEntries(Object.entries(node));
  const escaped = (key: string): string => key.replaceAll("/", "~1");
  const below = Object.entries(own).flatMap(([key, child]) => schemasIn(child, `${path}/${escaped(key)}`));
  return typeof own.type === "string" ? [[path, own], ...below] : below;
}
