import type { RequestHandler } from "express";
import onHeaders from "on-headers";

/**
 * Lets reads of the API through one by one, in their order. Each takes the one thread for milliseconds: two hundred at
 * once would keep /health waiting for all of them. What lasts, such as live events, does not wait here; nothing that does
 * may wait for another machine, and nobody waits for a client that is slow to take its answer.
 */
export function limitReads(lasting: ReadonlySet<string>): RequestHandler {
  const waiting: (() => void)[] = [];
  let isBusy = false;
  const advance = (): void => {
    const begin = isBusy ? undefined : waiting.shift();
    if (begin === undefined) return;
    isBusy = true;
    setImmediate(begin);
  };
  const release = (): void => {
    isBusy = false;
    advance();
  };
  return (request, response, next) => {
    if (request.method !== "GET" || lasting.has(request.path)) return next();
    waiting.push(() => {
      if (response.closed) return release();
      let isAnswered = false;
      const answered = (): void => {
        if (!isAnswered) release();
        isAnswered = true;
      };
      onHeaders(response, answered);
      response.once("close", answered);
      next();
    });
    advance();
  };
}
