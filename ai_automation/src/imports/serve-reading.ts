import type { MessagePort } from "node:worker_threads";
import { withCause, type ErrorCause } from "../model/errors.ts";
import type { HistoryPiece } from "../model/history-piece.ts";
import type { ReadAnswer, ReadOrder, ReadRequest } from "./messages.ts";

/** Reads history in the thread. Injected, because only the composition root knows all sources. */
export interface Reading {
  readonly read: (request: ReadRequest) => AsyncGenerator<HistoryPiece>;
  /** The cause of an error in the source; undefined for others. */
  readonly inputError: (error: unknown) => ErrorCause | undefined;
}

/** Serves one request in a worker thread: a piece for each "next", until "stop". */
export function serveReading(port: MessagePort, request: ReadRequest, { read, inputError }: Reading): void {
  const pieces = read(request);
  const next = async (): Promise<ReadAnswer> => {
    try {
      const { done, value } = await pieces.next();
      return done === true ? { kind: "end" } : { kind: "piece", piece: value };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const told = inputError(error);
      return { kind: "failed", message, ...withCause(told), isInput: told !== undefined };
    }
  };
  port.on("message", (order: ReadOrder) => {
    if (order === "stop") void pieces.return(undefined).finally(() => port.close());
    else void next().then((answer) => port.postMessage(answer));
  });
}
