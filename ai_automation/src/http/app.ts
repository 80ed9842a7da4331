import cors from "cors";
import express, { type Express } from "express";
import type { Logger } from "pino";
import type { Correlation } from "../correlation.ts";
import type { Imports } from "../imports/imports.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Status } from "../status.ts";
import type { Analysis } from "../suggestions/analysis.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { Review } from "../suggestions/review.ts";
import { requireToken } from "./access.ts";
import { errorHandler, notFound } from "./errors.ts";
import type { EventStream } from "./event-stream.ts";
import { correlate, logRequests } from "./request-context.ts";
import { analysisRoutes } from "./routes/analysis.ts";
import { docsRoutes } from "./routes/docs.ts";
import { healthRoutes } from "./routes/health.ts";
import { importRoutes } from "./routes/imports.ts";
import { patternRoutes } from "./routes/patterns.ts";
import { reviewRoutes } from "./routes/review.ts";
import { statusRoutes } from "./routes/status.ts";
import { suggestionRoutes } from "./routes/suggestions.ts";

export interface AppParts {
  readonly version: string;
  readonly apiToken: string | null;
  readonly corsOrigins: readonly string[];
  readonly openapi: object;
  readonly logger: Logger;
  readonly correlation: Correlation;
  readonly events: EventStream;
  readonly status: () => Promise<Status>;
  readonly store: SuggestionStore;
  readonly review: Review;
  readonly analysis: Analysis;
  readonly jobs: Jobs;
  readonly imports: Imports;
}

/** The HTTP side: open routes first, then everything that asks for the token. */
export function createApp(parts: AppParts): Express {
  const { correlation, logger, store } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.use(correlate(correlation));
  app.use(logRequests(logger, correlation));
  app.use(
    cors({
      origin: [...parts.corsOrigins],
      credentials: true,
      methods: ALL_METHODS,
      exposedHeaders: ["X-Correlation-ID"],
    }),
  );
  app.use(healthRoutes(parts.version));
  app.use(docsRoutes(parts.openapi));
  app.use(requireToken(parts.apiToken));
  app.use(express.json({ limit: "256kb", strict: false }));
  app.use(statusRoutes(parts.status, parts.events));
  app.use(suggestionRoutes(store));
  app.use(reviewRoutes(parts.review));
  app.use(patternRoutes(store));
  app.use(analysisRoutes(parts.analysis, parts.jobs));
  app.use(importRoutes(parts.imports));
  app.use(notFound);
  app.use(errorHandler(correlation, logger));
  return app;
}

const ALL_METHODS = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS"];
