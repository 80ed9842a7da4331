import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer } from "../http/server.ts";
import { SECOND } from "../model/time.ts";
import { openFleetDatabase } from "./database/connection.ts";
import { createFleetApp, type FleetAppParts } from "./http/app.ts";
import type { FleetSettings } from "./settings.ts";
import { openQueue } from "./workers/queue.ts";

export interface FleetServer {
  readonly address: AddressInfo;
  readonly stop: () => Promise<void>;
}

/** One connection serves about 500 reports a second; more would only wait for PostgreSQL's cores. */
const CONNECTIONS = 20;
const QUEUE_CONNECTIONS = 2;
const STOP_DEADLINE = 5 * SECOND;

/** Homes keep their connection for the next report only if that is soon. */
const LIMITS = { headersTimeout: 10 * SECOND, requestTimeout: 120 * SECOND, keepAliveTimeout: 20 * SECOND } as const;
const MAX_CONNECTIONS = 10_000;
/** Connections that wait to be accepted when many homes report at once; the kernel's own limit is as high (listen(2)). */
const BACKLOG = 4_096;

/** Serves the API and the page. Any number of processes may serve the same database. */
export async function serveFleet(
  settings: FleetSettings,
  parts: Pick<FleetAppParts, "openapi" | "logger" | "correlation" | "now" | "monotonic">,
): Promise<FleetServer> {
  const { databaseUrl, host, port } = settings;
  const database = openFleetDatabase(databaseUrl, CONNECTIONS);
  try {
    await database.ping();
    const queue = await openQueue(databaseUrl, {
      connections: QUEUE_CONNECTIONS,
      supervises: false,
      log: parts.logger,
    });
    const sessionKey = settings.sessionKey ?? randomBytes(32);
    const server = createServer(LIMITS, createFleetApp({ ...parts, database, queue, sessionKey }));
    server.maxConnections = MAX_CONNECTIONS;
    const address = await listen(server, host, port);
    return {
      address,
      stop: async () => {
        await closeServer(server, STOP_DEADLINE);
        await queue.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}
