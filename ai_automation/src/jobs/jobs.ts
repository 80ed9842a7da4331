import { randomUUID } from "node:crypto";
import { newCorrelationId, type Correlation } from "../model/correlation.ts";
import { AppError, causeOf } from "../model/errors.ts";
import { Unfinished, type Job, type Jobs } from "../model/job.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";

/** Number of jobs after which the oldest finished ones are deleted. */
const MAX_JOBS = 100;

export function createJobs(parts: {
  readonly now: Now;
  readonly log: Log;
  readonly correlation: Correlation;
  readonly onChange: (job: Job) => void;
}): Jobs {
  const { now, log, correlation, onChange } = parts;
  const jobs = new Map<string, Job>();
  const work = new Map<string, Promise<void>>();
  const controllers = new Map<string, AbortController>();

  const change = (id: string, values: Partial<Job>): void => {
    const job = jobs.get(id);
    if (job === undefined) return;
    const changed = { ...job, ...values };
    jobs.set(id, changed);
    onChange(changed);
  };
  const running = (kind: string): Job | undefined =>
    [...jobs.values()].find((job) => job.kind === kind && job.status === "running");
  const finish = async (job: Job, run: Promise<unknown>): Promise<void> => {
    const began = performance.now();
    try {
      const result = await run;
      change(job.id, { status: "done", progress: 1, step: null, finishedAt: now(), result });
      log.info({ jobId: job.id, kind: job.kind, milliseconds: Math.round(performance.now() - began) }, "job done");
    } catch (error) {
      if (controllers.get(job.id)?.signal.aborted === true) {
        const result = error instanceof Unfinished ? error.result : null;
        change(job.id, { status: "cancelled", step: null, finishedAt: now(), result });
        log.info({ jobId: job.id, kind: job.kind }, "job cancelled");
        return;
      }
      const code = error instanceof AppError ? error.code : "internal";
      const message = error instanceof Error ? error.message : String(error);
      change(job.id, { status: "failed", step: null, finishedAt: now(), error: { code, message, ...causeOf(error) } });
      log.error({ jobId: job.id, kind: job.kind, err: error }, "job failed");
    } finally {
      controllers.delete(job.id);
    }
  };

  const start: Jobs["start"] = (kind, run) => {
    const current = running(kind);
    if (current !== undefined) return current;
    const correlationId = correlation.current() ?? newCorrelationId();
    const job: Job = {
      id: randomUUID(),
      kind,
      status: "running",
      progress: 0,
      step: null,
      correlationId,
      startedAt: now(),
      finishedAt: null,
      result: null,
      error: null,
    };
    const controller = new AbortController();
    jobs.set(job.id, job);
    controllers.set(job.id, controller);
    deleteOldest(jobs);
    onChange(job);
    const done = correlation.run(correlationId, () => {
      log.info({ jobId: job.id, kind }, "job started");
      return finish(
        job,
        run((share, step) => change(job.id, { progress: share, step }), controller.signal),
      );
    });
    work.set(job.id, done);
    void done.finally(() => work.delete(job.id));
    // With its first step.
    return jobs.get(job.id) ?? job;
  };

  return {
    start,
    cancel: (id) => {
      controllers.get(id)?.abort();
      return jobs.get(id);
    },
    end: async (kind) => {
      const id = running(kind)?.id;
      if (id === undefined) return;
      controllers.get(id)?.abort();
      await work.get(id);
    },
    find: (id) => jobs.get(id),
    running,
    settled: async () => {
      await Promise.all(work.values());
    },
  };
}

function deleteOldest(jobs: Map<string, Job>): void {
  for (const [id, job] of jobs) {
    if (jobs.size <= MAX_JOBS) return;
    if (job.status !== "running") jobs.delete(id);
  }
}
