import { setTimeout as wait } from "node:timers/promises";
import type { Connection } from "home-assistant-js-websocket";
import { z } from "zod";
import type { Accounts } from "../history/attribution/accounts.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { BackfillProgress, HomeSnapshot, HomeState } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { MINUTE, SECOND, type Now } from "../model/time.ts";
import { type Ask, createAsk } from "./ask.ts";
import { backfill, committedBefore } from "./backfill.ts";
import { followEvents, type Live } from "./live.ts";
import { configMessage, currentUserMessage, recorderMessage, userMessage } from "./messages.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { isArchived, isLeftOutOfLogbook } from "./recorded-entities.ts";

export interface SessionParts {
  readonly connection: Connection;
  readonly archive: ChangeArchive;
  readonly log: Log;
  readonly now: Now;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  readonly onState: (state: HomeState) => void;
  readonly onSnapshot: (snapshot: HomeSnapshot) => void;
  readonly onBackfill: (progress: BackfillProgress) => void;
}

/** How often things are looked at, in milliseconds; tests hurry. */
export interface Pace {
  readonly flush: number;
  readonly poll: number;
  readonly ping: number;
  readonly refresh: number;
  readonly firstRetry: number;
  readonly lastRetry: number;
  readonly refusedRetry: number;
}

export const PACE: Pace = {
  flush: SECOND,
  poll: 2 * SECOND,
  ping: 30 * SECOND,
  refresh: 500,
  firstRetry: SECOND,
  lastRetry: MINUTE,
  refusedRetry: MINUTE,
};

const ANSWER_TIMEOUT = 60 * SECOND;
const PING_TIMEOUT = 10 * SECOND;

const REGISTRY_EVENTS = [
  "entity_registry_updated",
  "device_registry_updated",
  "area_registry_updated",
  "core_config_updated",
  "automation_reloaded",
] as const;

/** Why a session could not begin, for states that need the user; the loop comes back later. */
export type SessionEnd = "not_admin" | "lost";

/** Lives as long as one connection: reads the home, follows it, fills the archive. Resolves when the connection ends. */
export async function runSession(parts: SessionParts): Promise<SessionEnd> {
  const { connection, signal, pace, archive, log, onState } = parts;
  const ask = createAsk(connection, ANSWER_TIMEOUT);
  const user = await ask(currentUserMessage, { type: "auth/current_user" });
  if (!user.is_admin) return "not_admin";
  await untilRunning(ask, parts);
  const accounts = accountsOf(await ask(z.array(userMessage), { type: "config/auth/list" }), user.id);
  const refresh = createRefresh(ask, parts);
  const live = await followEvents({
    connection,
    archive,
    accounts,
    onStrange: (type, fault) => log.warn({ type, fault }, "event not understood"),
    onAutomationChanged: () => refresh.soon(),
  });
  for (const type of REGISTRY_EVENTS) await connection.subscribeEvents(() => refresh.soon(), type);
  const numbers = await refresh.now();
  await untilMigrated(ask, parts);
  onState("connected");
  await Promise.race([
    ended(connection, signal),
    keepFlushing(live, pace, signal),
    keepPinging(connection, pace, signal),
    keepFilling({ ...parts, ask, accounts, live, numbers }),
  ]);
  await live.flush();
  return "lost";
}

function accountsOf(users: readonly z.output<typeof userMessage>[], ownId: string): Accounts {
  const programs = users.filter((user) => user.system_generated);
  return {
    ownId,
    programIds: new Set(programs.map(({ id }) => id)),
    cloudId: programs.find(({ name }) => name === "Home Assistant Cloud")?.id ?? null,
  };
}

async function untilRunning(ask: Ask, { onState, pace, signal }: SessionParts): Promise<void> {
  for (;;) {
    const { state } = await ask(configMessage, { type: "get_config" });
    if (state === "RUNNING") return;
    onState("starting");
    await wait(pace.poll, undefined, { signal });
  }
}

async function untilMigrated(ask: Ask, { onState, pace, signal }: SessionParts): Promise<void> {
  for (;;) {
    const { migration_in_progress: isMigrating } = await ask(recorderMessage, { type: "recorder/info" });
    if (!isMigrating) return;
    onState("recorder_migrating");
    await wait(pace.poll, undefined, { signal });
  }
}

interface Refresh {
  /** Reads the home again; answers the entities that only the history has. */
  now(): Promise<readonly string[]>;
  /** The same a little later, once for many events. */
  soon(): void;
}

function createRefresh(ask: Ask, { onSnapshot, log, pace, signal }: SessionParts): Refresh {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer));
  const now = async (): Promise<readonly string[]> => {
    const { snapshot, states } = await readSnapshot(ask);
    onSnapshot(snapshot);
    return states
      .filter(({ entity_id, attributes }) => isArchived(entity_id) && isLeftOutOfLogbook(entity_id, attributes))
      .map(({ entity_id }) => entity_id);
  };
  const soon = (): void => {
    clearTimeout(timer);
    if (signal.aborted) return;
    timer = setTimeout(() => {
      now().catch((error: unknown) => log.warn({ err: error }, "home could not be read again"));
    }, pace.refresh);
  };
  return { now, soon };
}

function ended(connection: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    connection.addEventListener("disconnected", () => resolve());
    signal.addEventListener("abort", () => resolve());
    if (!connection.connected || signal.aborted) resolve();
  });
}

async function keepFlushing(live: Live, pace: Pace, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(pace.flush, signal);
    await live.flush();
  }
}

/** A connection may die without a word: no pong in time is the end of it. */
async function keepPinging(connection: Connection, pace: Pace, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(pace.ping, signal);
    if (signal.aborted) return;
    const answer = await Promise.race([
      connection.ping().then(
        () => "pong",
        () => "lost",
      ),
      pause(PING_TIMEOUT, signal),
    ]);
    if (answer !== "pong") return;
  }
}

interface Filling extends SessionParts {
  readonly ask: Ask;
  readonly accounts: Accounts;
  readonly live: Live;
  readonly numbers: readonly string[];
}

/** Fills what is missing: at once up to now, and again up to where live events began, once that is known and committed. */
async function keepFilling(parts: Filling): Promise<void> {
  const { live, log, now, pace, signal, onBackfill } = parts;
  let isWhole = false;
  while (!signal.aborted) {
    const since = live.since() ?? Infinity;
    const until = Math.min(since, committedBefore(now()));
    if (!isWhole) {
      const progress = await backfill({ ...parts, until, onProgress: onBackfill });
      isWhole = until === since;
      log.info({ daysRead: progress.daysRead, changesRead: progress.changesRead, until }, "history is read");
      onBackfill(progress);
    }
    await pause(pace.poll, signal);
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined);
