import type { RequestHandler } from "express";
import { type Logger } from "pino";
import { pinoHttp } from "pino-http";
import { isCorrelationId, newCorrelationId, type Correlation } from "../model/correlation.ts";
import type { Access } from "./access/access.ts";

const HEADER = "X-Correlation-ID";

/** Takes the correlation id from the request or creates one, returns it, and applies it to everything the request causes. */
export function correlate(correlation: Correlation): RequestHandler {
  return (request, response, next) => {
    const given = request.get(HEADER) ?? "";
    const id = isCorrelationId(given) ? given : newCorrelationId();
    response.setHeader(HEADER, id);
    correlation.run(id, next);
  };
}

/** Logs one line per request with its caller. Health checks arrive every 30 s and are logged at debug level. */
export function logRequests(logger: Logger, correlation: Correlation, callerOf: Access["callerOf"]): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: () => correlation.current() ?? newCorrelationId(),
    customLogLevel: (request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return "error";
      return request.url === "/health" ? "debug" : "info";
    },
    customProps: (request) => {
      const caller = callerOf(request);
      return caller === undefined ? {} : { access: caller.access, userId: caller.userId };
    },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, url: url.split("?")[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
}
