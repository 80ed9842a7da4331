import type { Server } from "node:http";
import type { Socket } from "node:net";
import { clientOf } from "./access/client-address.ts";

export interface ConnectionLimits {
  readonly perClient: number;
  /** Of all clients together. */
  readonly total: number;
  /** Clients that are not counted, such as the Supervisor, which passes on everybody's requests. */
  readonly isExempt: (address: string) => boolean;
}

/**
 * Limits open connections, so that one client cannot use up the server's. Beyond a limit, the connection that has been
 * open longest without a request is closed; if all have one, the new connection is.
 */
export function limitConnections(server: Server, { perClient, total, isExempt }: ConnectionLimits): void {
  /** In the order in which they were opened. */
  const open = new Map<Socket, { readonly client: string; requests: number }>();

  const makeRoom = (isCounted: (client: string) => boolean, limit: number, newest: Socket): void => {
    const counted = [...open].filter(([, { client }]) => isCounted(client));
    if (counted.length <= limit) return;
    const [idlest] = counted.find(([socket, { requests }]) => requests === 0 && socket !== newest) ?? [newest];
    open.delete(idlest);
    idlest.destroy();
  };

  server.on("connection", (socket: Socket) => {
    const address = (socket.remoteAddress ?? "").replace(/^::ffff:/i, "");
    if (isExempt(address)) return;
    const own = clientOf(address);
    open.set(socket, { client: own, requests: 0 });
    socket.once("close", () => open.delete(socket));
    makeRoom((client) => client === own, perClient, socket);
    makeRoom(() => true, total, socket);
  });
  server.on("request", ({ socket }, response) => {
    const connection = open.get(socket);
    if (connection === undefined) return;
    connection.requests += 1;
    response.once("close", () => {
      connection.requests -= 1;
    });
  });
}
