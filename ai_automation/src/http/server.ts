import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { MINUTE, SECOND } from "../model/time.ts";

/** Against clients that send slowly or never read. Events go on: they say something every 25 s. */
const LIMITS = {
  headersTimeout: 10 * SECOND,
  requestTimeout: 30 * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
  /** Longer than the Supervisor keeps its connections to us, so that none is closed under a request of its. */
  keepAliveTimeout: 30 * SECOND,
  maxHeaderSize: 16 * 1024,
} as const;
const MAX_CONNECTIONS = 1_000;
const SILENT_AT_MOST = 2 * MINUTE;

/** Listens; resolves with the address. Rejects with a message that names the port when it is taken. */
export async function listen(
  app: Express,
  host: string,
  port: number,
): Promise<{ server: Server; address: AddressInfo }> {
  const server = createServer(LIMITS, app);
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(SILENT_AT_MOST);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(explain(cause, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, address };
}

/** Takes no new connection, lets requests in flight end, and cuts those that have not by the deadline. */
export async function closeServer(server: Server, deadlineMilliseconds: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), deadlineMilliseconds);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}

function explain(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === "EADDRINUSE") {
    return new Error(`Port ${port} on ${host} is in use: stop the other program, or set PORT to a free one.`, {
      cause,
    });
  }
  if (cause.code === "EACCES")
    return new Error(`Port ${port} needs more rights: set PORT to 1024 or above.`, { cause });
  if (cause.code === "EADDRNOTAVAIL") return new Error(`HOST ${host} is no address of this machine.`, { cause });
  return cause;
}
