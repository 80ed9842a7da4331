import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { AppError, withCause } from "../model/errors.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import type { ReadAnswer, ReadOrder, ReadRequest } from "./messages.ts";

/** Megabytes. One piece at a time needs little memory; a low limit makes the garbage collector run early. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 } as const;

/** Milliseconds in which the thread can clean up. */
const STOPS_WITHIN = 2_000;

/**
 * Reads a source in a worker thread that runs `file`, until the signal is aborted, also while a piece is awaited.
 * @throws AppError "bad_request" for a source that cannot be read, "internal" once it was aborted
 */
export async function* readInThread(
  file: URL,
  request: ReadRequest,
  signal: AbortSignal,
): AsyncGenerator<HistoryPiece> {
  const worker = new Worker(file, { workerData: request, resourceLimits: LIMITS });
  const order = (what: ReadOrder): void => worker.postMessage(what);
  const ended = once(worker, "exit");
  const aborted = abortOf(signal);
  try {
    for (;;) {
      const answered = once(worker, "message");
      order("next");
      const answer = await Promise.race([answered.then(([message]): ReadAnswer => message), failureOf(ended), aborted]);
      if (answer.kind === "end") return;
      if (answer.kind === "failed")
        throw new AppError(answer.isInput ? "bad_request" : "internal", answer.message, withCause(answer.told));
      yield answer.piece;
    }
  } finally {
    order("stop");
    await Promise.race([ended, wait(STOPS_WITHIN, undefined, { ref: false })]);
    // Nothing waits for this: a statement of SQLite ends only when it is done.
    void worker.terminate();
  }
}

async function abortOf(signal: AbortSignal): Promise<ReadAnswer> {
  if (!signal.aborted) await once(signal, "abort");
  const message = "The import was stopped before it was finished: start it again to resume it.";
  return { kind: "failed", message, isInput: false };
}

async function failureOf(ended: Promise<unknown>): Promise<ReadAnswer> {
  await ended;
  return {
    kind: "failed",
    message: "The import's reading thread ended unexpectedly: start the import again to resume it.",
    isInput: false,
  };
}
