import type { Reason } from "./reason.ts";

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

/** Causes that have a text of their own in every language; the text of others is that of their code. */
export const ERROR_REASONS = [
  ...(["words_not_understood", "words_not_understood_by_model"] as const),
  ...(["no_change", "when_missing", "what_missing", "cannot_set", "two_parts"] as const),
  ...(["several_triggers", "no_level", "own_editor_only", "crosses_midnight", "nothing_to_wait_for"] as const),
  ...(["one_trigger_only", "unknown_device", "no_person", "nothing_with", "would_do_nothing"] as const),
  ...(["bound_missing", "not_in_home", "gone", "risky", "no_such_name", "several_names", "never_triggered"] as const),
  ...(["no_file", "not_importable", "file_damaged", "not_a_recorder", "rounded_times", "file_changing"] as const),
  ...(["file_unreadable", "address_option", "connection_lost", "may_not_read", "server_failed"] as const),
  ...(["recording_invalid", "not_included", "not_loaded", "change_not_loaded", "wrong_when_watched"] as const),
  ...(["replay_too_long", "parts_not_replayable", "already_decided", "changed_since", "not_promising"] as const),
  ...([
    "unavailable_now",
    "only_in_home",
    "nothing_to_take_back",
    "no_automation_id",
    "is_disabled",
    "span_shortened",
    "recorder_incomplete",
    "home_said",
  ] as const),
];

/** A reason with the values of its text. */
export interface ErrorCause {
  readonly reason: (typeof ERROR_REASONS)[number];
  readonly values?: Readonly<Record<string, string>>;
  /** Of an automation, because of which it is. */
  readonly parts?: readonly Reason[];
}

/** The only errors shown to users: the English message names the cause and the remedy. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly told: ErrorCause | undefined;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { readonly told?: ErrorCause }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.status = ERROR_STATUS[code];
    this.told = options?.told;
  }
}

export const homeUnknown = (): AppError =>
  new AppError("not_ready", "Home Assistant has not been reached yet; see GET /api/status, then try again.");

/** The cause of an error, as it is passed between processes. */
export const causeOf = (error: unknown): { readonly told?: ErrorCause } =>
  withCause(error instanceof AppError ? error.told : undefined);

/** Options of an error whose cause may be known. */
export const withCause = (told: ErrorCause | undefined): { readonly told?: ErrorCause } =>
  told === undefined ? {} : { told };

/** For a request that is understood but cannot be carried out. */
export const notPossible = (
  reason: ErrorCause["reason"],
  message: string,
  values: Readonly<Record<string, string>> = {},
): AppError => new AppError("not_understood", message, { told: { reason, values } });
