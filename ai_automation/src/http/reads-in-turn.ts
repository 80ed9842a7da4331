import type { RequestHandler } from "express";

/** So many answers are made at once; others wait, and what is urgent goes between them. None waits for another machine. */
const AT_ONCE = 1;

/**
 * Lets reads of the API through a few at a time, in their order. Each takes the one thread for milliseconds: two hundred
 * at once would keep /health waiting for all of them. What lasts, such as live events, does not wait here.
 */
export function readsInTurn(lasting: ReadonlySet<string>): RequestHandler {
  const waiting: (() => void)[] = [];
  let running = 0;
  const advance = (): void => {
    if (running >= AT_ONCE) return;
    const begin = waiting.shift();
    if (begin === undefined) return;
    running += 1;
    setImmediate(begin);
  };
  return (request, response, next) => {
    if (request.method !== "GET" || lasting.has(request.path)) return next();
    let hasBegun = false;
    response.once("close", () => {
      if (!hasBegun) return;
      running -= 1;
      advance();
    });
    waiting.push(() => {
      if (response.closed) {
        running -= 1;
        return advance();
      }
      hasBegun = true;
      next();
    });
    advance();
  };
}
