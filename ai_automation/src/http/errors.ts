import type { ErrorRequestHandler } from "express";
import { AppError, ERROR_STATUS, type ErrorCode } from "../model/errors.ts";
import type { Correlation } from "../model/correlation.ts";
import type { Log } from "../model/log.ts";

/** The one shape in which errors leave the service. */
interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly correlation_id: string };
}

/**
 * Turns whatever was thrown into the error shape; what is not meant for users is logged and told as internal.
 *
 * @openapi
 * components:
 *   securitySchemes:
 *     bearer: { type: http, scheme: bearer, description: "The API_TOKEN setting, or an access token of Home Assistant; not asked for where API_TOKEN is not set" }
 *     session: { type: apiKey, in: cookie, name: ai_automation_session, description: Made from a token by POST /api/session }
 *   schemas:
 *     Error:
 *       type: object
 *       required: [error]
 *       properties:
 *         error:
 *           type: object
 *           required: [code, message, correlation_id]
 *           properties:
 *             code: { type: string, example: not_found }
 *             message: { type: string, description: The cause and the remedy, example: There is no suggestion 7. }
 *             correlation_id: { type: string, description: Also in X-Correlation-ID and in the log }
 *   responses:
 *     BadRequest: { description: The request is not valid, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Unauthorized: { description: The token is missing or wrong, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Forbidden: { description: "The caller is no administrator, or a page of another address sent it", content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     TooManyTries: { description: Too many wrong tokens came from this address, headers: { Retry-After: { schema: { type: integer }, description: Seconds } }, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     TooLarge: { description: The body is too large, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     NotFound: { description: There is no such thing, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Conflict: { description: Its status does not allow that, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Unprocessable: { description: Understood but not possible, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Unavailable: { description: The home cannot be reached now, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 */
export function errorHandler(correlation: Correlation, log: Log): ErrorRequestHandler {
  return (thrown: unknown, _request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = thrown instanceof AppError ? thrown : ofParser(thrown);
    if (error.status >= 500) log.error({ err: thrown }, "request failed");
    const body: ErrorBody = {
      error: { code: error.code, message: error.message, correlation_id: correlation.current() ?? "" },
    };
    response.status(error.status).json(body);
  };
}

/** Errors of Express' own parsers carry a status; everything else is ours. */
function ofParser(thrown: unknown): AppError {
  const status = thrown instanceof Error && "status" in thrown ? thrown.status : 500;
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
  if (code === "SQLITE_FULL" || code === "ENOSPC")
    return new AppError("storage_full", "The disk of the database is full: free some space, then do it again.", {
      cause: thrown,
    });
  if (code === "EIO" || String(code).startsWith("SQLITE_IOERR"))
    return new AppError(
      "storage_failed",
      "The disk of the database fails to write or read: check it (an SD card wears out), then do it again.",
      { cause: thrown },
    );
  if (status === ERROR_STATUS.payload_too_large) {
    return new AppError("payload_too_large", "The body is larger than 256 KiB.", { cause: thrown });
  }
  if (thrown instanceof SyntaxError && status === ERROR_STATUS.bad_request) {
    return new AppError("bad_request", "The body is no valid JSON.", { cause: thrown });
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new AppError("bad_request", `The request cannot be read: ${thrown instanceof Error ? thrown.message : ""}`, {
      cause: thrown,
    });
  }
  return new AppError("internal", "Something went wrong in the service; its log has the details.", { cause: thrown });
}
