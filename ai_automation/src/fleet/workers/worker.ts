import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PgBoss } from "pg-boss";
import type { Log } from "../../model/log.ts";
import type { FleetDatabase } from "../database/connection.ts";
import { releaseFigures } from "../homes/figures.ts";
import { storeAnalysis, unanalysedRecording } from "../homes/recordings.ts";
import { createAnalyser } from "./analyser.ts";
import { ANALYSES, RELEASES, type AnalysisJob } from "./queue.ts";

export interface Worker {
  stop(): void;
}

/** Looks for new releases of figures every day. */
const RELEASE_AT = "17 4 * * *";

/**
 * Takes analyses from the queue, `jobs` at a time, until it is stopped. A job may run twice, after a crash: its result
 * is stored once.
 */
export async function startWorker(parts: {
  readonly boss: PgBoss;
  readonly database: FleetDatabase;
  readonly jobs: number;
  /** The most bytes that one analysis may use. */
  readonly memory: () => number;
  readonly now: () => Date;
  readonly log: Log;
}): Promise<Worker> {
  const { boss, database, jobs, memory, now, log } = parts;
  const analysers = Array.from({ length: jobs }, () => createAnalyser(memory));
  const idle = [...analysers];
  const work = async ({ tenant_id: tenantId, home_id: homeId, recording_id: recordingId }: AnalysisJob) => {
    const recording = await database.asTenant(tenantId, (rows) => unanalysedRecording(rows, homeId, recordingId));
    if (recording === undefined) return;
    const analyser = idle.pop() ?? createAnalyser(memory);
    const folder = await mkdtemp(join(tmpdir(), "fleet-"));
    try {
      const file = join(folder, "recording.csv.gz");
      await writeFile(file, recording.content);
      const { zone, location, showsNames } = recording;
      const result = await analyser.analyse({ file, zone, location, showsNames });
      await database.asTenant(tenantId, (rows) =>
        storeAnalysis(rows, { tenantId, homeId }, recordingId, result, now()),
      );
      log.info({ homeId, recordingId, outcome: result.outcome, seconds: result.seconds }, "recording analysed");
    } finally {
      idle.push(analyser);
      await rm(folder, { recursive: true, force: true });
    }
  };
  await boss.work<AnalysisJob>(
    ANALYSES,
    { localConcurrency: jobs, pollingIntervalSeconds: 0.5, burstWhenReadyExceeds: 1 },
    async ([job]) => {
      if (job !== undefined) await work(job.data);
    },
  );
  await boss.work(RELEASES, async () => void (await releaseFigures(database, now())));
  await boss.schedule(RELEASES, RELEASE_AT);
  return { stop: () => analysers.forEach((analyser) => analyser.stop()) };
}
