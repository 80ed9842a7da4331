import { Worker } from "node:worker_threads";
import type { Log } from "../model/log.ts";
import { AppError } from "../model/errors.ts";
import type { OnProgress } from "../model/progress.ts";
import { MINUTE } from "../model/time.ts";
import type { ReplayResult } from "../model/suggestion.ts";
import type { AnalysisOutput, Miner } from "../suggestions/miner.ts";
import type { Answer, Request } from "./messages.ts";

/** The thread ends after this long without work: its memory is for the home, not for waiting. */
const IDLE = MINUTE;

interface Waiting {
  readonly resolve: (answer: Extract<Answer, { kind: "analysed" | "replayed" }>) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: OnProgress;
}

type Asked = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

/** Mines and replays the archive at a path in a worker thread, which is started when there is work. */
export function createThreadMiner(databasePath: string, log: Log): Miner {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;
  let idleTimer: NodeJS.Timeout | undefined;

  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker = undefined;
  };
  const settle = (answer: Answer): void => {
    const asked = waiting.get(answer.id);
    if (asked === undefined) return;
    if (answer.kind === "progress") return asked.onProgress(answer.share, answer.step);
    waiting.delete(answer.id);
    if (waiting.size === 0) idleTimer = setTimeout(() => void end(), IDLE).unref();
    if (answer.kind === "failed") asked.reject(new AppError(answer.code, answer.message));
    else asked.resolve(answer);
  };
  const begin = (): Worker => {
    const url = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
    const started = new Worker(url, { workerData: databasePath });
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
  const ask = (request: Asked, onProgress: OnProgress): ReturnType<typeof answerTo> => {
    clearTimeout(idleTimer);
    worker ??= begin();
    lastId += 1;
    return answerTo(worker, { ...request, id: lastId }, waiting, onProgress);
  };

  return {
    analyse: async (input, onProgress, signal): Promise<AnalysisOutput> => {
      const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      const cancel = (): void => void Atomics.store(new Int32Array(cancelled), 0, 1);
      signal.addEventListener("abort", cancel, { once: true });
      const answer = await ask({ kind: "analyse", input, cancelled }, onProgress);
      if (answer.kind !== "analysed") throw new Error("the miner thread answered something else");
      return answer.output;
    },
    replay: async (info, automation, interval): Promise<ReplayResult> => {
      const answer = await ask({ kind: "replay", info, automation, interval }, () => undefined);
      if (answer.kind !== "replayed") throw new Error("the miner thread answered something else");
      return answer.result;
    },
    stop: end,
  };
}

function answerTo(
  worker: Worker,
  request: Request,
  waiting: Map<number, Waiting>,
  onProgress: OnProgress,
): Promise<Extract<Answer, { kind: "analysed" | "replayed" }>> {
  return new Promise((resolve, reject) => {
    waiting.set(request.id, { resolve, reject, onProgress });
    worker.postMessage(request);
  });
}
