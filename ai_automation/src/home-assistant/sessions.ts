import { createAttributor, type Attributor } from "../history/attribution/attributor.ts";
import type { BindHome } from "../model/archive-home.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { HomeListener } from "../model/home.ts";
import type { EntityIdentities } from "../model/identity.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import { SECOND, type Now } from "../model/time.ts";
import { createBackfill, type Backfill } from "./backfill.ts";
import type { ConnectionState } from "./connection-state.ts";
import { createCurrentHome, type CurrentHome } from "./current-home.ts";
import { pause, type Delays } from "./delays.ts";
import type { Readings } from "./readings.ts";
import type { Rest } from "./rest.ts";
import { createSessionLife } from "./session-life.ts";
import { runSessions } from "./session-loop.ts";
import type { Address, Session } from "./session.ts";

export interface SessionsParts {
  readonly address: Address;
  readonly rest: Rest;
  /** Names of users that are not people. */
  readonly serviceAccounts: readonly string[];
  readonly archive: ChangeArchive;
  readonly bind: BindHome;
  readonly keyValues: KeyValueStore;
  readonly identities: EntityIdentities;
  readonly listener: HomeListener;
  readonly delays: Delays;
  readonly readings: Readings;
  readonly enter: ConnectionState["enter"];
  readonly log: Log;
  readonly now: Now;
}

/** Keeps one session open, and what each session reads of the home. */
export interface Sessions {
  readonly home: CurrentHome;
  readonly backfillProgress: Backfill["progress"];
  /** Undefined until the home was read completely, and while the connection is lost. */
  readonly current: () => Session | undefined;
  /** Marks a call that is about to be made as a person's trial; see `Attributor`. */
  readonly expectTrial: Attributor["expectTrial"];
  start(): void;
  /** Stores what happened up to now if the home still answers, then ends the session. Can be started again. */
  stop(): Promise<void>;
}

const FLUSH_TIMEOUT = 2 * SECOND;

export function createSessions(parts: SessionsParts): Sessions {
  const { address, rest, serviceAccounts, archive, bind, identities, listener, delays, readings, enter, log, now } =
    parts;
  let session: Session | undefined;
  let stopping = new AbortController();
  let running: Promise<void> | undefined;

  const home = createCurrentHome({
    rest,
    delays,
    readings,
    log,
    serviceAccounts,
    identities,
    keyValues: parts.keyValues,
    onAutomations: () => listener.onAutomations(),
  });
  const { userKindOf, entitiesIn, startedAt, continuous, levelEntities, units } = home;
  const backfill = createBackfill({
    archive,
    delays,
    readings,
    log,
    now,
    userKindOf,
    entitiesIn,
    continuous,
    levelEntities,
    units,
    onProgress: (progress) => listener.onBackfill(progress),
  });
  const attributor = createAttributor({ userKindOf, entitiesIn, startedAt });
  const life = createSessionLife({
    archive,
    bind,
    attributor,
    backfill,
    current: home,
    delays,
    readings,
    log,
    now,
    enter,
    onAnswer: (action) => listener.onAnswer(action),
  });

  const run = (): Promise<void> =>
    runSessions({
      address,
      delays,
      log,
      stop: stopping.signal,
      readings,
      enter,
      live: async (opened, onReady) => {
        try {
          await life.live(opened, () => {
            onReady();
            session = opened;
          });
        } finally {
          session = undefined;
        }
      },
    });
  const current = (): Session | undefined => (session?.lost.aborted ? undefined : session);
  const flush = (last: Session): Promise<void> =>
    life.flush(last).catch((error: unknown) => log.warn({ err: error }, "last changes may be missing"));

  return {
    home,
    backfillProgress: backfill.progress,
    current,
    expectTrial: attributor.expectTrial,
    start: () => {
      running ??= run();
    },
    stop: async () => {
      const last = current();
      if (last !== undefined) await Promise.race([flush(last), pause(FLUSH_TIMEOUT, last.lost)]);
      stopping.abort();
      await running;
      running = undefined;
      stopping = new AbortController();
    },
  };
}
