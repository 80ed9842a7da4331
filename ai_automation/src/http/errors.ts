import type { ErrorRequestHandler } from "express";
import type { Correlation } from "../model/correlation.ts";
import { AppError, ERROR_STATUS } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import { readerLanguage } from "./reader-language.ts";
import { toErrorWire } from "./wire/error.ts";

/**
 * Answers every thrown error in the one error shape. Errors that are not meant for users are logged and reported as
 * internal.
 *
 * @openapi
 * components:
 *   securitySchemes:
 *     bearer: { type: http, scheme: bearer, description: "The API_TOKEN setting or a Home Assistant access token; not required when API_TOKEN is not set" }
 *     session: { type: apiKey, in: cookie, name: ai_automation_session, description: Created from a token by POST /api/session }
 */
export function errorHandler(correlation: Correlation, log: Log): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = thrown instanceof AppError ? thrown : explain(thrown);
    if (error.status >= 500) log.error({ err: thrown }, "request failed");
    response
      .status(error.status)
      .json(toErrorWire(error, correlation.current() ?? "", readerLanguage(request) ?? "en"));
  };
}

/** Express' own parsers throw errors with a status. */
function explain(thrown: unknown): AppError {
  const status = thrown instanceof Error && "status" in thrown ? thrown.status : 500;
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
  if (code === "SQLITE_FULL" || code === "ENOSPC")
    return new AppError("storage_full", "The database's disk is full: free some space, then try again.", {
      cause: thrown,
    });
  if (code === "EIO" || String(code).startsWith("SQLITE_IOERR"))
    return new AppError(
      "storage_failed",
      "The database's disk fails to read or write: check it (SD cards wear out), then try again.",
      { cause: thrown },
    );
  if (status === ERROR_STATUS.payload_too_large) {
    return new AppError("payload_too_large", "The request body is larger than the limit of 256 KiB: send less.", {
      cause: thrown,
    });
  }
  if (thrown instanceof SyntaxError && status === ERROR_STATUS.bad_request) {
    return new AppError("bad_request", "The request body is not valid JSON: check its syntax.", { cause: thrown });
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new AppError(
      "bad_request",
      `The request cannot be read: ${thrown instanceof Error ? thrown.message : ""}. Check its headers and body.`,
      {
        cause: thrown,
      },
    );
  }
  return new AppError("internal", "The service failed: look up the correlation id in its log.", { cause: thrown });
}
