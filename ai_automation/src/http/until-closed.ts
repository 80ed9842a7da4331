import type { Response } from "express";

/** Aborted once the response is sent or its client has gone, so that nobody waits for the work any longer. */
export function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  return closed.signal;
}
