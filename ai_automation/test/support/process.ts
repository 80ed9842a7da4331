import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasEnded, spawnChild } from "./children.ts";
import { expectDocumented } from "./openapi-check.ts";
import { answered } from "./until.ts";

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
}

const MAIN = fileURLToPath(new URL("../../src/main.js", import.meta.url));
/** The program that the image runs. */
export const BUNDLE = fileURLToPath(new URL("../../server/main.js", import.meta.url));

/**
 * Starts the built service as its own process, inheriting only PATH. With the simulated home its clock starts at a
 * fixed instant, because what happens there depends on the date.
 */
export function startProcess(
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
  main = MAIN,
): ServiceProcess {
  const isSimulated = environment.HA_URL === undefined && environment.SUPERVISOR_TOKEN === undefined;
  const clock = isSimulated ? [SHIFTED_CLOCK] : [];
  const child = spawnChild(process.execPath, [...clock, ...nodeOptions, main], {
    stdio: "pipe",
    cwd: environment.TEST_FOLDER,
    env: { PATH: process.env.PATH ?? "", ...environment },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code));
  });
  return { child, url: `http://127.0.0.1:${environment.PORT}`, output, ended };
}

/** Starts the service with its database in this folder, on a free port. */
export async function startIn(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
  main = MAIN,
): Promise<ServiceProcess> {
  const own = { TEST_FOLDER: folder, PORT: String(await freePort()), DATABASE_PATH: join(folder, "ai.db") };
  return startProcess({ ...own, ...environment }, nodeOptions, main);
}

/** Shifted by the same amount in every process of a run, so that time continues across restarts. */
const SHIFT = Date.parse("2026-11-26T11:00:00Z") - Date.now();
/** JavaScript that gives a browser page the same clock. */
export const SHIFT_CLOCK = `{ const now = Date.now; Date.now = () => now() + ${SHIFT}; }`;
const SHIFTED_CLOCK = `--import=data:text/javascript,${encodeURIComponent(SHIFT_CLOCK)}`;

/** Polls until the result is not undefined, retrying failed requests. Ends when the process exits. */
export function eventually<T>(
  service: ServiceProcess,
  ask: () => Promise<T | undefined>,
  what: string = String(ask).replaceAll(/\s+/g, " "),
): Promise<T> {
  let failure: unknown;
  const tolerant = async (): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      failure = error;
      return undefined;
    }
  };
  const lastState = (): string =>
    `last error: ${String(failure)}; the service said: ${service.output.stderr}${service.output.stdout.slice(-2_000)}`;
  return answered(tolerant, { what, lastState, isHopeless: () => hasEnded(service.child) });
}

export const healthy = (service: ServiceProcess): Promise<true> =>
  eventually(service, async () => ((await fetch(`${service.url}/health`)).ok ? true : undefined), "health");

export const analysed = async (service: ServiceProcess): Promise<any> =>
  (await statusOf(service, ({ analysis }) => analysis.last?.status === "done", "an analysis that is done")).analysis
    .last;

export const connected = (service: ServiceProcess): Promise<any> =>
  statusOf(service, ({ home }) => home.state === "connected", "the connection to the home");

export const backfilled = (service: ServiceProcess): Promise<any> =>
  statusOf(service, ({ history }) => history.backfill.state === "done", "the end of the backfill");

/** Waits for a matching status and returns it. */
export async function statusOf(
  service: ServiceProcess,
  isWanted: (status: any) => boolean,
  what: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<any> {
  let last: unknown;
  const ask = async (): Promise<any> => {
    const status = await json(`${service.url}/api/status`, { headers });
    last = status;
    return isWanted(status) ? status : undefined;
  };
  try {
    return await eventually(service, ask, what);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : ""}\nlast status: ${JSON.stringify(last)}`, { cause });
  }
}

/** The response body, checked against the OpenAPI document. */
export async function json(url: string, init?: RequestInit): Promise<any> {
  const response = await fetch(url, init);
  const { status, headers } = response;
  const body: unknown = await response.json();
  const { pathname } = new URL(url);
  const contentType = headers.get("content-type");
  expectDocumented({ method: init?.method ?? "GET", path: pathname, status, contentType, body });
  return body;
}

/** A free port. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
