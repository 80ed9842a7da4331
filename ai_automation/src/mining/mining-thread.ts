import { Worker } from "node:worker_threads";
import { AppError } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import type { OnProgress } from "../model/progress.ts";
import type { MinerReply, Request } from "./messages.ts";

type RequestWithoutId = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

type FinalReply = Exclude<MinerReply, { kind: "progress" | "failed" }>;

/** A worker thread that reads the archive; it is started on demand and processes one request at a time. */
export interface MiningThread {
  /** @throws AppError from the worker */
  ask(request: RequestWithoutId, onProgress?: OnProgress): Promise<FinalReply>;
  /** Ends the thread, and with it its cached history, as soon as no request is pending. */
  renew(): void;
  stop(): Promise<void>;
}

interface Pending {
  readonly resolve: (answer: FinalReply) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: OnProgress;
}

/** The thread ends after `idle` milliseconds without work, to free its memory. */
export function createMiningThread(
  databasePath: string,
  parts: {
    /** The file that the thread runs. */
    readonly worker: URL;
    /** Milliseconds. */
    readonly idle: number;
    readonly log: Log;
    /** Called when the archive is found to be damaged. */
    readonly onDamage: (error: Error) => void;
  },
): MiningThread {
  const { worker: file, idle, log, onDamage } = parts;
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isOutdated = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const fail = (error: Error): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    worker = undefined;
  };
  const settle = (answer: MinerReply): void => {
    const request = pending.get(answer.id);
    if (request === undefined) return;
    if (answer.kind === "progress") return request.onProgress(answer.share, answer.step);
    pending.delete(answer.id);
    if (pending.size === 0) rest();
    if (answer.kind !== "failed") return request.resolve(answer);
    const error = new AppError(answer.code, answer.message);
    if (answer.isDamage) onDamage(error);
    request.reject(error);
  };
  const rest = (): void => {
    clearTimeout(idleTimer);
    if (isOutdated) void end();
    else idleTimer = setTimeout(() => void end(), idle).unref();
  };
  const begin = (): Worker => {
    isOutdated = false;
    const started = new Worker(file, { workerData: databasePath });
    started.on("message", settle);
    started.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
    started.on("exit", () => {
      if (started === worker)
        fail(new AppError("internal", "The analysis was stopped before it was finished: start it again."));
    });
    log.debug({}, "miner thread started");
    return started;
  };
  const end = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const ending = worker;
    fail(new AppError("internal", "The service is stopping."));
    await ending?.terminate();
  };

  return {
    ask: (request, onProgress = () => undefined) => {
      clearTimeout(idleTimer);
      const thread = (worker ??= begin());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject, onProgress });
        thread.postMessage({ ...request, id });
      });
    },
    renew: () => {
      isOutdated = worker !== undefined;
      if (isOutdated && pending.size === 0) rest();
    },
    stop: end,
  };
}
