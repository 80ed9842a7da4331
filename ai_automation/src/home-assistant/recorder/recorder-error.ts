/** An error that the user can fix: the message names the cause and the remedy. */
export class RecorderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RecorderError";
  }
}
