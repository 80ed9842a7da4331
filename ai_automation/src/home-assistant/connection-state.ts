import type { HomeConnection, HomeState } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";

export interface ConnectionState {
  readonly current: () => HomeConnection;
  readonly enter: (state: HomeState, message: string) => void;
}

export function createConnectionState(parts: {
  readonly onConnection: (connection: HomeConnection) => void;
  readonly log: Log;
  readonly now: Now;
}): ConnectionState {
  const { onConnection, log, now } = parts;
  let connection: HomeConnection = {
    kind: "home_assistant",
    state: "connecting",
    message: "Connecting to Home Assistant.",
    since: now(),
  };
  return {
    current: () => connection,
    enter: (state, message) => {
      if (connection.state === state && connection.message === message) return;
      const since = connection.state === state ? connection.since : now();
      connection = { kind: "home_assistant", state, message, since };
      log.info({ state }, "home assistant connection");
      onConnection(connection);
    },
  };
}
