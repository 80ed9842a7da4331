import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { SECOND } from "../model/time.ts";

const RUNS = 5;
export const MAIN = fileURLToPath(new URL("../../server/main.js", import.meta.url));
/** Longer than the mining process lives without work. */
export const IDLE_AFTER = 75 * SECOND;

/**
 * Times cold starts until the first healthy response, then measures the memory of the idle service with the simulated
 * home.
 */
export async function benchService(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const starts: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const service = await startUntilHealthy(join(folder, `${run}.db`));
      starts.push(service.milliseconds);
      await stop(service.child);
    }
    starts.sort((a, b) => a - b);
    print(
      `cold start to healthy        ${Math.round(starts[Math.floor(RUNS / 2)] ?? NaN)} ms (${starts.map(Math.round).join(", ")})`,
    );
    const { child } = await startUntilHealthy(join(folder, "idle.db"));
    await wait(IDLE_AFTER);
    const { now, peak } = await memoryOf(child);
    print(`memory when idle             ${now} MB resident, peak ${peak} MB`);
    await stop(child);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function startUntilHealthy(
  databasePath: string,
  main = MAIN,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly child: ChildProcess; readonly url: string; readonly milliseconds: number }> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [main], {
    stdio: "ignore",
    env: { PATH: process.env.PATH, PORT: String(port), DATABASE_PATH: databasePath, ...environment },
  });
  while (child.exitCode === null) {
    const isHealthy = await fetch(`http://127.0.0.1:${port}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (isHealthy) return { child, url: `http://127.0.0.1:${port}`, milliseconds: performance.now() - started };
    await wait(5);
  }
  throw new Error(`the service exited with ${child.exitCode} before it was healthy`);
}

const analysed = z.object({ analysis: z.object({ last: z.object({ status: z.literal("done") }) }) });

export async function untilAnalysed(url: string): Promise<void> {
  for (;;) {
    const status = analysed.safeParse(await (await fetch(`${url}/api/status`)).json());
    if (status.success) return;
    await wait(200);
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
}

/** From /proc, in megabytes. */
export async function memoryOf({ pid }: ChildProcess): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024);
  return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
