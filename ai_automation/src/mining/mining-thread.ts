import { Worker } from "node:worker_threads";
import { AppError } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import type { OnProgress } from "../model/progress.ts";
import type { MinerReply, Request } from "./messages.ts";

export type Asked = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

export type Answered = Exclude<MinerReply, { kind: "progress" | "failed" }>;

/** A worker thread on the archive at a path, which is started when there is work and answers one question at a time. */
export interface MiningThread {
  /** @throws AppError as the worker names it */
  ask(request: Asked, onProgress?: OnProgress): Promise<Answered>;
  /** Ends the thread, and with it what it knows, as soon as nothing waits for it. */
  renew(): void;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: OnProgress;
}

/** It ends after `idle` milliseconds without work: its memory is for the home, not for waiting. */
export function createMiningThread(
  databasePath: string,
  parts: {
    /** The file that the thread runs. */
    readonly worker: URL;
    /** Milliseconds. */
    readonly idle: number;
    readonly log: Log;
    /** The archive turned out to be damaged. */
    readonly onDamage: (error: Error) => void;
  },
): MiningThread {
  const { worker: file, idle, log, onDamage } = parts;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;
  let isOutdated = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker = undefined;
  };
  const settle = (answer: MinerReply): void => {
    const asked = waiting.get(answer.id);
    if (asked === undefined) return;
    if (answer.kind === "progress") return asked.onProgress(answer.share, answer.step);
    waiting.delete(answer.id);
    if (waiting.size === 0) rest();
    if (answer.kind !== "failed") return asked.resolve(answer);
    const error = new AppError(answer.code, answer.message);
    if (answer.isDamage) onDamage(error);
    asked.reject(error);
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
      if (started === worker) fail(new AppError("internal", "The analysis was ended before it was done."));
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
      const asked = (worker ??= begin());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, onProgress });
        asked.postMessage({ ...request, id });
      });
    },
    renew: () => {
      isOutdated = worker !== undefined;
      if (isOutdated && waiting.size === 0) rest();
    },
    stop: end,
  };
}
