import { execFileSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { connect, openFleetDatabase, type FleetDatabase } from "../../src/fleet/database/connection.ts";
import { createTenant } from "../../src/fleet/homes/tenants.ts";
import { migrateFleet } from "../../src/fleet/migrate.ts";
import { serveFleet } from "../../src/fleet/serve.ts";
import { createCorrelation } from "../../src/model/correlation.ts";
import { hasEnded, killChild, spawnChild } from "./children.ts";
import { cpuSecondsOf } from "./cpu-seconds.ts";
import { account, findProgram, ownFolder } from "./database-servers.ts";
import { createOpenApiCheck } from "./openapi-check.ts";
import { freePort } from "./process.ts";
import { until } from "./until.ts";

/** A private PostgreSQL on loopback with the fleet's tables. */
export interface FleetPostgres {
  /** Connects as a superuser. */
  readonly ownerUrl: string;
  /** Connects as the fleet's role. */
  readonly appUrl: string;
  /** Seconds of CPU that the server has used since it started. */
  cpuSeconds(): number;
  /** Kills the server without a word, and starts it again on the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Undefined if PostgreSQL is not installed. */
export async function startFleetPostgres(): Promise<FleetPostgres | undefined> {
  const [install, program] = [findProgram("initdb"), findProgram("postgres")];
  if (install === undefined || program === undefined) return undefined;
  const folder = await ownFolder();
  const data = join(folder, "data");
  const port = await freePort();
  execFileSync(install, ["-D", data, "-U", "owner", "-A", "trust", "-N"], { ...account, stdio: "ignore" });
  const start = (): ChildProcess =>
    spawnChild(program, ["-D", data, "-k", folder, "-p", String(port), "-c", "listen_addresses=127.0.0.1"], {
      ...account,
      stdio: "ignore",
    });
  let child = start();
  const ownerUrl = `postgresql://owner@127.0.0.1:${port}/postgres`;
  const appUrl = `postgresql://fleet_app:secret@127.0.0.1:${port}/postgres`;
  await answers(ownerUrl);
  await migrateFleet(ownerUrl, appUrl);
  return {
    ownerUrl,
    appUrl,
    cpuSeconds: () => (child.pid === undefined ? NaN : cpuSecondsOf(child.pid)),
    crash: async () => {
      await killChild(child);
      // The backends notice a little later, and until then no other server may have the data.
      while (!(await isUp(ownerUrl))) {
        if (hasEnded(child)) child = start();
        await wait(200);
      }
    },
    stop: async () => {
      await killChild(child, "SIGINT");
      await rm(folder, { recursive: true });
    },
  };
}

const answers = (url: string): Promise<void> => until(() => isUp(url), "an answer of PostgreSQL");

async function isUp(url: string): Promise<boolean> {
  const database = connect(url, 1);
  try {
    await database.raw("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await database.destroy();
  }
}

/** A tenant and how it calls the API. */
export interface CallingTenant {
  readonly tenantId: string;
  readonly token: string;
  readonly call: Call;
}

type Call = (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;

interface Answer {
  readonly status: number;
  readonly body: any;
  readonly headers: Headers;
}

export interface RunningFleet {
  readonly database: FleetDatabase;
  readonly url: string;
  /** Every answer is checked against the OpenAPI document. */
  tenant(name: string): Promise<CallingTenant>;
  stop(): Promise<void>;
}

/** Serves the API in this process. */
export async function startFleet(appUrl: string, now: () => number = Date.now): Promise<RunningFleet> {
  const database = openFleetDatabase(appUrl, 4);
  const settings = { databaseUrl: appUrl, ownerUrl: null, host: "127.0.0.1", port: 0, logLevel: "fatal" } as const;
  const openapi = JSON.parse(readFileSync(new URL("../../src/fleet/openapi.json", import.meta.url), "utf8"));
  const { address, stop } = await serveFleet(
    { ...settings, sessionKey: randomBytes(32) },
    {
      openapi,
      logger: pino({ level: "silent" }),
      correlation: createCorrelation(),
      now,
      monotonic: () => performance.now(),
    },
  );
  const url = `http://127.0.0.1:${address.port}`;
  const check = createOpenApiCheck(openapi);
  return {
    database,
    url,
    tenant: async (name) => {
      const { tenantId, token } = await createTenant(database, name, new Date(now()));
      return {
        tenantId,
        token,
        call: async (method, path, body, other = token) => {
          const answer = await call(url, method, path, body, other);
          const contentType = answer.headers.get("content-type");
          const faults = check.answer({ method, path, status: answer.status, contentType, body: answer.body });
          if (faults.length > 0) throw new Error(`${method} ${path} unlike the OpenAPI document: ${faults.join("; ")}`);
          return answer;
        },
      };
    },
    stop: async () => {
      await stop();
      await database.close();
    },
  };
}

async function call(url: string, method: string, path: string, body: unknown, token: string): Promise<Answer> {
  const isRaw = Buffer.isBuffer(body);
  const response = await fetch(url + path, {
    method,
    redirect: "manual",
    headers: {
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": isRaw ? "application/gzip" : "application/json" }),
    },
    ...(body === undefined ? {} : { body: isRaw ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}
