import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import { outOfMemory, watchMemory } from "./memory-limit.ts";
import type { MinerReply, Request } from "./messages.ts";

export interface MiningChildParts {
  /** The file that the process runs. */
  readonly worker: URL;
  /** Bytes that a process started now may use. */
  readonly memoryAtHand: () => number;
  readonly log: Log;
}

export interface MiningChild {
  readonly send: (request: Request) => void;
  /** An idle process may exit by itself; one at work is killed. */
  readonly end: (isIdle: boolean) => Promise<void>;
}

/** Milliseconds in which an idle process exits by itself. */
const EXITS_WITHIN = 1_000;

const MEGABYTE = 1_048_576;

/** V8 crashes at its start with less. */
const FEWEST_MEGABYTES = 32;

/** Half the young generation of Node's default: a quarter less memory at the peak. */
const SEMI_SPACE_MEGABYTES = 4;

/** No tokens, keys or passwords: only variables that Node and the system's libraries read. */
const withoutSecrets = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => /^(NODE_.*|LD_.*|LANG|LC_.*|PATH|TMPDIR|TZ)$/.test(name)),
  );

/** Starts the file in a child process. `onEnd` is called once it has ended, whether it was asked to or not. */
export function startMiningChild(
  databasePath: string,
  { worker, memoryAtHand, log }: MiningChildParts,
  onMessage: (reply: MinerReply) => void,
  onEnd: (ended: MiningChild, error: Error) => void,
): MiningChild {
  const limit = memoryAtHand();
  const started = fork(fileURLToPath(worker), [databasePath], {
    env: withoutSecrets(process.env),
    // Maps and sets in messages.
    serialization: "advanced",
    execArgv: [
      ...process.execArgv,
      `--max-old-space-size=${Math.max(Math.floor(limit / MEGABYTE), FEWEST_MEGABYTES)}`,
      `--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`,
    ],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  log.debug({ pid: started.pid }, "miner process started");
  const watch = watchMemory(started, limit);
  const exited = new Promise<void>((resolve) => {
    started.once("exit", () => resolve());
    started.once("error", () => resolve());
  });
  started.on("message", onMessage);
  started.on("error", (error) => onEnd(child, error));
  started.on("exit", (code, signal) => {
    watch.stop();
    onEnd(child, watch.isExceeded() || isOutOfMemory(code, signal) ? outOfMemory(limit, watch.peak()) : STOPPED);
  });
  const child: MiningChild = {
    // A process that has just ended reports it by its exit.
    send: (request) => void started.send(request, () => undefined),
    end: async (isIdle) => {
      started.removeAllListeners("message");
      await endChild(started, exited, isIdle);
    },
  };
  return child;
}

async function endChild(child: ChildProcess, exited: Promise<void>, isIdle: boolean): Promise<void> {
  if (child.connected) child.disconnect();
  if (!isIdle) child.kill("SIGKILL");
  const timer = setTimeout(() => child.kill("SIGKILL"), EXITS_WITHIN).unref();
  await exited;
  clearTimeout(timer);
}

/** V8 aborts at its limit, and the kernel kills. */
const isOutOfMemory = (code: number | null, signal: NodeJS.Signals | null): boolean =>
  signal === "SIGKILL" || signal === "SIGABRT" || code === ABORTED;

/** The exit code of a shell for SIGABRT. */
const ABORTED = 134;

const STOPPED = new AppError("internal", "The analysis was stopped before it was finished: start it again.");
