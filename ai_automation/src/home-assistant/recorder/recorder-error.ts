import type { ErrorCause } from "../../model/errors.ts";

/** An error that the user can fix: the message names the cause and the remedy. */
export class RecorderError extends Error {
  /** The cause in every language. */
  readonly told: ErrorCause;

  constructor(message: string, told: ErrorCause, options?: ErrorOptions) {
    super(message, options);
    this.name = "RecorderError";
    this.told = told;
  }
}
