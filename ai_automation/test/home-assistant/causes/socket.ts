import { createConnection, createLongLivedTokenAuth, type Connection } from "home-assistant-js-websocket";

/** The connection of a user who is logged in to Home Assistant. */
export interface Socket {
  readonly connection: Connection;
  ask(message: { readonly type: string } & Readonly<Record<string, unknown>>): Promise<any>;
  call(action: string, data: object): Promise<void>;
  close(): void;
}

export async function logIn(url: string, token: string): Promise<Socket> {
  const connection = await createConnection({ auth: createLongLivedTokenAuth(url, token) });
  const ask: Socket["ask"] = async (message) => {
    try {
      return await connection.sendMessagePromise({ ...message });
    } catch (cause) {
      throw new Error(`${message.type}: ${JSON.stringify(cause)}`, { cause });
    }
  };
  return {
    connection,
    ask,
    call: async (action, data) => {
      const [domain, service] = action.split(".");
      await ask({ type: "call_service", domain, service, service_data: data });
    },
    close: () => connection.close(),
  };
}
