import type { Job } from "../../model/job.ts";
import { errorText } from "../../suggestions/words/error-text.ts";
import { instant } from "./instant.ts";

export type JobWire = ReturnType<typeof toJobWire>;

/** The result of an import. */
export interface ImportResultWire {
  readonly file: string;
  readonly read: number;
  readonly added: number;
  readonly corrected: number;
  readonly rows: number;
  readonly left_out: Readonly<Record<"impossible_time" | "unknown_entity" | "no_predecessor", number>>;
}

/**
 * @openapi
 * components:
 *   schemas:
 *     Job:
 *       type: object
 *       properties:
 *         id: { type: string, format: uuid }
 *         kind: { type: string, enum: [analysis, import] }
 *         status: { type: string, enum: [running, done, failed, cancelled] }
 *         progress: { type: number, minimum: 0, maximum: 1 }
 *         step: { type: string, nullable: true, description: "The current step, in English; of an import connecting, copying or reading" }
 *         correlation_id: { type: string }
 *         started_at: { type: string, format: date-time }
 *         finished_at: { type: string, format: date-time, nullable: true }
 *         result:
 *           nullable: true
 *           description: "Set once the job is done, or an import was cancelled"
 *           oneOf: [{ $ref: "#/components/schemas/AnalysisResult" }, { $ref: "#/components/schemas/ImportResult" }]
 *         error:
 *           type: object
 *           nullable: true
 *           description: Set when the job failed
 *           properties: { code: { $ref: "#/components/schemas/ErrorCode" }, message: { type: string, description: "In English" }, text: { type: string, description: "The same in the reader's language, in events in the home's" } }
 *     AnalysisResult:
 *       type: object
 *       properties:
 *         changes: { type: integer, description: State changes analyzed }
 *         seconds: { type: number }
 *         suggestions: { type: integer, description: Suggestions found }
 *         offered: { type: integer, description: New suggestions }
 *         refreshed: { type: integer, description: Pending suggestions updated }
 *         withdrawn: { type: integer, description: Pending suggestions withdrawn because the habit has ended }
 *         near_misses: { type: integer }
 *     ImportResult:
 *       type: object
 *       properties:
 *         file: { type: string, description: The file, or the address without its password }
 *         read: { type: integer, description: State changes read }
 *         added: { type: integer, description: State changes that were new }
 *         corrected: { type: integer, description: State changes whose cause is now known better }
 *         rows: { type: integer, description: Rows read }
 *         left_out:
 *           type: object
 *           description: Rows that were left out
 *           properties: { impossible_time: { type: integer }, unknown_entity: { type: integer }, no_predecessor: { type: integer } }
 */
export const toJobWire = (job: Job, language: string) => ({
  id: job.id,
  kind: job.kind,
  status: job.status,
  progress: job.progress,
  step: job.step,
  correlation_id: job.correlationId,
  started_at: instant(job.startedAt),
  finished_at: instant(job.finishedAt),
  result: job.result,
  error:
    job.error === null
      ? null
      : { code: job.error.code, message: job.error.message, text: errorText(job.error, language) },
});
