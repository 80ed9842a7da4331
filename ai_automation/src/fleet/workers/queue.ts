import { fromKnex, PgBoss } from "pg-boss";
import type { Log } from "../../model/log.ts";
import { SECOND } from "../../model/time.ts";
import { QUEUE_SCHEMA, type TenantTransaction } from "../database/connection.ts";

export const ANALYSES = "analyse-recording";
export const FAILED_ANALYSES = "failed-analysis";
export const RELEASES = "release-figures";

/** Larger is earlier: what a person waits for goes before whole archives. */
export const PRIORITY = { now: 10, bulk: 0 } as const;

/** Names of rows only: what the rows hold stays behind row-level security. */
export interface AnalysisJob {
  readonly tenant_id: string;
  readonly home_id: string;
  readonly recording_id: string;
}

export interface Queue {
  /** Adds the job in the caller's transaction: it exists if and only if that commits. */
  add(rows: TenantTransaction, job: AnalysisJob, priority: number): Promise<void>;
  readonly boss: PgBoss;
  stop(): Promise<void>;
}

const STOP_TIMEOUT = 8 * SECOND;

/**
 * Opens the queue in PostgreSQL. Only workers supervise it: they return jobs to the queue whose worker was killed.
 * @param connections the most that are open at a time
 */
export async function openQueue(
  url: string,
  { connections, supervises, log }: { readonly connections: number; readonly supervises: boolean; readonly log: Log },
): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    application_name: "ai_automation_fleet_queue",
    max: connections,
    migrate: false,
    supervise: supervises,
    schedule: supervises,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    // How long a worker takes to see that jobs wait, and no longer rests between two (60 s by default).
    queueCacheIntervalSeconds: 5,
  });
  boss.on("error", (error) => log.error({ err: error }, "queue failed"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue warning"));
  await boss.start();
  return {
    boss,
    add: async (rows, job, priority) => {
      await boss.send(ANALYSES, job, {
        id: job.recording_id,
        priority,
        singletonKey: job.home_id,
        db: fromKnex(rows),
      });
    },
    stop: () => boss.stop({ timeout: STOP_TIMEOUT, graceful: true }),
  };
}

/** Creates the queues, or updates them: at most one job of a home is active at a time. */
export async function createQueues(boss: PgBoss): Promise<void> {
  const retries = { retryLimit: 4, retryDelay: 2, retryBackoff: true, retryDelayMax: 300 };
  const lasting = { retentionSeconds: 14 * 86_400, deleteAfterSeconds: 7 * 86_400 };
  await createOrUpdate(boss, FAILED_ANALYSES, "standard", { ...lasting });
  await createOrUpdate(boss, ANALYSES, "singleton", {
    ...retries,
    ...lasting,
    deadLetter: FAILED_ANALYSES,
    expireInSeconds: 3_600,
    heartbeatSeconds: 10,
  });
  await createOrUpdate(boss, RELEASES, "exclusive", { ...retries });
}

async function createOrUpdate(
  boss: PgBoss,
  name: string,
  policy: "standard" | "singleton" | "exclusive",
  options: Omit<NonNullable<Parameters<PgBoss["createQueue"]>[1]>, "policy" | "partition">,
): Promise<void> {
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, { ...options, policy });
  else await boss.updateQueue(name, options);
}
