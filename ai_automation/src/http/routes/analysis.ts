import { Router, type Request } from "express";
import { z } from "zod";
import { AppError } from "../../model/errors.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Jobs } from "../../model/job.ts";
import type { AnalysisJob } from "../../suggestions/finding/analysis-job.ts";
import type { Contradictions } from "../../suggestions/finding/contradictions.ts";
import type { WatchedHabits } from "../../suggestions/finding/watched-habits.ts";
import type { AnalysisRecord } from "../../suggestions/ports.ts";
import { wordedAnalysis } from "../../suggestions/showing/worded-analysis.ts";
import { isSameLanguage } from "../../suggestions/words/languages.ts";
import { namesIn } from "../../suggestions/words/names.ts";
import { parseAddress } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { habitId, selfActingId, toAnalysisWire, toSelfActingWire, toWatchedHabitWire } from "../wire/analysis.ts";
import { toJobWire } from "../wire/job.ts";

const jobParameter = z.object({ id: z.uuid("not a job id") });

const noJob = (id: string): string =>
  `There is no job ${id}: jobs are kept only until the service restarts. GET /api/status shows the current ones.`;

const habitParameter = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, "not an id of the last analysis") });

const noHabit = (): AppError =>
  new AppError("not_found", "The last analysis has no such habit: GET /api/analysis/latest lists them.");

const selfActingParameter = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, "not an id of the last analysis") });

interface AnalysisRouteParts {
  readonly analysis: AnalysisJob;
  readonly jobs: Jobs;
  readonly contradictions: Pick<Contradictions, "set">;
  readonly watchedHabits: Pick<WatchedHabits, "list" | "watch" | "unwatch">;
  readonly snapshot: () => HomeSnapshot | undefined;
}

export function analysisRoutes(parts: AnalysisRouteParts): Router {
  const { analysis, jobs, contradictions, watchedHabits, snapshot } = parts;
  const latestFor = async (request: Request): Promise<AnalysisRecord | undefined> => {
    const [latest, home, language] = [await analysis.latest(), snapshot(), readerLanguage(request)];
    if (latest === undefined || home === undefined || language === undefined) return latest;
    return isSameLanguage(language, home.info.language)
      ? latest
      : wordedAnalysis(latest, { ...namesIn(home), language });
  };
  const watched = () => ({ watched_habits: watchedHabits.list().map(toWatchedHabitWire) });
  const watch = async (params: unknown): Promise<void> => {
    const { id } = parseAddress(habitParameter, params);
    const near = (await analysis.latest())?.nearMisses.find((one) => habitId(one) === id);
    if (near === undefined) throw noHabit();
    if (near.prospect === null)
      throw new AppError("conflict", `"${near.title}" is not promising: ${near.reason.text}.`, {
        told: { reason: "not_promising" },
      });
    await watchedHabits.watch(near);
  };
  const unwatch = async (params: unknown): Promise<void> => {
    const { id } = parseAddress(habitParameter, params);
    const one = watchedHabits.list().find((habit) => habitId(habit) === id);
    if (one === undefined) throw noHabit();
    await watchedHabits.unwatch(one);
  };
  const contradict = async (request: Request, isContradicted: boolean) => {
    const { id } = parseAddress(selfActingParameter, request.params);
    const latest = await latestFor(request);
    const one = latest?.selfActing.find((machine) => selfActingId(machine) === id);
    if (one === undefined)
      throw new AppError(
        "not_found",
        "The last analysis does not name it: GET /api/analysis/latest shows what it does.",
      );
    await contradictions.set(one, isContradicted);
    return toSelfActingWire({ ...one, isContradicted });
  };
  return (
    Router()
      /**
       * @openapi
       * /api/analysis:
       *   post:
       *     summary: Start an analysis
       *     description: While an analysis is running, returns that one.
       *     tags: [Analysis]
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       */
      .post("/api/analysis", (request, response) => {
        response.status(202).json(toJobWire(analysis.start(), readerLanguage(request) ?? "en"));
      })
      /**
       * @openapi
       * /api/analysis/latest:
       *   get:
       *     summary: Get the result of the last analysis
       *     description: The habits that came close to being offered with what they lack, or why nothing can be found yet.
       *     tags: [Analysis]
       *     responses:
       *       200: { description: The last successful analysis, content: { application/json: { schema: { $ref: "#/components/schemas/Analysis" } } } }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/analysis/latest", async (request, response) => {
        const latest = await latestFor(request);
        if (latest === undefined)
          throw new AppError("not_found", "No analysis has finished yet: start one with POST /api/analysis.");
        response.json(toAnalysisWire(latest, watchedHabits.list()));
      })
      /**
       * @openapi
       * /api/analysis/self-acting/{id}/contradict:
       *   post:
       *     summary: Say that something that looks like a machine was a person
       *     description: The next analysis learns from these changes.
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string } }
       *     responses:
       *       200: { description: "The same, as contradicted", content: { application/json: { schema: { $ref: "#/components/schemas/SelfActing" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .post("/api/analysis/self-acting/:id/contradict", async (request, response) => {
        response.json(await contradict(request, true));
      })
      /**
       * @openapi
       * /api/analysis/self-acting/{id}/confirm:
       *   post:
       *     summary: Take back a contradiction
       *     description: The next analysis no longer learns from these changes.
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string } }
       *     responses:
       *       200: { description: "The same, no longer contradicted", content: { application/json: { schema: { $ref: "#/components/schemas/SelfActing" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .post("/api/analysis/self-acting/:id/confirm", async (request, response) => {
        response.json(await contradict(request, false));
      })
      /**
       * @openapi
       * /api/analysis/near-misses/{id}/watch:
       *   post:
       *     summary: Watch a promising habit
       *     description: It becomes a suggestion as soon as it is proven, also beyond the weekly limit, or is dropped with a reason.
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string } }
       *     responses:
       *       200: { description: All watched habits, content: { application/json: { schema: { $ref: "#/components/schemas/WatchedHabits" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       409: { $ref: "#/components/responses/Conflict" }
       */
      .post("/api/analysis/near-misses/:id/watch", async (request, response) => {
        await watch(request.params);
        response.json(watched());
      })
      /**
       * @openapi
       * /api/analysis/near-misses/{id}/unwatch:
       *   post:
       *     summary: Stop watching a habit
       *     description: Also removes one from the list that became a suggestion or was dropped.
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string } }
       *     responses:
       *       200: { description: All watched habits, content: { application/json: { schema: { $ref: "#/components/schemas/WatchedHabits" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       * components:
       *   schemas:
       *     WatchedHabits:
       *       type: object
       *       properties:
       *         watched_habits: { type: array, items: { $ref: "#/components/schemas/WatchedHabit" } }
       */
      .post("/api/analysis/near-misses/:id/unwatch", async (request, response) => {
        await unwatch(request.params);
        response.json(watched());
      })
      /**
       * @openapi
       * /api/jobs/{id}:
       *   get:
       *     summary: Get the state of a job
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       200: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/jobs/:id", (request, response) => {
        const { id } = parseAddress(jobParameter, request.params);
        const job = jobs.find(id);
        if (job === undefined) throw new AppError("not_found", noJob(id));
        response.json(toJobWire(job, readerLanguage(request) ?? "en"));
      })
      /**
       * @openapi
       * /api/jobs/{id}:
       *   delete:
       *     summary: Cancel a running job
       *     description: The job stops within moments and its result is discarded. Has no effect on a job that has ended.
       *     tags: [Analysis]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .delete("/api/jobs/:id", (request, response) => {
        const { id } = parseAddress(jobParameter, request.params);
        const job = jobs.cancel(id);
        if (job === undefined) throw new AppError("not_found", noJob(id));
        response.status(202).json(toJobWire(job, readerLanguage(request) ?? "en"));
      })
  );
}
