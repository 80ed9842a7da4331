import type { ErrorCause, ErrorCode } from "./errors.ts";
import type { OnProgress } from "./progress.ts";

type JobStatus = "running" | "done" | "failed" | "cancelled";

/** Work that outlives the request that started it. Times in milliseconds UTC. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly status: JobStatus;
  /** 0 to 1 */
  readonly progress: number;
  /** The current step; null before and after the work. */
  readonly step: string | null;
  readonly correlationId: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** Null while it runs; of a cancelled job what it has done until then, if that is known. */
  readonly result: unknown;
  readonly error: JobError | null;
}

interface JobError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly told?: ErrorCause;
}

/** Thrown by work that was cancelled. */
export class Unfinished extends Error {
  readonly result: unknown;

  /** @param result what was done until then */
  constructor(result: unknown, options: ErrorOptions) {
    super("The work was cancelled.", options);
    this.result = result;
  }
}

/** Work that fails after the signal is aborted counts as cancelled. */
type Work = (onProgress: OnProgress, cancelled: AbortSignal) => Promise<unknown>;

export interface Jobs {
  /** Starts the work; while a job of that kind runs, returns that one instead. */
  start(kind: string, work: Work): Job;
  /** Requests cancellation; the job ends when its work does. Undefined for an unknown id. */
  cancel(id: string): Job | undefined;
  /** Cancels the running job of a kind; resolves when it has ended. */
  end(kind: string): Promise<void>;
  find(id: string): Job | undefined;
  running(kind: string): Job | undefined;
  /** Resolves when no job is running. */
  settled(): Promise<void>;
}
