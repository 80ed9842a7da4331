import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expectDocumented } from "./openapi-check.ts";

export interface ServiceProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: { stdout: string; stderr: string };
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
}

const MAIN = fileURLToPath(new URL("../../src/main.js", import.meta.url));

/** Starts the built service as its own process, with nothing of this process' environment but the path. */
export function startProcess(
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): ServiceProcess {
  const child = spawn(process.execPath, [...nodeOptions, MAIN], {
    stdio: "pipe",
    cwd: environment.TEST_FOLDER,
    env: { PATH: process.env.PATH ?? "", ...environment },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code));
  });
  return { child, url: `http://127.0.0.1:${environment.PORT}`, output, ended };
}

/** Asks until the answer is as wanted; gives up after 30 s or when the process has ended. */
export async function eventually<T>(service: ServiceProcess, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && service.child.exitCode === null && service.child.signalCode === null) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(
    `it did not come about; the service said: ${service.output.stderr}${service.output.stdout.slice(-2_000)}`,
  );
}

/** The answer's body, compared with the OpenAPI document. */
export async function json(url: string, init?: RequestInit): Promise<any> {
  const response = await fetch(url, init);
  const { status, headers } = response;
  const body: unknown = await response.json();
  const { pathname } = new URL(url);
  const contentType = headers.get("content-type");
  expectDocumented({ method: init?.method ?? "GET", path: pathname, status, contentType, body });
  return body;
}

/** A port that nobody listens on now. */
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
