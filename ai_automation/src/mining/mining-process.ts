import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import type { OnProgress } from "../model/progress.ts";
import { outOfMemory, watchMemory } from "./memory-limit.ts";
import type { MinerReply, Request } from "./messages.ts";

type RequestWithoutId = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

type FinalReply = Exclude<MinerReply, { kind: "progress" | "failed" }>;

interface AskOptions {
  readonly onProgress?: OnProgress;
  /** Milliseconds from the first progress report on after which the process is ended. */
  readonly deadline?: number;
  /** Aborted once nobody waits for the answer. Without a deadline, that ends the work at once. */
  readonly signal?: AbortSignal;
}

/** A child process that reads the archive; it is started on demand and processes one request at a time. */
export interface MiningProcess {
  /**
   * @throws AppError from the child; not_replayable if the work takes longer than its deadline; too_little_memory if it
   * was ended for the memory that it uses
   */
  ask(request: RequestWithoutId, options?: AskOptions): Promise<FinalReply>;
  /** Ends the process, and with it its cached history, as soon as the current request is done. */
  renew(): void;
  stop(): Promise<void>;
}

interface Entry {
  readonly id: number;
  readonly request: RequestWithoutId;
  readonly options: AskOptions;
  readonly resolve: (answer: FinalReply) => void;
  readonly reject: (error: Error) => void;
}

/** Work that nobody waits for any more may still end by itself: ending the process would lose the history it has read. */
const GRACE = 1_000;

export interface MiningProcessParts {
  /** The file that the process runs. */
  readonly worker: URL;
  /** Milliseconds. */
  readonly idle: number;
  /** Bytes that a process started now may use. */
  readonly memoryAtHand: () => number;
  readonly log: Log;
  /** Called when the archive is found to be damaged. */
  readonly onDamage: (error: Error) => void;
}

/**
 * The process ends after `idle` milliseconds without work. Only then does the system get back what an analysis used: a
 * worker thread leaves it with the service.
 */
export function createMiningProcess(databasePath: string, parts: MiningProcessParts): MiningProcess {
  const { idle, log, onDamage } = parts;
  let waiting: readonly Entry[] = [];
  let current: Entry | undefined;
  let child: Child | undefined;
  let lastId = 0;
  let isOutdated = false;
  /** The history is read, and the work on it has begun. */
  let hasBegun = false;
  let idleTimer: NodeJS.Timeout | undefined;
  let deadlineTimer: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const ending = child;
    child = undefined;
    isOutdated = false;
    await ending?.end(current === undefined);
  };
  const begin = (): Child => {
    log.debug({}, "miner process started");
    const started = startChild(databasePath, parts, settle, (error) => {
      if (started === child) crashed(error);
    });
    return started;
  };
  /** Finishes the current entry; the next one begins. */
  const finish = (conclude: (entry: Entry) => void): void => {
    const entry = current;
    clearTimeout(deadlineTimer);
    current = undefined;
    if (entry !== undefined) conclude(entry);
    advance();
  };
  const crashed = (error: Error): void => {
    child = undefined;
    if (current !== undefined) log.warn({ kind: current.request.kind, err: error }, "miner process ended");
    finish(({ reject }) => reject(error));
  };
  const giveUpAfter = (milliseconds: number): void => {
    clearTimeout(deadlineTimer);
    deadlineTimer = setTimeout(() => {
      log.warn({ kind: current?.request.kind }, "miner process ended at its deadline");
      void end();
      finish(({ options, reject }) => reject(tooLong(options.deadline ?? milliseconds)));
    }, milliseconds);
  };
  const settle = (answer: MinerReply): void => {
    if (answer.id !== current?.id) return;
    const { deadline, onProgress, signal } = current.options;
    if (answer.kind === "progress") {
      hasBegun = true;
      if (deadline !== undefined) giveUpAfter(signal?.aborted === true ? GRACE : deadline);
      return onProgress?.(answer.share, answer.step);
    }
    if (answer.kind !== "failed") return finish(({ resolve }) => resolve(answer));
    const error = new AppError(answer.code, answer.message);
    if (answer.isDamage) onDamage(error);
    finish(({ reject }) => reject(error));
  };
  const advance = (): void => {
    if (current !== undefined) return;
    if (isOutdated) void end();
    [current] = waiting;
    waiting = waiting.slice(1);
    clearTimeout(idleTimer);
    if (current === undefined) {
      idleTimer = setTimeout(() => void end(), idle).unref();
      return;
    }
    hasBegun = false;
    child ??= begin();
    child.send({ ...current.request, id: current.id });
  };
  const abandon = (entry: Entry): void => {
    if (entry === current) return hasBegun ? giveUpAfter(GRACE) : undefined;
    waiting = waiting.filter((one) => one !== entry);
    entry.reject(NOT_WAITED_FOR);
  };
  const cancel = (entry: Entry): void => {
    waiting = waiting.filter((one) => one !== entry);
    entry.reject(CANCELLED);
    if (entry !== current) return;
    void end();
    finish(() => undefined);
  };

  return {
    ask: (request, options = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const entry: Entry = { id: lastId, request, options, resolve, reject };
        const { signal, deadline } = options;
        if (signal?.aborted === true) return reject(deadline === undefined ? CANCELLED : NOT_WAITED_FOR);
        const leave = deadline === undefined ? cancel : abandon;
        signal?.addEventListener("abort", () => leave(entry), { once: true });
        waiting = [...waiting, entry];
        advance();
      }),
    renew: () => {
      isOutdated = child !== undefined;
      if (current === undefined) advance();
    },
    stop: async () => {
      const left = [...(current === undefined ? [] : [current]), ...waiting];
      const ended = end();
      waiting = [];
      current = undefined;
      clearTimeout(deadlineTimer);
      for (const { reject } of left) reject(STOPPING);
      await ended;
    },
  };
}

interface Child {
  readonly send: (request: Request) => void;
  /** An idle process may exit by itself; one at work is killed. */
  readonly end: (isIdle: boolean) => Promise<void>;
}

/** Milliseconds in which an idle process exits by itself. */
const EXITS_WITHIN = 1_000;

const MEGABYTE = 1_048_576;

/** V8 crashes at its start with less. */
const FEWEST_MEGABYTES = 32;

/** Half the young generation of Node's default: a quarter less memory at the peak. */
const SEMI_SPACE_MEGABYTES = 4;

function startChild(
  databasePath: string,
  { worker, memoryAtHand }: MiningProcessParts,
  onMessage: (reply: MinerReply) => void,
  onEnd: (error: Error) => void,
): Child {
  const limit = memoryAtHand();
  const started = fork(fileURLToPath(worker), [databasePath], {
    // Maps and sets in messages.
    serialization: "advanced",
    execArgv: [
      ...process.execArgv,
      `--max-old-space-size=${Math.max(Math.floor(limit / MEGABYTE), FEWEST_MEGABYTES)}`,
      `--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`,
    ],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const watch = watchMemory(started, limit);
  const exited = new Promise<void>((resolve) => {
    started.once("exit", () => resolve());
    started.once("error", () => resolve());
  });
  started.on("message", onMessage);
  started.on("error", onEnd);
  started.on("exit", (code, signal) => {
    watch.stop();
    onEnd(watch.isExceeded() || isOutOfMemory(code, signal) ? outOfMemory(limit, watch.peak()) : STOPPED);
  });
  return {
    // A process that has just ended reports it by its exit.
    send: (request) => void started.send(request, () => undefined),
    end: async (isIdle) => {
      started.removeAllListeners("message");
      await endChild(started, exited, isIdle);
    },
  };
}

async function endChild(child: ChildProcess, exited: Promise<void>, isIdle: boolean): Promise<void> {
  if (child.connected) child.disconnect();
  if (!isIdle) child.kill("SIGKILL");
  const timer = setTimeout(() => child.kill("SIGKILL"), EXITS_WITHIN).unref();
  await exited;
  clearTimeout(timer);
}

/** V8 aborts at its limit, and the kernel kills. */
const isOutOfMemory = (code: number | null, signal: NodeJS.Signals | null): boolean =>
  signal === "SIGKILL" || signal === "SIGABRT" || code === ABORTED;

/** The exit code of a shell for SIGABRT. */
const ABORTED = 134;

const STOPPED = new AppError("internal", "The analysis was stopped before it was finished: start it again.");
const STOPPING = new AppError("internal", "The service is stopping.");
const CANCELLED = new Error("cancelled");
const NOT_WAITED_FOR = new AppError("not_replayable", "Nobody waits for this replay any more.");

const tooLong = (milliseconds: number): AppError =>
  new AppError(
    "not_replayable",
    `The replay was ended after ${milliseconds / 1_000} s: the automation has too many triggers and conditions.`,
  );
