import { Router } from "express";
import { z } from "zod";
import type { Jobs } from "../../model/job.ts";
import { AppError } from "../../model/errors.ts";
import type { AnalysisJob } from "../../suggestions/finding/analysis-job.ts";
import { parseAddress } from "../parse.ts";
import { analysisWire } from "../wire/analysis.ts";
import { jobWire } from "../wire.ts";

const jobParameter = z.object({ id: z.uuid("not the id of a job") });

const noJob = (id: string): string => `There is no job ${id}; jobs end with the service.`;

export function analysisRoutes(analysis: AnalysisJob, jobs: Jobs): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/analysis:
       *   post:
       *     summary: Look for habits now
       *     description: While an analysis runs, that one is answered.
       *     tags: [Analysis]
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       503: { $ref: "#/components/responses/Unavailable" }
       */
      .post("/api/analysis", (_request, response) => {
        response.status(202).json(jobWire(analysis.start()));
      })
      /**
       * @openapi
       * /api/analysis/latest:
       *   get:
       *     summary: What the last analysis came to
       *     description: What came close to being offered and what it lacks, or why nothing can be found yet.
       *     tags: [Analysis]
       *     responses:
       *       200: { description: The last analysis that succeeded, content: { application/json: { schema: { $ref: "#/components/schemas/Analysis" } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/analysis/latest", async (_request, response) => {
        const latest = await analysis.latest();
        if (latest === undefined)
          throw new AppError("not_found", "No analysis has run yet: POST /api/analysis starts one.");
        response.json(analysisWire(latest));
      })
      /**
       * @openapi
       * /api/jobs/{id}:
       *   get:
       *     summary: How a job is doing
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       200: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/jobs/:id", (request, response) => {
        const { id } = parseAddress(jobParameter, request.params);
        const job = jobs.find(id);
        if (job === undefined) throw new AppError("not_found", noJob(id));
        response.json(jobWire(job));
      })
      /**
       * @openapi
       * /api/jobs/{id}:
       *   delete:
       *     summary: Cancel a running job
       *     description: It ends within moments, and nothing of it is kept. A job that has ended stays as it is.
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .delete("/api/jobs/:id", (request, response) => {
        const { id } = parseAddress(jobParameter, request.params);
        const job = jobs.cancel(id);
        if (job === undefined) throw new AppError("not_found", noJob(id));
        response.status(202).json(jobWire(job));
      })
  );
}
