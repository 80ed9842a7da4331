import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError } from "../model/errors.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import type { ReadAnswer, ReadOrder, ReadRequest } from "./messages.ts";

/** Megabytes. One piece at a time needs little memory; a low limit makes the garbage collector run early. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 } as const;

/** Reads a source in a worker thread that runs `file`. @throws AppError "bad_request" for a source that cannot be read */
export async function* readInThread(file: URL, request: ReadRequest): AsyncGenerator<HistoryPiece> {
  const worker = new Worker(file, { workerData: request, resourceLimits: LIMITS });
  const order = (what: ReadOrder): void => worker.postMessage(what);
  const ended = once(worker, "exit");
  try {
    for (;;) {
      const answered = once(worker, "message");
      order("next");
      const answer = await Promise.race([answered.then(([message]): ReadAnswer => message), failureOf(ended)]);
      if (answer.kind === "end") return;
      if (answer.kind === "failed") throw new AppError(answer.isInput ? "bad_request" : "internal", answer.message);
      yield answer.piece;
    }
  } finally {
    order("stop");
    await ended;
  }
}

async function failureOf(ended: Promise<unknown>): Promise<ReadAnswer> {
  await ended;
  return {
    kind: "failed",
    message: "The import's reading thread ended unexpectedly: start the import again to resume it.",
    isInput: false,
  };
}
