import { fork, type ChildProcess } from "node:child_process";
import type { HomeFailure, HomeJob, HomeOutcome, HomeReply } from "./home-job.ts";

/** Compiled files start compiled workers; sources run directly start sources. */
const EXTENSION = import.meta.url.endsWith(".ts") ? "ts" : "js";
const WORKER = new URL(`./home-worker.${EXTENSION}`, import.meta.url);

/** A process that holds more than this after a large recording is replaced, so that small ones do not pay for it. */
const MOST_HELD_BYTES = 1 << 30;

export interface PoolParts {
  /** Processes that run at the same time. */
  readonly jobs: number;
  /** Called for one outcome at a time; the process gets its next job afterwards. */
  readonly onOutcome: (job: HomeJob, outcome: HomeOutcome) => Promise<void>;
  /** Ends the processes; their jobs have no outcome. */
  readonly signal: AbortSignal;
  /** The file that the processes run. */
  readonly worker?: URL;
}

/**
 * Analyses recordings in processes, in the given order. The end of a process is the outcome of its job; the others go on.
 * @throws what `onOutcome` throws, after ending the processes
 */
export async function runPool(todo: readonly HomeJob[], parts: PoolParts): Promise<void> {
  const { jobs, onOutcome, signal, worker = WORKER } = parts;
  const waiting = todo.values();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let last: Promise<void> = Promise.resolve();
  const inOrder = (work: () => Promise<void>): Promise<void> => (last = last.then(work));
  const runSlot = async (): Promise<void> => {
    const process = createProcess(worker, ended);
    try {
      for (const job of waiting) {
        const outcome = await process.run(job);
        if (outcome === undefined) return;
        await inOrder(() => onOutcome(job, outcome));
      }
    } catch (error) {
      stop.abort();
      throw error;
    } finally {
      process.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, todo.length) }, runSlot));
}

interface AnalysisProcess {
  /** Undefined once aborted. */
  run(job: HomeJob): Promise<HomeOutcome | undefined>;
  end(): void;
}

/** A process that is started for its first job, and again after it has ended. */
function createProcess(worker: URL, signal: AbortSignal): AnalysisProcess {
  let child: ChildProcess | undefined;
  const end = (): void => {
    child?.kill("SIGKILL");
    child = undefined;
  };
  return {
    run: async (job) => {
      if (signal.aborted) return undefined;
      const started = performance.now();
      child ??= fork(worker, { stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "advanced" });
      const answer = await replyOf(child, job, signal);
      if (answer === undefined || answer.kind === "ended" || answer.reply.held > MOST_HELD_BYTES) end();
      if (answer === undefined) return undefined;
      if (answer.kind === "reply") return answer.reply.outcome;
      return { ...failureOf(answer.by), seconds: Number(((performance.now() - started) / 1_000).toFixed(3)) };
    },
    end,
  };
}

type Answer = { readonly kind: "reply"; readonly reply: HomeReply } | { readonly kind: "ended"; readonly by: EndedBy };

type EndedBy = number | NodeJS.Signals | Error;

function replyOf(child: ChildProcess, job: HomeJob, signal: AbortSignal): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const finish = (answer: Answer | undefined): void => {
      child.off("message", onMessage).off("exit", onExit).off("error", onError);
      signal.removeEventListener("abort", onAbort);
      resolve(answer);
    };
    const onMessage = (reply: HomeReply): void => finish({ kind: "reply", reply });
    const onExit = (code: number | null, by: NodeJS.Signals | null): void =>
      finish({ kind: "ended", by: by ?? code ?? 0 });
    const onError = (error: Error): void => finish({ kind: "ended", by: error });
    const onAbort = (): void => finish(undefined);
    child.once("message", onMessage).once("exit", onExit).once("error", onError);
    signal.addEventListener("abort", onAbort);
    // The exit event reports a process that has ended.
    child.send(job, () => undefined);
  });
}

function failureOf(by: EndedBy): HomeFailure {
  return { kind: "failed", cause: "process", error: `its process ${endOf(by)}` };
}

function endOf(by: EndedBy): string {
  if (by instanceof Error) return `could not be used: ${by.message}`;
  // V8 aborts when its heap is full.
  if (by === "SIGABRT" || by === 134) return "ran out of memory: set NODE_OPTIONS=--max-old-space-size=<MB> to more";
  if (by === "SIGKILL") return "was killed, probably because the system ran out of memory: use fewer --jobs";
  return typeof by === "number" ? `ended with code ${by}` : `was ended by ${by}`;
}
