import compression from "compression";
import express, { type Express } from "express";
import type { Logger } from "pino";
import { createSessions } from "../../http/access/sessions.ts";
import { errorHandler } from "../../http/errors.ts";
import { guardMethods, unknownAddress } from "../../http/methods-and-404.ts";
import { correlate, logRequests } from "../../http/request-context.ts";
import { securityHeaders } from "../../http/security-headers.ts";
import type { Correlation } from "../../model/correlation.ts";
import type { Now } from "../../model/time.ts";
import { createFleetAccess } from "../access/access.ts";
import type { FleetDatabase } from "../database/connection.ts";
import type { Queue } from "../workers/queue.ts";
import { homeRoutes } from "./routes/homes.ts";
import { pageRoutes } from "./routes/page.ts";
import { recordingRoutes } from "./routes/recordings.ts";
import { reportRoutes } from "./routes/report.ts";
import { suggestionRoutes } from "./routes/suggestions.ts";

export interface FleetAppParts {
  readonly database: FleetDatabase;
  readonly queue: Pick<Queue, "add">;
  readonly openapi: object;
  readonly sessionKey: Buffer;
  readonly logger: Logger;
  readonly correlation: Correlation;
  /** Milliseconds UTC. */
  readonly now: Now;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: Now;
}

/**
 * Builds the fleet's HTTP application. Every route checks its own token.
 *
 * @openapi
 * /health:
 *   get:
 *     summary: Check that this process and its database serve requests
 *     tags: [Service]
 *     security: []
 *     responses:
 *       200: { description: They do, content: { application/json: { schema: { type: object, properties: { status: { type: string, enum: [healthy] } } } } } }
 * /fleet/openapi.json:
 *   get:
 *     summary: Get this document
 *     tags: [Service]
 *     security: []
 *     responses:
 *       200: { description: OpenAPI 3, content: { application/json: { schema: { type: object } } } }
 */
export function createFleetApp(parts: FleetAppParts): Express {
  const { database, queue, openapi, sessionKey, logger, correlation, now, monotonic } = parts;
  const date = (): Date => new Date(now());
  const access = createFleetAccess(database, createSessions(sessionKey, now), monotonic);
  const app = express();
  app.disable("x-powered-by");
  app.use(correlate(correlation));
  app.use(logRequests(logger, correlation, () => undefined));
  app.use(securityHeaders);
  app.get("/health", async (_request, response) => {
    await database.ping();
    response.json({ status: "healthy" });
  });
  app.get("/fleet/openapi.json", (_request, response) => {
    response.json(openapi);
  });
  app.use(reportRoutes(database, access, date));
  app.use(compression({ threshold: 1_024 }));
  app.use(pageRoutes(database, access, date));
  app.use(guardMethods(openapi));
  app.use(homeRoutes(database, access, date));
  app.use(recordingRoutes(database, queue, access, date));
  app.use(suggestionRoutes(database, access));
  app.use(unknownAddress);
  app.use(errorHandler(correlation, logger));
  return app;
}
