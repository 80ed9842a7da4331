import { createAttributor } from "../history/attribution/attributor.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { NotificationAction, Home, HomeConnection, HomeListener, HomeState } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { type Now, SECOND } from "../model/time.ts";
import { createAutomations } from "./automations.ts";
import { createBackfill } from "./backfill.ts";
import { createCurrentHome } from "./current-home.ts";
import { type Delays, DELAYS, pause } from "./delays.ts";
import { createNotices } from "./notices.ts";
import { createReadings } from "./readings.ts";
import { createRest } from "./rest.ts";
import { type Session, webSocketUrlOf } from "./session.ts";
import { createSessionLife } from "./session-life.ts";
import { runSessions } from "./session-loop.ts";
import { createTasks } from "./tasks.ts";
import { createTokens } from "./tokens.ts";
import { createUsers } from "./users.ts";

export interface HomeAssistantOptions {
  /** Where REST is found, without `/api`: the home's address, or the Supervisor's proxy. */
  readonly url: string;
  /** Default: the home's own. */
  readonly webSocketUrl?: string;
  /** Where the home itself answers, for tokens that a proxy does not know. Default: `url`. */
  readonly ownUrls?: readonly string[];
  /** A long-lived access token, or the Supervisor's. */
  readonly token: string;
  /** Names of users who are no people. */
  readonly serviceAccounts?: readonly string[];
  readonly archive: ChangeArchive;
  readonly listener: HomeListener;
  readonly log: Log;
  readonly now?: Now;
  /** Milliseconds of a clock that is never set; default the process's own. */
  readonly monotonic?: Now;
  readonly correlation?: { current(): string | undefined };
  readonly retry?: Partial<Delays>;
}

const STOP_WITHIN = 2 * SECOND;

/** A real home. Its start resolves at once; whether it is there, and what to do if not, is told as its connection. */
export function createHomeAssistant(options: HomeAssistantOptions): Home {
  const { token, serviceAccounts = [], archive, listener, log, now = Date.now, correlation } = options;
  const { monotonic = () => performance.now() } = options;
  const url = options.url.replace(/\/+$/, "");
  const address = { url, token, webSocketUrl: options.webSocketUrl ?? webSocketUrlOf(url) };
  const delays: Delays = { ...DELAYS, ...options.retry };
  let connection: HomeConnection = describe("connecting", "Connecting to Home Assistant.", now());
  let session: Session | undefined;
  let stopping = new AbortController();
  let running: Promise<void> | undefined;

  const enter = (state: HomeState, message: string): void => {
    if (connection.state === state && connection.message === message) return;
    const since = connection.state === state ? connection.since : now();
    connection = describe(state, message, since);
    log.info({ state }, "home assistant connection");
    listener.onConnection(connection);
  };

  const readings = createReadings({ log, now, monotonic });
  const current = createCurrentHome({
    delays,
    readings,
    log,
    serviceAccounts,
    onAutomations: () => listener.onAutomations(),
  });
  const { userKindOf, entitiesIn, startedAt } = current;
  const attributor = createAttributor({ userKindOf, entitiesIn, startedAt });
  const backfill = createBackfill({
    archive,
    delays,
    readings,
    log,
    now,
    userKindOf,
    entitiesIn,
    continuous: current.continuous,
    levelled: current.levelled,
    onProgress: (progress) => listener.onBackfill(progress),
  });
  const onAnswer = (answer: NotificationAction): void => listener.onAnswer(answer);
  const life = createSessionLife({
    archive,
    attributor,
    backfill,
    current,
    delays,
    readings,
    log,
    now,
    enter,
    onAnswer,
  });
  const rest = createRest({ url, token, correlationId: () => correlation?.current() });
  const automations = createAutomations({ rest, delays, now, log });

  const run = (): Promise<void> =>
    runSessions({
      address,
      delays,
      log,
      stop: stopping.signal,
      readings,
      enter,
      live: async (opened, settled) => {
        try {
          await life.live(opened, () => {
            settled();
            session = opened;
          });
        } finally {
          session = undefined;
        }
      },
    });

  /** The session to act in: only a home that was read to the end is acted on. */
  const present = (): Session | undefined => (session?.lost.aborted ? undefined : session);

  const users = createUsers({ present, log, now });
  const tokens = createTokens({ urls: options.ownUrls ?? [url], present, delays, log, now });

  return {
    notices: createNotices({ present, log }),
    tasks: createTasks(present),
    users: { userOf: users.userOf, userOfToken: tokens.userOfToken },
    start: async () => {
      running ??= run();
    },
    stop: async () => {
      const last = present();
      if (last !== undefined) await Promise.race([store(last), pause(STOP_WITHIN, last.lost)]);
      stopping.abort();
      await running;
      running = undefined;
      stopping = new AbortController();
      enter("stopped", "The connection to Home Assistant was closed.");
    },
    connection: () => connection,
    backfill: backfill.progress,
    problems: () => readings.problems(),
    snapshot: current.snapshot,
    validate: async (config) => {
      const open = present();
      if (open === undefined) return undefined;
      return automations.validate(open, config).catch((error: unknown) => {
        log.warn({ err: error }, "automation could not be validated");
        return undefined;
      });
    },
    deploy: async (id, config, label) => {
      const open = present();
      if (open === undefined) return { outcome: "away", reason: connection.message };
      const answer = await automations.deploy(open, id, config, label ?? null);
      if (answer.outcome === "deployed") await look(open);
      return answer;
    },
    update: async (id, config) => {
      const open = present();
      if (open === undefined) return { outcome: "away", reason: connection.message };
      const answer = await automations.update(open, id, config);
      if (answer.outcome === "deployed") await look(open);
      return answer;
    },
    remove: async (id) => {
      const open = present();
      if (open === undefined) return "away";
      const answer = await automations.remove(id);
      if (answer === "removed") await look(open);
      return answer;
    },
    setEnabled: async (id, isEnabled) => {
      const open = present();
      if (open === undefined) return { outcome: "away", reason: connection.message };
      return automations.setEnabled(open, id, isEnabled);
    },
  };

  /** Whoever asks next finds the snapshot as it now is. */
  async function look(open: Session): Promise<void> {
    await current
      .lookAtAutomations(open)
      .catch((error: unknown) => log.warn({ err: error }, "automations could not be read"));
  }

  async function store(last: Session): Promise<void> {
    await life.store(last).catch((error: unknown) => log.warn({ err: error }, "last changes may be missing"));
  }
}

const describe = (state: HomeState, message: string, since: number): HomeConnection => ({
  kind: "home_assistant",
  state,
  message,
  since,
});
