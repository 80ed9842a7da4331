import {
  createConnection,
  ERR_CONNECTION_LOST,
  ERR_INVALID_AUTH,
  type Connection,
  type HaWebSocket,
} from "home-assistant-js-websocket";
import { z } from "zod";
import type { Log } from "../model/log.ts";
import { MINUTE } from "../model/time.ts";
import { pause, type Delays } from "./delays.ts";
import { CommandFailed, ConnectionLost, NoAnswer, SessionRefused } from "./errors.ts";
import type { Readings } from "./readings.ts";
import { faultOf, salvage } from "./salvage.ts";
import { openSocket } from "./socket.ts";

/** One WebSocket connection. It does not reconnect: its owner opens another. */
export interface Session {
  readonly version: string;
  /** Aborted once the connection is lost or closed. */
  readonly lost: AbortSignal;
  /**
   * Drops unreadable items of the answer and logs their number: see `salvage`.
   * @throws ConnectionLost; NoAnswer; CommandFailed when Home Assistant refuses the command, or when its answer does not
   * match
   */
  call<T>(schema: z.ZodType<T>, message: Message): Promise<T>;
  /** Resolves to the function that unsubscribes. */
  subscribe<T>(eventType: string, schema: z.ZodType<T>, onEvent: (event: T) => void): Promise<() => Promise<void>>;
  /** Resolves when every event that was sent before it has been received. */
  ping(): Promise<void>;
  close(): void;
}

type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface Address {
  /** Without a trailing slash. */
  readonly url: string;
  readonly webSocketUrl: string;
  readonly token: string;
}

/** The WebSocket URL of a home at a URL without a trailing slash. */
export const webSocketUrlOf = (url: string): string => `${url.replace(/^http/, "ws")}/api/websocket`;

export interface SessionParts {
  readonly address: Address;
  readonly delays: Delays;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Records which event types can be read. */
  readonly readings?: Pick<Readings, "succeeded" | "failed">;
}

/** The Supervisor's proxy has the same timeout. */
const TIMEOUT = 5 * MINUTE;

/** @throws SessionRefused when no connection can be opened */
export async function openSession({ address, delays, log, stop, readings }: SessionParts): Promise<Session> {
  const connection = await connect(address, delays, stop);
  const loss = new AbortController();
  const close = (): void => {
    stop.removeEventListener("abort", close);
    connection.close();
    loss.abort();
  };
  connection.addEventListener("disconnected", close);
  stop.addEventListener("abort", close);
  if (stop.aborted || !connection.connected) close();

  const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
    const { promise: overdue, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new NoAnswer()), milliseconds);
    const onLost = (): void => reject(new ConnectionLost());
    loss.signal.addEventListener("abort", onLost, { once: true });
    if (loss.signal.aborted) onLost();
    try {
      return await Promise.race([work, overdue]);
    } catch (error) {
      throw loss.signal.aborted ? new ConnectionLost({ cause: error }) : translate(error);
    } finally {
      clearTimeout(timer);
      loss.signal.removeEventListener("abort", onLost);
    }
  };
  const ping = async (): Promise<void> => {
    try {
      await within(delays.pong, connection.ping());
    } catch (cause) {
      close();
      throw new ConnectionLost({ cause });
    }
  };
  const warned = new Set<string>();
  const onUnreadableEvent = (eventType: string, fault: string): void => {
    readings?.failed(`events ${eventType}`);
    if (warned.has(eventType)) return log.debug({ eventType, fault }, "event not understood");
    // One warning per type: a broken integration may repeat its event every second.
    warned.add(eventType);
    log.warn({ eventType, fault }, "event not understood");
  };
  return {
    version: connection.haVersion,
    lost: loss.signal,
    call: async (schema, message) =>
      readAnswer(
        schema,
        message.type,
        await within(TIMEOUT, connection.sendMessagePromise<unknown>({ ...message })),
        log,
      ),
    subscribe: async (eventType, schema, onEvent) => {
      const receive = (event: unknown): void => {
        const parsed = schema.safeParse(event);
        if (!parsed.success) return onUnreadableEvent(eventType, faultOf(parsed.error));
        readings?.succeeded(`events ${eventType}`);
        onEvent(parsed.data);
      };
      const unsubscribe = await within(TIMEOUT, connection.subscribeEvents(receive, eventType));
      return () => within(TIMEOUT, unsubscribe());
    },
    ping,
    close,
  };
}

/** The client library has no timeout for a socket that opens and then sends nothing. */
async function connect(address: Address, delays: Delays, stop: AbortSignal): Promise<Connection> {
  const createSocket = (): Promise<HaWebSocket> => openSocket(address.webSocketUrl, address.token, delays.connect);
  const opened = createConnection({ createSocket, setupRetry: 0 });
  const settled = new AbortController();
  const silence = pause(delays.connect, AbortSignal.any([stop, settled.signal])).then((): never => {
    throw new Error("no answer in time");
  });
  try {
    return await Promise.race([opened, silence]);
  } catch (cause) {
    opened.then((late) => late.close()).catch(() => undefined);
    if (cause === ERR_INVALID_AUTH) {
      throw new SessionRefused(
        "invalid_token",
        "Home Assistant rejected the token: create a new long-lived access token in your Home Assistant profile and set it as HA_TOKEN.",
        { cause },
      );
    }
    throw new SessionRefused(
      "unreachable",
      `Home Assistant does not respond at ${address.url}: check that it is running and that the address is correct.`,
      { cause },
    );
  } finally {
    settled.abort();
  }
}

const failureSchema = z.object({ code: z.union([z.string(), z.number()]), message: z.string().nullish() });

/** The client library rejects calls that are under way when the socket closes with a whole result message. */
const lostSchema = z.object({ error: z.object({ code: z.literal(ERR_CONNECTION_LOST) }) });

/** The client library rejects with error numbers and with Home Assistant's error objects. */
function translate(error: unknown): unknown {
  if (error === ERR_CONNECTION_LOST || lostSchema.safeParse(error).success) return new ConnectionLost();
  if (error instanceof Error) return error;
  const failure = failureSchema.safeParse(error);
  if (!failure.success) return new CommandFailed("unknown_error", JSON.stringify(error));
  const { code, message } = failure.data;
  return code === ERR_CONNECTION_LOST ? new ConnectionLost() : new CommandFailed(String(code), message ?? "");
}

/** @throws CommandFailed if the answer as a whole cannot be read */
export function readAnswer<T>(schema: z.ZodType<T>, type: string, answer: unknown, log: Log): T {
  const salvaged = salvage(schema, answer);
  if ("error" in salvaged) throw new CommandFailed("invalid_answer", `${type}: ${faultOf(salvaged.error)}`);
  const { data, dropped, fault } = salvaged;
  if (dropped > 0) log.warn({ command: type, dropped, fault }, "unreadable items of an answer were dropped");
  return data;
}
