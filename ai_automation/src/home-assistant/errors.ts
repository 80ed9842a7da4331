import type { HomeState } from "../model/home.ts";

export class ConnectionLost extends Error {
  constructor(options?: ErrorOptions) {
    super("the connection to Home Assistant was lost", options);
    this.name = "ConnectionLost";
  }
}

/** The connection is up, but a command was not answered in time: this is no refusal. */
export class NoAnswer extends Error {
  constructor() {
    super("Home Assistant did not answer in time");
    this.name = "NoAnswer";
  }
}

/** Home Assistant refused a command. Distinguish by `code`: message texts change between versions. */
export class CommandFailed extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = "CommandFailed";
    this.code = code;
  }
}

/** No session can be opened; the message is for the user and includes the remedy. */
export class SessionRefused extends Error {
  readonly state: HomeState;

  constructor(state: HomeState, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SessionRefused";
    this.state = state;
  }
}

export const isUnauthorized = (error: unknown): boolean =>
  error instanceof CommandFailed && error.code === "unauthorized";
