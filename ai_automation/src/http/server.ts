import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { MINUTE, SECOND } from "../model/time.ts";
import { limitConnections } from "./connection-limit.ts";

/** Limits for clients that send slowly or never read. Event streams survive: they send a heartbeat every 25 s. */
const LIMITS = {
  headersTimeout: 10 * SECOND,
  requestTimeout: 30 * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
  /** Longer than the Supervisor keeps its connections, so that none is closed while it sends a request. */
  keepAliveTimeout: 30 * SECOND,
  maxHeaderSize: 16 * 1024,
} as const;
const MAX_CONNECTIONS = 1_000;
const IDLE_TIMEOUT = 2 * MINUTE;

/** Enough for a reverse proxy, which is one client. */
const MAX_PER_CLIENT = 100;
/** The remaining connections are for the Supervisor and this machine. */
const MAX_OF_STRANGERS = 500;

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Null without ingress. */
  readonly supervisorAddress: string | null;
}

/** Starts listening; resolves with the address. Rejects with a message that names the cause and the remedy. */
export async function listen(
  app: Express,
  { host, port, supervisorAddress }: ListenOptions,
): Promise<{ server: Server; address: AddressInfo }> {
  const server = createServer(LIMITS, app);
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_TIMEOUT);
  limitConnections(server, {
    perClient: MAX_PER_CLIENT,
    total: MAX_OF_STRANGERS,
    isExempt: (address) => address === supervisorAddress || address === "::1" || address.startsWith("127."),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(explain(cause, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, address };
}

/** Accepts no new connections, lets pending requests finish, and cuts off those still open at the deadline. */
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
    return new Error(`Port ${port} needs root privileges: set PORT to 1024 or above.`, { cause });
  if (cause.code === "EADDRNOTAVAIL")
    return new Error(
      `HOST ${host} is not an address of this machine: set HOST to one that is, or to 0.0.0.0 for all of them.`,
      { cause },
    );
  return cause;
}
