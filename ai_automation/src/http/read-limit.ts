import type { RequestHandler } from "express";
import onHeaders from "on-headers";

/**
 * Handles API reads one at a time, in order. Each blocks the only thread for milliseconds: two hundred at once would
 * delay /health until all are done. A handler that waits here must not depend on another machine, so some paths are
 * exempt; the next read starts as soon as the headers are sent, and the request is read before, so a slow client delays
 * nobody.
 */
export function limitReads(exempt: ReadonlySet<string>): RequestHandler {
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
    if (request.method !== "GET" || exempt.has(request.path)) return next();
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
