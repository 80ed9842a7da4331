import type { Response } from "express";

export type EventName = "status" | "progress" | "suggestion" | "automation" | "exclusions";

/** Server-sent events to whoever listens. */
export interface EventStream {
  publish(name: EventName, data: unknown): void;
  listen(response: Response): void;
  close(): void;
}

/** Proxies drop silent connections after about a minute. */
const HEARTBEAT_MILLISECONDS = 25_000;
/** A listener that does not read is let go before its backlog costs memory; it reconnects by itself. */
const MAX_BACKLOG_BYTES = 1 << 20;

export function createEventStream(): EventStream {
  const listeners = new Set<Response>();
  let lastId = 0;
  const send = (text: string): void => {
    for (const response of listeners) {
      if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
      else response.write(text);
    }
  };
  const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MILLISECONDS).unref();
  return {
    publish: (name, data) => {
      lastId += 1;
      send(`id: ${lastId}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    listen: (response) => {
      response.writeHead(200, {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
      });
      response.write("retry: 3000\n\n");
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
    },
    close: () => {
      clearInterval(heartbeat);
      for (const response of listeners) response.end();
      listeners.clear();
    },
  };
}
