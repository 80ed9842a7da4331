import type { OnProgress } from "./progress.ts";

export type JobStatus = "running" | "done" | "failed" | "cancelled";

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
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Work that fails after the signal was given has been cancelled. */
export type Work = (onProgress: OnProgress, cancelled: AbortSignal) => Promise<unknown>;

export interface Jobs {
  /** Starts the work; while a job of that kind runs, returns that one instead. */
  start(kind: string, work: Work): Job;
  /** Asks a running job to end; it ends when its work does. Undefined for an unknown id. */
  cancel(id: string): Job | undefined;
  /** Cancels the running job of a kind; resolves when it has ended. */
  end(kind: string): Promise<void>;
  find(id: string): Job | undefined;
  running(kind: string): Job | undefined;
  /** Resolves when no job runs any more. */
  settled(): Promise<void>;
}
