import type { Response } from "express";
import { MINUTE } from "../model/time.ts";

/** More than all queued questions to a language model take. Other silent connections are closed much sooner. */
const LONGEST_WORK = 20 * MINUTE;

/**
 * Aborted once the response is sent or its client has gone, when the work is no longer needed. Until then the
 * connection stays open although nothing is sent.
 */
export function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.setTimeout(LONGEST_WORK);
  response.once("close", () => closed.abort());
  return closed.signal;
}
