import type { OnProgress } from "./progress.ts";

export type JobStatus = "running" | "done" | "failed" | "cancelled";

/** A piece of work that outlives the request that asked for it. Times in milliseconds UTC. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly status: JobStatus;
  /** 0 to 1 */
  readonly progress: number;
  /** What is being done now; null before and after. */
  readonly step: string | null;
  readonly correlationId: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Work that fails after the signal was given has been cancelled. */
export type Work = (onProgress: OnProgress, cancelled: AbortSignal) => Promise<unknown>;

export interface Jobs {
  /** Starts the work; while a job of that kind runs, that one is answered instead. */
  start(kind: string, work: Work): Job;
  /** Asks a running job to end; it ends when its work does. Undefined where there is no such job. */
  cancel(id: string): Job | undefined;
  /** Cancels what runs of a kind; resolves when it has ended. */
  end(kind: string): Promise<void>;
  find(id: string): Job | undefined;
  running(kind: string): Job | undefined;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
}
