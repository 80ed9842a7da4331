import {
  Auth,
  type Connection,
  createConnection,
  ERR_INVALID_AUTH,
} from "home-assistant-js-websocket";

export interface Address {
  /** Where `/api/…` is, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Where the WebSocket is; by default `<url>/api/websocket`. */
  readonly webSocketUrl?: string;
}

/** A connection whose every message and subscription the protocol's official client looks after; it does not reconnect. */
export type HomeConnectionHandle = Connection;

export type Connected =
  | { readonly outcome: "connected"; readonly connection: Connection }
  | { readonly outcome: "invalid_token" }
  | { readonly outcome: "unreachable"; readonly reason: string };

/** Opens a connection once. That it cannot be had is an expected outcome. */
export async function connect({ url, token, webSocketUrl }: Address): Promise<Connected> {
  try {
    const auth = new TokenAuth(url, token, webSocketUrl ?? `${url.replace(/^http/, "ws")}/api/websocket`);
    const connection = await createConnection({ auth, setupRetry: 0 });
    // A lost connection is not mended but made anew, with everything that belongs to it.
    connection.addEventListener("disconnected", () => connection.close());
    return { outcome: "connected", connection };
  } catch (error) {
    if (error === ERR_INVALID_AUTH) return { outcome: "invalid_token" };
    return { outcome: "unreachable", reason: error instanceof Error ? error.message : "no answer" };
  }
}

/** A token that does not expire within a session, for an address of our own choice. */
class TokenAuth extends Auth {
  readonly #webSocketUrl: string;

  constructor(url: string, token: string, webSocketUrl: string) {
    super({
      hassUrl: url,
      clientId: null,
      expires: Number.MAX_SAFE_INTEGER,
      refresh_token: "",
      access_token: token,
      expires_in: Number.MAX_SAFE_INTEGER,
    });
    this.#webSocketUrl = webSocketUrl;
  }

  override get wsUrl(): string {
    return this.#webSocketUrl;
  }
}
