import type { Attributor } from "../history/attribution/attributor.ts";
import type { BindHome } from "../model/archive-home.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { HomeState, NotificationAction } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import type { Backfill } from "./backfill.ts";
import type { CurrentHome } from "./current-home.ts";
import { pause, type Delays } from "./delays.ts";
import { CommandFailed, NoAnswer, SessionRefused } from "./errors.ts";
import { readInstanceIds } from "./instance-ids.ts";
import { createLiveRecord, type LiveRecord } from "./live-record.ts";
import { subscribeLive } from "./live.ts";
import type { Readings } from "./readings.ts";
import type { Session } from "./session.ts";
import { readConfig } from "./snapshot.ts";
import { currentUserSchema, recorderInfoSchema } from "./wire.ts";

export interface LifeParts {
  readonly archive: ChangeArchive;
  readonly bind: BindHome;
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
  /** Runs a session until it is lost. */
  live(session: Session, onReady: () => void): Promise<void>;
  /** Stores everything that happened up to now. @throws if the home does not answer */
  flush(session: Session): Promise<void>;
}

export const OLDEST_VERSION = { year: 2026, month: 7 } as const;

export function createSessionLife(parts: LifeParts): SessionLife {
  const { archive, bind, attributor, backfill, current, delays, readings, log, now, enter, onAnswer } = parts;
  let record: LiveRecord | undefined;

  const receiveUntilNow = async (session: Session): Promise<void> => {
    const sent = now();
    await session.ping();
    record?.receivedUntil(sent);
  };

  const keepAlive = async (session: Session): Promise<void> => {
    while (!session.lost.aborted) {
      await pause(delays.ping, session.lost);
      if (!session.lost.aborted) await receiveUntilNow(session).catch(() => session.close());
    }
  };

  const waitUntilMigrated = async (session: Session): Promise<void> => {
    while (!session.lost.aborted && (await isMigrating(session))) {
      enter(
        "recorder_migrating",
        "Home Assistant is migrating its recorder database: wait, and do not restart it. The history is read afterwards.",
      );
      await pause(delays.readiness, session.lost);
    }
  };

  const subscribe = (session: Session): Promise<void> =>
    subscribeLive(session, attributor, {
      onChange: (change) => record?.add(change),
      onLevels: (change) => record?.addLevels(change),
      onUnit: (stretch) => record?.addUnit(stretch),
      onRun: (run) => record?.addRun(run),
      onReceivedUntil: (instant) => record?.receivedUntil(instant),
      onState: current.onStateChanged,
      onAnswer,
    });

  /**
   * Fills gaps periodically. Without live events each round reads what happened since; returns once the user has become
   * an administrator, so that the next session can subscribe.
   */
  const backfillPeriodically = async (session: Session, liveFrom: number | null): Promise<void> => {
    let before = liveFrom;
    while (!session.lost.aborted) {
      let wait = liveFrom === null ? delays.backfillWithoutLive : delays.backfill;
      try {
        await backfill.fill(session, before);
        before = null;
      } catch (error) {
        if (session.lost.aborted) return;
        log.error({ err: error }, "history could not be read");
        const isReading = error instanceof CommandFailed || error instanceof NoAnswer;
        readings.failed(isReading ? "history" : "storing history");
        backfill.wait();
        wait = delays.backfillWithoutLive;
      }
      await pause(wait, session.lost);
      if (liveFrom === null && !session.lost.aborted && (await readUser(session)).is_admin) return;
      if (record !== undefined && !session.lost.aborted) await receiveUntilNow(session).then(record.flush);
    }
  };

  const work = async (session: Session, onReady: () => void): Promise<void> => {
    const user = await readUser(session);
    const isAdmin = user.is_admin;
    await waitUntilRunning(session, parts);
    if (!(await bind(await readInstanceIds(session, user)))) throw new SessionRefused("other_home", OTHER_HOME);
    if (isAdmin) await subscribe(session);
    await current.follow(session);
    // Events of this very millisecond may have arrived before the record existed: they are left to the backfill.
    const liveFrom = isAdmin ? now() + 1 : null;
    if (liveFrom !== null) record = createLiveRecord({ archive, log, delays, readings, from: liveFrom });
    const recording = record?.run(session.lost);
    try {
      await waitUntilMigrated(session);
      if (session.lost.aborted) return;
      onReady();
      if (isAdmin) enter("connected", "Connected to Home Assistant.");
      else enter("not_admin", NOT_ADMIN);
      await backfillPeriodically(session, liveFrom);
    } finally {
      session.close();
      await recording;
      record = undefined;
    }
  };

  return {
    live: async (session, onReady) => {
      refuseOld(session.version);
      const alive = keepAlive(session);
      try {
        await work(session, onReady);
      } finally {
        session.close();
        await alive;
      }
    },
    flush: async (session) => {
      await receiveUntilNow(session);
      await record?.flush();
    },
  };
}

/** In recovery mode all registries are empty and most integrations are missing (bootstrap.py): nothing may be concluded. */
async function waitUntilRunning(
  session: Session,
  { delays, enter }: Pick<LifeParts, "delays" | "enter">,
): Promise<void> {
  while (!session.lost.aborted) {
    const { state, recovery_mode: isRecovering } = await readConfig(session);
    if (isRecovering) enter("recovery_mode", RECOVERY_MODE);
    else if (state === "RUNNING") return;
    else enter("starting", "Home Assistant is starting: wait until it has started, no other action is needed.");
    await pause(delays.readiness, session.lost);
  }
}

const NOT_ADMIN =
  "The token belongs to a user without administrator rights. History is read, but live changes cannot be attributed and no automations can be created: make that user an administrator, or use an administrator's token.";

const RECOVERY_MODE =
  "Home Assistant runs in recovery mode, without its automations and most of its devices. Correct its configuration with the help of Settings > System > Logs, and restart it; until then nothing is recorded or changed.";

const OTHER_HOME =
  "The Home Assistant at this address is not the one that the database belongs to, so nothing is recorded or changed: correct HA_URL, or set DATABASE_PATH to another file to start anew with this Home Assistant. To reuse the same path, move away the database and all files whose names begin with its name.";

function readUser(session: Session): Promise<(typeof currentUserSchema)["_output"]> {
  return session.call(currentUserSchema, { type: "auth/current_user" });
}

/** A configuration.yaml without `default_config` may leave the recorder out. Live changes are received anyway. */
async function isMigrating(session: Session): Promise<boolean> {
  try {
    const info = await session.call(recorderInfoSchema, { type: "recorder/info" });
    return info.migration_in_progress ?? false;
  } catch (error) {
    if (error instanceof CommandFailed && error.code === "unknown_command") return false;
    throw error;
  }
}

function refuseOld(version: string): void {
  const [year = 0, month = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (year > OLDEST_VERSION.year || (year === OLDEST_VERSION.year && month >= OLDEST_VERSION.month)) return;
  throw new SessionRefused(
    "unsupported_version",
    `Home Assistant ${version} is too old: update it to ${OLDEST_VERSION.year}.${OLDEST_VERSION.month} or later.`,
  );
}
