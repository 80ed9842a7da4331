import {
  type Connection,
  createConnection,
  ERR_CONNECTION_LOST,
  ERR_INVALID_AUTH,
  type HaWebSocket,
} from "home-assistant-js-websocket";
import { z } from "zod";
import type { Log } from "../model/log.ts";
import { MINUTE } from "../model/time.ts";
import { type Delays, pause } from "./delays.ts";
import { CommandFailed, ConnectionLost, SessionRefused } from "./errors.ts";
import type { Readings } from "./readings.ts";
import { faultOf, salvage } from "./salvage.ts";
import { openSocket } from "./socket.ts";

/** One life of the WebSocket connection. It never comes back by itself: its owner opens another. */
export interface Session {
  readonly version: string;
  /** Given once the connection is lost or closed. */
  readonly lost: AbortSignal;
  /**
   * Items of an answer that cannot be read are left out and counted in the log: see `salvage`.
   * @throws ConnectionLost; CommandFailed when Home Assistant refuses, or answers something else than was asked
   */
  call<T>(schema: z.ZodType<T>, message: Message): Promise<T>;
  /** Resolves, once it is heard, to what ends it again. */
  subscribe<T>(eventType: string, schema: z.ZodType<T>, hear: (event: T) => void): Promise<() => Promise<void>>;
  /** Resolves when every event from before it has been heard. */
  ping(): Promise<void>;
  close(): void;
}

type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface Address {
  /** Without a slash at the end. */
  readonly url: string;
  readonly webSocketUrl: string;
  readonly token: string;
}

/** Where a home at this address, without a slash at the end, is spoken with. */
export const webSocketUrlOf = (url: string): string => `${url.replace(/^http/, "ws")}/api/websocket`;

export interface SessionParts {
  readonly address: Address;
  readonly delays: Delays;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Is told which events can be read. */
  readonly readings?: Pick<Readings, "succeeded" | "failed">;
}

/** The Supervisor's proxy gives up after as long. */
const ANSWER_WITHIN = 5 * MINUTE;

/** @throws SessionRefused when there is no connection to be had */
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
    const answered = new AbortController();
    const overdue = pause(milliseconds, AbortSignal.any([answered.signal, loss.signal])).then((): never => {
      throw loss.signal.aborted ? new ConnectionLost() : new CommandFailed("timeout", "no answer in time");
    });
    try {
      return await Promise.race([work, overdue]);
    } catch (error) {
      throw translate(error);
    } finally {
      answered.abort();
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
  const isNoted = new Set<string>();
  const notUnderstood = (eventType: string, fault: string): void => {
    readings?.failed(`events ${eventType}`);
    if (isNoted.has(eventType)) return log.debug({ eventType, fault }, "event not understood");
    // One warning for each type: a broken integration may repeat its event every second.
    isNoted.add(eventType);
    log.warn({ eventType, fault }, "event not understood");
  };
  return {
    version: connection.haVersion,
    lost: loss.signal,
    call: async (schema, message) =>
      readAnswer(
        schema,
        message.type,
        await within(ANSWER_WITHIN, connection.sendMessagePromise<unknown>({ ...message })),
        log,
      ),
    subscribe: async (eventType, schema, hear) => {
      const receive = (event: unknown): void => {
        const parsed = schema.safeParse(event);
        if (!parsed.success) return notUnderstood(eventType, faultOf(parsed.error));
        readings?.succeeded(`events ${eventType}`);
        hear(parsed.data);
      };
      const end = await within(ANSWER_WITHIN, connection.subscribeEvents(receive, eventType));
      return () => within(ANSWER_WITHIN, end());
    },
    ping,
    close,
  };
}

/** A socket that opens and then stays silent would keep the client waiting for ever. */
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
        "Home Assistant refuses the token: create a new long-lived access token in your Home Assistant profile and set it as HA_TOKEN.",
        { cause },
      );
    }
    throw new SessionRefused(
      "unreachable",
      `Home Assistant does not answer at ${address.url}: check that it runs and that the address is right.`,
      { cause },
    );
  } finally {
    settled.abort();
  }
}

const failureSchema = z.object({ code: z.union([z.string(), z.number()]), message: z.string().nullish() });

/** The client rejects with plain numbers and with Home Assistant's error objects. */
function translate(error: unknown): unknown {
  if (error === ERR_CONNECTION_LOST) return new ConnectionLost();
  if (error instanceof Error) return error;
  const failure = failureSchema.safeParse(error);
  if (!failure.success) return new CommandFailed("unknown_error", String(error));
  const { code, message } = failure.data;
  return code === ERR_CONNECTION_LOST ? new ConnectionLost() : new CommandFailed(String(code), message ?? "");
}

/** @throws CommandFailed where the answer as a whole cannot be read */
export function readAnswer<T>(schema: z.ZodType<T>, type: string, answer: unknown, log: Log): T {
  const salvaged = salvage(schema, answer);
  if ("error" in salvaged) throw new CommandFailed("invalid_answer", `${type}: ${faultOf(salvaged.error)}`);
  const { data, dropped, fault } = salvaged;
  if (dropped > 0) log.warn({ command: type, dropped, fault }, "unreadable items of an answer were left out");
  return data;
}
