/** Every error code of the API with its HTTP status. Documented in DOCS.md. */
export const ERROR_STATUS = {
  bad_request: 400,
  invalid_automation: 400,
  unauthorized: 401,
  not_admin: 403,
  foreign_page: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  no_language_model: 409,
  payload_too_large: 413,
  not_replayable: 422,
  not_understood: 422,
  needs_confirmation: 422,
  home_refused: 422,
  too_many_tries: 429,
  language_model_limit: 429,
  internal: 500,
  language_model_failed: 502,
  not_ready: 503,
  storage_full: 507,
  storage_failed: 507,
  too_little_memory: 507,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** The only errors shown to users: the message names the cause and the remedy. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.status = ERROR_STATUS[code];
  }
}

export const homeUnknown = (): AppError =>
  new AppError("not_ready", "Home Assistant has not been reached yet; see GET /api/status, then try again.");

/** For a request that is understood but cannot be carried out. */
export const notPossible = (message: string): AppError => new AppError("not_understood", message);
