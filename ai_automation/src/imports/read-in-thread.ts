import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError } from "../model/errors.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import type { ReadAnswer, ReadOrder, ReadRequest } from "./messages.ts";

/** Megabytes: a piece at a time needs little, and the collector is to notice. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 } as const;

/** Reads a source in a worker thread that runs a file, which is a piece ahead at most. @throws AppError "bad_request" for a bad source */
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
  return { kind: "failed", message: "The thread that read the import has ended.", isInput: false };
}
