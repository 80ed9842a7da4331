import { Worker } from "node:worker_threads";
import { AppError } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import type { OnProgress } from "../model/progress.ts";
import type { MinerReply, Request } from "./messages.ts";

type RequestWithoutId = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

type FinalReply = Exclude<MinerReply, { kind: "progress" | "failed" }>;

interface AskOptions {
  readonly onProgress?: OnProgress;
  /** Milliseconds from the first progress report on after which the thread is ended. */
  readonly deadline?: number;
  /** Aborted once nobody waits for the answer. */
  readonly signal?: AbortSignal;
}

/** A worker thread that reads the archive; it is started on demand and processes one request at a time. */
export interface MiningThread {
  /** @throws AppError from the worker; not_replayable if the work takes longer than its deadline */
  ask(request: RequestWithoutId, options?: AskOptions): Promise<FinalReply>;
  /** Ends the thread, and with it its cached history, as soon as the current request is done. */
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

/** Work that nobody waits for any more may still end by itself: ending the thread would lose the history it has read. */
const GRACE = 1_000;

export interface MiningThreadParts {
  /** The file that the thread runs. */
  readonly worker: URL;
  /** Milliseconds. */
  readonly idle: number;
  readonly log: Log;
  /** Called when the archive is found to be damaged. */
  readonly onDamage: (error: Error) => void;
}

/** The thread ends after `idle` milliseconds without work, to free its memory. */
export function createMiningThread(databasePath: string, parts: MiningThreadParts): MiningThread {
  const { worker: file, idle, log, onDamage } = parts;
  let waiting: readonly Entry[] = [];
  let current: Entry | undefined;
  let worker: Worker | undefined;
  let lastId = 0;
  let isOutdated = false;
  /** The history is read, and the work on it has begun. */
  let hasBegun = false;
  let idleTimer: NodeJS.Timeout | undefined;
  let deadlineTimer: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const ending = worker;
    worker = undefined;
    isOutdated = false;
    await ending?.terminate();
  };
  const begin = (): Worker => {
    log.debug({}, "miner thread started");
    const started = startWorker(file, databasePath, settle, (error) => {
      if (started === worker) crashed(error);
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
    worker = undefined;
    finish(({ reject }) => reject(error));
  };
  const giveUpAfter = (milliseconds: number): void => {
    clearTimeout(deadlineTimer);
    deadlineTimer = setTimeout(() => {
      log.warn({ kind: current?.request.kind }, "miner thread ended at its deadline");
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
    worker ??= begin();
    worker.postMessage({ ...current.request, id: current.id });
  };
  const abandon = (entry: Entry): void => {
    if (entry === current) return hasBegun ? giveUpAfter(GRACE) : undefined;
    waiting = waiting.filter((one) => one !== entry);
    entry.reject(NOT_WAITED_FOR);
  };

  return {
    ask: (request, options = {}) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        const entry: Entry = { id: lastId, request, options, resolve, reject };
        const { signal, deadline } = options;
        if (deadline !== undefined && signal?.aborted === true) return reject(NOT_WAITED_FOR);
        if (deadline !== undefined) signal?.addEventListener("abort", () => abandon(entry), { once: true });
        waiting = [...waiting, entry];
        advance();
      }),
    renew: () => {
      isOutdated = worker !== undefined;
      if (current === undefined) advance();
    },
    stop: async () => {
      const left = [...(current === undefined ? [] : [current]), ...waiting];
      waiting = [];
      current = undefined;
      clearTimeout(deadlineTimer);
      for (const { reject } of left) reject(STOPPING);
      await end();
    },
  };
}

function startWorker(
  file: URL,
  databasePath: string,
  onMessage: (reply: MinerReply) => void,
  onEnd: (error: Error) => void,
): Worker {
  const worker = new Worker(file, { workerData: databasePath });
  worker.on("message", onMessage);
  worker.on("error", (error) => onEnd(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => onEnd(STOPPED));
  return worker;
}

const STOPPED = new AppError("internal", "The analysis was stopped before it was finished: start it again.");
const STOPPING = new AppError("internal", "The service is stopping.");
const NOT_WAITED_FOR = new AppError("not_replayable", "Nobody waits for this replay any more.");

const tooLong = (milliseconds: number): AppError =>
  new AppError(
    "not_replayable",
    `The replay was ended after ${milliseconds / 1_000} s: the automation has too many triggers and conditions.`,
  );
