import type { Response } from "express";
import type { EventName, EventWires } from "./wire/event.ts";

/** Server-sent events for all subscribers. */
export interface EventStream {
  /** Texts are made for the language of each subscriber; undefined means the home's. */
  publish<Name extends EventName>(
    name: Name,
    data: EventWires[Name] | ((language: string | undefined) => EventWires[Name]),
  ): void;
  listen(response: Response, language: string | undefined): void;
  close(): void;
}

/** Proxies drop idle connections after about a minute. */
const HEARTBEAT_MILLISECONDS = 25_000;
/** A subscriber that does not read is disconnected before its backlog takes up memory; browsers reconnect automatically. */
const MAX_BACKLOG_BYTES = 1 << 20;

/**
 * @openapi
 * components:
 *   schemas:
 *     Events:
 *       type: object
 *       description: The JSON data of each server-sent event, by the event's name
 *       properties:
 *         status:
 *           description: The connection to the home changed, the backfill advanced, or learning was paused or resumed
 *           oneOf:
 *             - { type: object, properties: { home: { $ref: "#/components/schemas/Connection" } } }
 *             - { type: object, properties: { backfill: { $ref: "#/components/schemas/Backfill" } } }
 *             - { type: object, properties: { learning: { $ref: "#/components/schemas/Learning" } } }
 *         progress: { $ref: "#/components/schemas/Job" }
 *         suggestion: { $ref: "#/components/schemas/Suggestion" }
 *         automation: { $ref: "#/components/schemas/Automation" }
 *         exclusions: { $ref: "#/components/schemas/ExclusionList" }
 */
export function createEventStream(): EventStream {
  const listeners = new Map<Response, string | undefined>();
  let lastId = 0;
  const send = (textFor: (language: string | undefined) => string): void => {
    for (const [response, language] of listeners) {
      if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
      else response.write(textFor(language));
    }
  };
  const heartbeat = setInterval(() => send(() => ": heartbeat\n\n"), HEARTBEAT_MILLISECONDS).unref();
  return {
    publish: (name, data) => {
      lastId += 1;
      const texts = new Map<string | undefined, string>();
      send((language) => {
        const text = texts.get(language) ?? JSON.stringify(typeof data === "function" ? data(language) : data);
        texts.set(language, text);
        return `id: ${lastId}\nevent: ${name}\ndata: ${text}\n\n`;
      });
    },
    listen: (response, language) => {
      response.writeHead(200, {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
      });
      response.write("retry: 3000\n\n");
      listeners.set(response, language);
      response.on("close", () => listeners.delete(response));
    },
    close: () => {
      clearInterval(heartbeat);
      for (const response of listeners.keys()) response.end();
      listeners.clear();
    },
  };
}
