import type { BindHome } from "../model/archive-home.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { Home, HomeListener } from "../model/home.ts";
import { NO_IDENTITIES, type EntityIdentities } from "../model/identity.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import { createAutomations } from "./automations.ts";
import { createConnectionState } from "./connection-state.ts";
import { DELAYS, type Delays } from "./delays.ts";
import { createHomeActions } from "./home-actions.ts";
import { NOTHING_KEPT } from "./known-users.ts";
import { createNotices } from "./notices.ts";
import { createReadings } from "./readings.ts";
import { createRest } from "./rest.ts";
import { webSocketUrlOf } from "./session.ts";
import { createSessions } from "./sessions.ts";
import { createTasks } from "./tasks.ts";
import { createTokens } from "./tokens.ts";
import { createTrials } from "./trials.ts";
import { createUsers } from "./users.ts";

export interface HomeAssistantOptions {
  /** Base URL of the REST API, without `/api`: the home's address, or the Supervisor's proxy. */
  readonly url: string;
  /** Default: the WebSocket API at `url`. */
  readonly webSocketUrl?: string;
  /** Home Assistant's own addresses, to check tokens that a proxy does not accept. Default: `url`. */
  readonly ownUrls?: readonly string[];
  /** A long-lived access token, or the Supervisor's. */
  readonly token: string;
  /** Names of users that are not people. */
  readonly serviceAccounts?: readonly string[];
  readonly archive: ChangeArchive;
  /** Default: every instance is accepted. */
  readonly bind?: BindHome;
  /** Default: renames are not followed. */
  readonly identities?: EntityIdentities;
  /** Default: nothing is kept over a restart. */
  readonly keyValues?: KeyValueStore;
  readonly listener: HomeListener;
  readonly log: Log;
  readonly now?: Now;
  /** Milliseconds of a monotonic clock; default `performance.now`. */
  readonly monotonic?: Now;
  readonly correlation?: { current(): string | undefined };
  readonly retry?: Partial<Delays>;
}

/** A real home. `start` resolves at once; `connection` reports whether Home Assistant is reachable and what to do if not. */
export function createHomeAssistant(options: HomeAssistantOptions): Home {
  const { token, serviceAccounts = [], archive, listener, log, now = Date.now, correlation } = options;
  const url = options.url.replace(/\/+$/, "");
  const delays: Delays = { ...DELAYS, ...options.retry };
  const connection = createConnectionState({ onConnection: (state) => listener.onConnection(state), log, now });
  const monotonic = options.monotonic ?? (() => performance.now());
  const readings = createReadings({ log, now, monotonic });
  const rest = createRest({ url, token, correlationId: () => correlation?.current() });
  const sessions = createSessions({
    rest,
    address: { url, token, webSocketUrl: options.webSocketUrl ?? webSocketUrlOf(url) },
    serviceAccounts,
    archive,
    bind: options.bind ?? (async () => true),
    identities: options.identities ?? NO_IDENTITIES,
    keyValues: options.keyValues ?? NOTHING_KEPT,
    listener,
    delays,
    readings,
    enter: connection.enter,
    log,
    now,
  });
  const { home, current: currentSession } = sessions;
  const users = createUsers({ currentSession, log, monotonic });
  const tokens = createTokens({
    urls: options.ownUrls ?? [url],
    ownToken: options.ownUrls === undefined ? token : null,
    currentSession,
    delays,
    log,
    now,
    monotonic,
  });

  return {
    notices: createNotices({ currentSession, log }),
    tasks: createTasks(currentSession),
    trials: createTrials({
      currentSession,
      expectTrial: sessions.expectTrial,
      connectionMessage: () => connection.current().message,
    }),
    users: {
      userOf: users.userOf,
      // The users of another home must not get access to the history of this one.
      userOfToken: async (token, client) =>
        connection.current().state === "other_home" ? { outcome: "away" } : tokens.userOfToken(token, client),
    },
    start: async () => sessions.start(),
    stop: async () => {
      await sessions.stop();
      connection.enter("stopped", "The connection to Home Assistant was closed.");
    },
    connection: connection.current,
    backfill: sessions.backfillProgress,
    problems: () => readings.problems(),
    snapshot: home.snapshot,
    ...createHomeActions({
      automations: createAutomations({ rest, delays, log }),
      refreshAutomations: home.refreshAutomations,
      currentSession,
      connectionMessage: () => connection.current().message,
      log,
    }),
  };
}
