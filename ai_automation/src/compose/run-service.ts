import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "dotenv";
import { z } from "zod";
import { ConfigError, loadConfig, type Config, type SettingSources } from "../config/config.ts";
import { createCorrelation } from "../model/correlation.ts";
import { createLogger, type ServiceLog } from "./logger.ts";
import { startService, type Service } from "./start-service.ts";

const EXIT_FAILED = 1;
/** The Supervisor kills after ten seconds: exiting before that leaves a clean database. */
const STOP_DEADLINE_MILLISECONDS = 9_000;

type Stop = (exitCode: number) => void;

/** Runs the service until it is stopped or a fatal error ends the process; the exit code is 0 or 1. */
export async function runService(
  environment: SettingSources["environment"],
  onStoppable: (stop: Stop) => void,
): Promise<void> {
  try {
    const sources = {
      options: readIfThere("/data/options.json"),
      environment,
      dotenv: parse(readIfThere(".env") ?? ""),
    };
    await serve(loadConfig(sources), onStoppable);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // People read it on their terminal, and the log of a container has only JSON lines.
    if (process.stderr.isTTY) process.stderr.write(`${error.message}\n`);
    else createLogger("info", createCorrelation()).logger.fatal(error.message);
    process.exitCode = EXIT_FAILED;
  }
}

async function serve(config: Config, onStoppable: (stop: Stop) => void): Promise<void> {
  const correlation = createCorrelation();
  const log = createLogger(config.logLevel, correlation);
  const { logger } = log;
  const { version } = z.object({ version: z.string() }).parse(readJson("../../../package.json"));
  const openapi = z.looseObject({ openapi: z.string() }).parse(readJson("../openapi.json"));
  const panelFolder = fileURLToPath(new URL("../../panel", import.meta.url));
  let service: Promise<Service> | undefined;
  const stop = createStop(log, async () => (await service)?.stop());
  const fail = (error: unknown, event: string): void => {
    logger.fatal({ err: error }, event);
    stop(EXIT_FAILED);
  };
  onStoppable(stop);
  process.on("unhandledRejection", (error) => fail(error, "unhandled rejection"));
  process.on("uncaughtException", (error) => fail(error, "uncaught exception"));
  try {
    const onFatal = (error: Error): void => fail(error, "the database is damaged");
    const clocks = { now: Date.now, monotonic: () => performance.now() };
    service = startService(config, { version, openapi, panelFolder, logger, correlation, ...clocks, onFatal });
    const { address } = await service;
    logger.info({ version, address: address.address, port: address.port, home: config.home.kind }, "listening");
    const host = address.address === "0.0.0.0" ? "127.0.0.1" : address.address;
    process.stderr.write(`AI Automation ${version} is ready: open http://${host}:${address.port}/\n`);
  } catch (error) {
    service = undefined;
    fail(error, "start failed");
  }
}

/**
 * Exits once everything is closed and logged. At the deadline it kills itself: an exit would wait for a write to a log
 * that nobody reads.
 */
function createStop({ logger, end }: ServiceLog, close: () => Promise<void>): Stop {
  let isStopping = false;
  return (exitCode) => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.kill(process.pid, "SIGKILL"), STOP_DEADLINE_MILLISECONDS).unref();
    void close()
      .catch((error: unknown) => logger.error({ err: error }, "stop failed"))
      .finally(() => {
        logger.info({ exitCode }, "stopped");
        end(() => process.exit(exitCode));
      });
  };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new ConfigError([`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}
