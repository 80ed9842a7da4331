import { ERR_CANNOT_CONNECT, ERR_INVALID_AUTH, type HaWebSocket } from "home-assistant-js-websocket";
import { z } from "zod";

/** Messages of the authentication phase, before commands may be sent. */
const greeting = z.discriminatedUnion("type", [
  z.object({ type: z.literal("auth_required") }),
  z.object({ type: z.literal("auth_invalid") }),
  z.object({ type: z.literal("auth_ok"), ha_version: z.string() }),
]);

/** Uses command id 1, as the client library's own socket does. Lets Home Assistant send several messages in one frame. */
const SUPPORTED_FEATURES = JSON.stringify({ id: 1, type: "supported_features", features: { coalesce_messages: 1 } });

/** The client library throws on malformed messages: this closes the socket instead. */
class GuardedSocket extends WebSocket implements HaWebSocket {
  haVersion = "";

  override addEventListener(
    type: string,
    listener: Parameters<WebSocket["addEventListener"]>[1],
    options?: Parameters<WebSocket["addEventListener"]>[2],
  ): void {
    if (type !== "message" || typeof listener !== "function") return super.addEventListener(type, listener, options);
    const guarded = (event: Event): void => {
      try {
        listener(event);
      } catch {
        this.close();
      }
    };
    super.addEventListener(type, guarded, options);
  }
}

/**
 * Opens a socket and logs in. A malformed frame closes the socket and causes no uncaught error.
 * Rejects with the client library's codes: ERR_INVALID_AUTH, ERR_CANNOT_CONNECT.
 */
export function openSocket(url: string, token: string, connectWithin: number): Promise<HaWebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new GuardedSocket(url);
    const greeted = new AbortController();
    const timer = setTimeout(() => socket.close(), connectWithin);
    const fail = (code: number): void => {
      clearTimeout(timer);
      socket.close();
      // oxlint-disable-next-line prefer-promise-reject-errors -- the client library identifies failures by number
      reject(code);
    };
    const greet = (event: Event): void => {
      const message = greeting.safeParse(parseJson("data" in event ? event.data : ""));
      if (!message.success) return fail(ERR_CANNOT_CONNECT);
      if (message.data.type === "auth_invalid") return fail(ERR_INVALID_AUTH);
      if (message.data.type === "auth_required") return;
      clearTimeout(timer);
      greeted.abort();
      socket.haVersion = message.data.ha_version;
      socket.send(SUPPORTED_FEATURES);
      resolve(socket);
    };
    socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "auth", access_token: token })));
    socket.addEventListener("message", greet, { signal: greeted.signal });
    socket.addEventListener("close", () => fail(ERR_CANNOT_CONNECT));
    socket.addEventListener("error", () => fail(ERR_CANNOT_CONNECT));
  });
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
