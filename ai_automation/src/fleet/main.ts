import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { runCommand } from "../cli/command.ts";
import { HelpRequest, UsageError, wholeNumber } from "../cli/options.ts";
import { createLogger } from "../compose/logger.ts";
import { memoryAtHand } from "../compose/memory-at-hand.ts";
import { createCorrelation } from "../model/correlation.ts";
import { openFleetDatabase } from "./database/connection.ts";
import { createTenant, renewTenantToken } from "./homes/tenants.ts";
import { migrateFleet } from "./migrate.ts";
import { serveFleet } from "./serve.ts";
import { FleetSettingsError, readFleetSettings, type FleetSettings } from "./settings.ts";
import { ANALYSES, FAILED_ANALYSES, openQueue } from "./workers/queue.ts";
import { startWorker } from "./workers/worker.ts";

const USAGE = `npm run fleet -- COMMAND
  migrate         creates or updates roles and tables, as the role in FLEET_OWNER_URL
  tenant NAME     adds a tenant and prints the token that manages its homes
  token TENANT_ID replaces the token of a tenant and prints the new one
  serve           serves the API and the page on FLEET_HOST:FLEET_PORT (default 127.0.0.1:8012)
  work [--jobs N] analyses recordings, N at a time (default 1)
  retry           queues the analyses again that failed for good
All connect to FLEET_DATABASE_URL as the role fleet_app. docs/fleet.md describes the rest.`;

process.umask(0o077);

await runCommand(async () => {
  const { positionals, values } = argumentsOf(process.argv.slice(2));
  const [command, name] = positionals;
  const settings = settingsOf(process.env);
  if (command === "migrate" && settings.ownerUrl !== null) return migrateFleet(settings.ownerUrl, settings.databaseUrl);
  if (command === "migrate") throw new UsageError("FLEET_OWNER_URL is missing");
  if (command === "tenant" && name !== undefined) return addTenant(settings, name);
  if (command === "token" && name !== undefined) return renewToken(settings, name);
  if (command === "serve") return serve(settings);
  if (command === "work") return work(settings, wholeNumber(values.jobs, "jobs") ?? 1);
  if (command === "retry") return retry(settings);
  throw new UsageError(USAGE);
});

function argumentsOf(args: string[]) {
  if (args.includes("--help")) throw new HelpRequest(USAGE);
  try {
    return parseArgs({ args, options: { jobs: { type: "string" } }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function settingsOf(environment: NodeJS.ProcessEnv): FleetSettings {
  try {
    return readFleetSettings(environment);
  } catch (error) {
    if (error instanceof FleetSettingsError) throw new UsageError(error.message);
    throw error;
  }
}

async function addTenant(settings: FleetSettings, name: string): Promise<void> {
  const database = openFleetDatabase(settings.databaseUrl, 1);
  try {
    const { token } = await createTenant(database, name, new Date());
    process.stdout.write(`${token}\n`);
  } finally {
    await database.close();
  }
}

async function renewToken(settings: FleetSettings, id: string): Promise<void> {
  const tenantId = z.uuid().safeParse(id);
  if (!tenantId.success) throw new UsageError("the tenant's id is the first UUID in its tokens");
  const database = openFleetDatabase(settings.databaseUrl, 1);
  try {
    const token = await renewTenantToken(database, tenantId.data.toLowerCase(), new Date());
    if (token === undefined) throw new UsageError("there is no tenant with this id");
    process.stdout.write(`${token}\n`);
  } finally {
    await database.close();
  }
}

async function serve(settings: FleetSettings): Promise<void> {
  const correlation = createCorrelation();
  const { logger } = createLogger(settings.logLevel, correlation);
  const openapi = z.looseObject({}).parse(JSON.parse(readFileSync(new URL("openapi.json", import.meta.url), "utf8")));
  const clocks = { now: Date.now, monotonic: () => performance.now() };
  const { address, stop } = await serveFleet(settings, { openapi, logger, correlation, ...clocks });
  logger.info({ address: address.address, port: address.port }, "fleet serves");
  onStop(stop);
}

async function work(settings: FleetSettings, jobs: number): Promise<void> {
  const { logger: log } = createLogger(settings.logLevel, createCorrelation());
  const database = openFleetDatabase(settings.databaseUrl, jobs + 1);
  const queue = await openQueue(settings.databaseUrl, { connections: jobs + 2, supervises: true, log });
  const memory = (): number => memoryAtHand() / jobs;
  const now = (): Date => new Date();
  const worker = await startWorker({ boss: queue.boss, database, jobs, memory, now, log });
  log.info({ jobs }, "fleet works");
  onStop(async () => {
    await queue.stop();
    worker.stop();
    await database.close();
  });
}

async function retry(settings: FleetSettings): Promise<void> {
  const { logger: log } = createLogger(settings.logLevel, createCorrelation());
  const queue = await openQueue(settings.databaseUrl, { connections: 2, supervises: false, log });
  try {
    const count = await queue.boss.redrive(FAILED_ANALYSES, { destination: ANALYSES });
    process.stdout.write(`${count} analyses are queued again\n`);
  } finally {
    await queue.stop();
  }
}

function onStop(stop: () => Promise<void>): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => void stop().finally(() => process.exit()));
}
