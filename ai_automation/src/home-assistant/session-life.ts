import type { Attributor } from "../history/attribution/attributor.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { NotificationAction, HomeState } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import type { Backfill } from "./backfill.ts";
import type { CurrentHome } from "./current-home.ts";
import { type Delays, pause } from "./delays.ts";
import { CommandFailed, SessionRefused } from "./errors.ts";
import { subscribeLive } from "./live.ts";
import { createLiveRecord, type LiveRecord } from "./live-record.ts";
import type { Readings } from "./readings.ts";
import type { Session } from "./session.ts";
import { readConfig } from "./snapshot.ts";
import { currentUserSchema, recorderInfoSchema } from "./wire.ts";

export interface LifeParts {
  readonly archive: ChangeArchive;
  readonly attributor: Attributor;
  readonly backfill: Backfill;
  readonly current: CurrentHome;
  readonly delays: Delays;
  readonly readings: Readings;
  readonly log: Log;
  readonly now: Now;
  readonly enter: (state: HomeState, message: string) => void;
  readonly onAnswer: (answer: NotificationAction) => void;
}

export interface SessionLife {
  /** Lives through a session until it is lost. */
  live(session: Session, settled: () => void): Promise<void>;
  /** Stores what has happened up to now, as far as the home still answers. */
  store(session: Session): Promise<void>;
}

export const OLDEST_VERSION = { year: 2026, month: 7 } as const;

export function createSessionLife(parts: LifeParts): SessionLife {
  const { archive, attributor, backfill, current, delays, readings, log, now, enter, onAnswer } = parts;
  let record: LiveRecord | undefined;

  const hearUpToNow = async (session: Session): Promise<void> => {
    const sent = now();
    await session.ping();
    record?.heardUntil(sent);
  };

  const keepAlive = async (session: Session): Promise<void> => {
    while (!session.lost.aborted) {
      await pause(delays.ping, session.lost);
      if (!session.lost.aborted) await hearUpToNow(session).catch(() => session.close());
    }
  };

  const untilRunning = async (session: Session): Promise<void> => {
    while (!session.lost.aborted && (await readConfig(session)).state !== "RUNNING") {
      enter("starting", "Home Assistant is starting: wait until it is up, nothing else is to be done.");
      await pause(delays.readiness, session.lost);
    }
  };

  const untilMigrated = async (session: Session): Promise<void> => {
    while (!session.lost.aborted && (await isMigrating(session))) {
      enter(
        "recorder_migrating",
        "Home Assistant is migrating its recorder database: wait and do not restart it, the history is read afterwards.",
      );
      await pause(delays.readiness, session.lost);
    }
  };

  const listen = (session: Session): Promise<void> =>
    subscribeLive(session, attributor, {
      onChange: (change) => record?.add(change),
      onLevels: (change) => record?.addLevels(change),
      onRun: (run) => record?.addRun(run),
      onHeardUntil: (instant) => record?.heardUntil(instant),
      onState: current.onStateChanged,
      onAnswer,
    });

  /** Without live events every look reads what has happened since; ends when there would be some, in another session. */
  const keepComplete = async (session: Session, heardFrom: number | null): Promise<void> => {
    let before = heardFrom;
    while (!session.lost.aborted) {
      let wait = heardFrom === null ? delays.backfillWithoutLive : delays.backfill;
      try {
        await backfill.fill(session, before);
        before = null;
      } catch (error) {
        if (session.lost.aborted) return;
        log.error({ err: error }, "history could not be read");
        readings.failed(error instanceof CommandFailed ? "history" : "storing history");
        backfill.wait();
        wait = delays.backfillWithoutLive;
      }
      await pause(wait, session.lost);
      if (heardFrom === null && !session.lost.aborted && (await isOfAdmin(session))) return;
      if (record !== undefined && !session.lost.aborted) await hearUpToNow(session).then(record.flush);
    }
  };

  const work = async (session: Session, settled: () => void): Promise<void> => {
    const isAdmin = await isOfAdmin(session);
    await untilRunning(session);
    if (isAdmin) await listen(session);
    await current.follow(session);
    // What was told within this very millisecond may have come before the record was there: it is the backfill's.
    const heardFrom = isAdmin ? now() + 1 : null;
    if (heardFrom !== null) record = createLiveRecord({ archive, log, delays, readings, from: heardFrom });
    const recording = record?.run(session.lost);
    try {
      await untilMigrated(session);
      if (session.lost.aborted) return;
      settled();
      if (isAdmin) enter("connected", "Connected to Home Assistant.");
      else enter("not_admin", NOT_ADMIN);
      await keepComplete(session, heardFrom);
    } finally {
      session.close();
      await recording;
      record = undefined;
    }
  };

  return {
    live: async (session, settled) => {
      refuseOld(session.version);
      const alive = keepAlive(session);
      try {
        await work(session, settled);
      } finally {
        session.close();
        await alive;
      }
    },
    store: async (session) => {
      await hearUpToNow(session);
      await record?.flush();
    },
  };
}

const NOT_ADMIN =
  "The token belongs to a user without administrator rights: history is read, but for live causes and for creating automations make that user an administrator or set the token of one.";

async function isOfAdmin(session: Session): Promise<boolean> {
  return (await session.call(currentUserSchema, { type: "auth/current_user" })).is_admin;
}

async function isMigrating(session: Session): Promise<boolean> {
  const info = await session.call(recorderInfoSchema, { type: "recorder/info" });
  return info.migration_in_progress ?? false;
}

function refuseOld(version: string): void {
  const [year = 0, month = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (year > OLDEST_VERSION.year || (year === OLDEST_VERSION.year && month >= OLDEST_VERSION.month)) return;
  throw new SessionRefused(
    "unsupported_version",
    `Home Assistant ${version} is too old: update it to ${OLDEST_VERSION.year}.${OLDEST_VERSION.month} or later.`,
  );
}
