import { setTimeout as wait } from "node:timers/promises";
import type { Connection } from "home-assistant-js-websocket";
import type { ChangeArchive } from "../model/archive.ts";
import type { BackfillProgress, Home, HomeConnection, HomeListener, HomeSnapshot, HomeState } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import { createAsk } from "./ask.ts";
import { deployAutomation, removeAutomation, validateAutomation } from "./automations.ts";
import { type Address, connect } from "./connect.ts";
import { createRest } from "./rest.ts";
import { PACE, type Pace, runSession } from "./session.ts";
import { isSupported, OLDEST_VERSION } from "./version.ts";

export interface HomeAssistantOptions extends Address {
  readonly archive: ChangeArchive;
  readonly listener: HomeListener;
  readonly log: Log;
  readonly now: Now;
  readonly correlation: { readonly current: () => string | undefined };
  readonly pace?: Pace;
}

const ANSWER_TIMEOUT_MILLISECONDS = 15_000;

/** A real Home Assistant, over its WebSocket and REST API. Comes back by itself whenever the connection is lost. */
export function createHomeAssistant(options: HomeAssistantOptions): Home {
  const { archive, listener, log, now, pace = PACE } = options;
  const rest = createRest(options.url, options.token, () => options.correlation.current());
  const stopping = new AbortController();
  let connection: Connection | undefined;
  let snapshot: HomeSnapshot | undefined;
  let progress: BackfillProgress = { state: "waiting", daysRead: 0, changesRead: 0, coveredSince: null };
  let state: HomeConnection = { kind: "home_assistant", state: "connecting", message: messageOf("connecting", options.url), since: now() };
  let loop: Promise<void> | undefined;

  const enter = (entered: HomeState, detail = ""): void => {
    const message = messageOf(entered, options.url, detail);
    if (state.state === entered && state.message === message) return;
    state = { kind: "home_assistant", state: entered, message, since: now() };
    log.info({ state: entered, detail }, "home connection");
    listener.onConnection(state);
  };
  const onBackfill = (made: BackfillProgress): void => {
    progress = made;
    listener.onBackfill(made);
  };

  /** One connection from beginning to end; answers how long to wait before the next. */
  const visit = async (failures: number): Promise<{ readonly failures: number; readonly pause: number }> => {
    const connected = await connect(options);
    if (connected.outcome === "invalid_token") {
      enter("invalid_token");
      return { failures, pause: pace.refusedRetry };
    }
    if (connected.outcome === "unreachable") {
      enter("unreachable", connected.reason);
      return { failures: failures + 1, pause: backoff(failures, pace) };
    }
    if (!isSupported(connected.connection.haVersion)) {
      connected.connection.close();
      enter("unsupported_version", connected.connection.haVersion);
      return { failures, pause: pace.refusedRetry };
    }
    const session = new AbortController();
    const signal = AbortSignal.any([stopping.signal, session.signal]);
    connection = connected.connection;
    try {
      const end = await runSession({
        connection,
        archive,
        log,
        now,
        signal,
        pace,
        onState: enter,
        onSnapshot: (read) => {
          snapshot = read;
        },
        onBackfill,
      });
      if (end === "not_admin") enter("not_admin");
      return end === "not_admin" ? { failures, pause: pace.refusedRetry } : { failures: 0, pause: pace.firstRetry };
    } catch (error) {
      if (!stopping.signal.aborted) log.warn({ err: error }, "session with the home ended");
      return { failures: failures + 1, pause: backoff(failures, pace) };
    } finally {
      session.abort();
      connection.close();
      connection = undefined;
    }
  };
  const keepConnected = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const visited = await visit(failures);
      failures = visited.failures;
      if (stopping.signal.aborted) return;
      if (state.state === "connected" || state.state === "starting") enter("unreachable", "the connection was lost");
      await wait(visited.pause, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const asking = () => (connection?.connected === true && state.state === "connected" ? createAsk(connection, ANSWER_TIMEOUT_MILLISECONDS) : undefined);

  return {
    start: async () => {
      loop ??= keepConnected();
    },
    stop: async () => {
      stopping.abort();
      await loop;
      connection?.close();
      enter("stopped");
    },
    connection: () => state,
    backfill: () => progress,
    snapshot: () => snapshot,
    validate: async (config) => {
      const ask = asking();
      return ask === undefined ? undefined : validateAutomation(ask, config);
    },
    deploy: async (id, config) => {
      const ask = asking();
      if (ask === undefined) return { outcome: "away", reason: state.message };
      try {
        return await deployAutomation(ask, rest, id, config);
      } catch (error) {
        return { outcome: "away", reason: error instanceof Error ? error.message : String(error) };
      }
    },
    remove: async (id) => (asking() === undefined ? "away" : removeAutomation(rest, id)),
  };
}

/** Doubles from try to try, with up to half of it by chance, so that many clients do not come back at once. */
function backoff(failures: number, pace: Pace): number {
  const full = Math.min(pace.lastRetry, pace.firstRetry * 2 ** Math.min(failures, 10));
  return full * (0.5 + Math.random() / 2);
}

/** What a state means and what to do about it. */
function messageOf(state: HomeState, url: string, detail = ""): string {
  switch (state) {
    case "connecting":
      return `Connecting to Home Assistant at ${url}.`;
    case "connected":
      return "Connected to Home Assistant.";
    case "invalid_token":
      return "Home Assistant does not accept the token: make a new long-lived access token in your Home Assistant profile and set HA_TOKEN.";
    case "not_admin":
      return "The token belongs to a user who is no administrator: make one as an administrator and set HA_TOKEN.";
    case "unreachable":
      return `Home Assistant at ${url} cannot be reached (${detail}): check that it runs and that HA_URL is right. Trying again by itself.`;
    case "starting":
      return "Home Assistant is starting up: waiting until it is ready.";
    case "recorder_migrating":
      return "Home Assistant's recorder is migrating its database: reading history begins when that is done.";
    case "unsupported_version":
      return `Home Assistant ${detail} is too old: update it to ${OLDEST_VERSION} or newer.`;
    case "stopped":
      return "The service is stopping.";
  }
}
