import compression from "compression";
import cors from "cors";
import express, { type Express, type RequestHandler } from "express";
import type { Logger } from "pino";
import type { Correlation } from "../model/correlation.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { Imports } from "../model/import.ts";
import type { Jobs } from "../model/job.ts";
import type { Privacy } from "../model/privacy.ts";
import type { Now } from "../model/time.ts";
import type { Requests } from "../suggestions/asking/requests.ts";
import type { Pausing } from "../suggestions/deciding/pausing.ts";
import type { Postponement } from "../suggestions/deciding/postponement.ts";
import type { Review } from "../suggestions/deciding/review.ts";
import type { SuggestionAccess } from "../suggestions/deciding/suggestion-access.ts";
import type { Trials } from "../suggestions/deciding/trials.ts";
import type { AnalysisJob } from "../suggestions/finding/analysis-job.ts";
import type { Contradictions } from "../suggestions/finding/contradictions.ts";
import type { LearningPause } from "../suggestions/finding/learning-pause.ts";
import type { WatchedHabits } from "../suggestions/finding/watched-habits.ts";
import type { AutomationList } from "../suggestions/follow-up/automation-list.ts";
import type { Digests } from "../suggestions/follow-up/digest.ts";
import type { Switching } from "../suggestions/follow-up/switching.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import type { EvidencePicture } from "../suggestions/showing/evidence.ts";
import type { HistoryView } from "../suggestions/showing/history-view.ts";
import type { Sharing } from "../suggestions/showing/sharing.ts";
import type { Status } from "../suggestions/showing/status.ts";
import type { Access } from "./access/access.ts";
import { errorHandler } from "./errors.ts";
import type { EventStream } from "./event-stream.ts";
import { guardMethods, unknownAddress } from "./methods-and-404.ts";
import { panelFiles, type PanelFiles } from "./panel-files.ts";
import { limitReads } from "./read-limit.ts";
import { correlate, logRequests } from "./request-context.ts";
import { meRoutes, sessionRoutes } from "./routes/access.ts";
import { analysisRoutes } from "./routes/analysis.ts";
import { automationRoutes } from "./routes/automations.ts";
import { docsRoutes } from "./routes/docs.ts";
import { exclusionRoutes } from "./routes/exclusions.ts";
import { healthRoutes } from "./routes/health.ts";
import { historyRoutes } from "./routes/history.ts";
import { importRoutes } from "./routes/imports.ts";
import { learningRoutes } from "./routes/learning.ts";
import { lifecycleRoutes } from "./routes/lifecycle.ts";
import { patternRoutes } from "./routes/patterns.ts";
import { replayRoutes } from "./routes/replay.ts";
import { requestRoutes } from "./routes/requests.ts";
import { reviewRoutes } from "./routes/review.ts";
import { sharingRoutes } from "./routes/sharing.ts";
import { statusRoutes } from "./routes/status.ts";
import { suggestionRoutes } from "./routes/suggestions.ts";
import { trialRoutes } from "./routes/trials.ts";
import { securityHeaders } from "./security-headers.ts";
import type { ToSuggestionWire } from "./wire/suggestion.ts";

export interface AppParts {
  readonly version: string;
  readonly access: Access;
  readonly panel: PanelFiles;
  readonly corsOrigins: readonly string[];
  readonly openapi: object;
  readonly logger: Logger;
  readonly correlation: Correlation;
  readonly events: EventStream;
  readonly status: () => Promise<Status>;
  readonly store: SuggestionStore;
  readonly require: SuggestionAccess["require"];
  readonly review: Review;
  readonly requests: Requests;
  readonly postponement: Postponement;
  readonly pausing: Pausing;
  readonly switching: Switching;
  readonly trials: Trials;
  readonly evidence: (id: number) => Promise<EvidencePicture>;
  readonly automations: AutomationList;
  readonly digests: Digests;
  readonly sharing: Sharing;
  readonly toSuggestionWire: ToSuggestionWire;
  readonly analysis: AnalysisJob;
  readonly contradictions: Contradictions;
  readonly watchedHabits: WatchedHabits;
  readonly learning: LearningPause;
  readonly jobs: Jobs;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly historyView: HistoryView;
  readonly privacy: Privacy;
  readonly imports: Imports;
  readonly now: Now;
}

/** Builds the HTTP application: public routes first, then everything behind the access check. */
export function createApp(parts: AppParts): Express {
  const { access, correlation, logger, store, review, snapshot, privacy, toSuggestionWire: toWire } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.use(correlate(correlation));
  app.use(logRequests(logger, correlation, (request) => access.callerOf(request)));
  app.use(securityHeaders);
  app.use(allowOrigins(parts.corsOrigins));
  app.use(healthRoutes(parts.version));
  app.use(docsRoutes(parts.openapi));
  app.use(panelFiles(parts.panel));
  app.use(compression({ threshold: COMPRESSED_FROM, filter: isCompressible }));
  app.use(sessionRoutes(access));
  app.use(access.identify, access.guardChanges);
  app.use(guardMethods(parts.openapi));
  app.use(express.json({ limit: "256kb", strict: false }));
  app.use(limitReads(NOT_IN_TURN));
  app.use(meRoutes(access));
  app.use(statusRoutes(parts.status, parts.events));
  app.use(suggestionRoutes(store, parts.require, toWire, parts.now));
  app.use(reviewRoutes(review, toWire));
  app.use(requestRoutes(parts.requests, toWire));
  app.use(replayRoutes({ evidence: parts.evidence, review, snapshot }));
  app.use(lifecycleRoutes(parts.postponement, parts.pausing, toWire));
  app.use(trialRoutes({ trials: parts.trials, access, snapshot }));
  app.use(automationRoutes(parts.automations, parts.switching, snapshot));
  app.use(sharingRoutes(parts.digests, parts.sharing));
  app.use(patternRoutes(store));
  app.use(analysisRoutes(parts));
  app.use(learningRoutes(parts.learning));
  app.use(importRoutes(parts.imports));
  app.use(historyRoutes(parts.historyView, privacy));
  app.use(exclusionRoutes(privacy, (wire) => parts.events.publish("exclusions", wire)));
  app.use(unknownAddress);
  app.use(errorHandler(correlation, logger));
  return app;
}

/** Bytes. Evidence and replays have hundreds of kilobytes, and shrink to a twentieth. */
const COMPRESSED_FROM = 1_024;

/** Events are sent one by one. Lengths of compressed secrets could reveal them. */
const isCompressible: compression.CompressionFilter = (request, response) =>
  request.path !== "/api/me" &&
  !String(response.getHeader("Content-Type")).startsWith("text/event-stream") &&
  compression.filter(request, response);

/** Streams never end, and the share folder may be on another machine. */
const NOT_IN_TURN = new Set(["/api/events", "/api/imports"]);

/** Pages of other origins get no CORS headers at all, not even on a preflight request. */
function allowOrigins(corsOrigins: readonly string[]): RequestHandler {
  const allow = cors({ origin: true, credentials: true, methods: ALL_METHODS, exposedHeaders: ["X-Correlation-ID"] });
  return (request, response, next) => {
    response.vary("Origin");
    if (corsOrigins.includes(request.get("origin") ?? "")) return allow(request, response, next);
    return request.method === "OPTIONS" ? void response.status(204).end() : next();
  };
}

const ALL_METHODS = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS"];
