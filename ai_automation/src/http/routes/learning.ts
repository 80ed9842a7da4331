import { Router } from "express";
import { z } from "zod";
import type { LearningPause } from "../../suggestions/finding/learning-pause.ts";
import { parseRequest } from "../parse.ts";
import { toLearningWire } from "../wire/learning.ts";

const pauseRequest = z.strictObject({ days: z.number().int().min(1).max(90).nullable().default(null) });

export function learningRoutes(learning: Pick<LearningPause, "current" | "pause" | "resume">): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/learning/pause:
       *   post:
       *     summary: Pause learning
       *     description: Nothing is learned from manual actions meanwhile, and the days are left out of analyses. There is no nightly analysis. Automations are not affected.
       *     tags: [Analysis]
       *     requestBody:
       *       required: true
       *       content:
       *         application/json:
       *           schema:
       *             type: object
       *             additionalProperties: false
       *             required: []
       *             properties:
       *               days: { type: integer, minimum: 1, maximum: 90, nullable: true, default: null, description: "When it ends by itself, from now; null: only when it is resumed" }
       *     responses:
       *       200: { description: The pause, content: { application/json: { schema: { $ref: "#/components/schemas/Learning" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       */
      .post("/api/learning/pause", async (request, response) => {
        await learning.pause(parseRequest(pauseRequest, request.body).days);
        response.json(toLearningWire(learning.current()));
      })
      /**
       * @openapi
       * /api/learning/resume:
       *   post:
       *     summary: Resume learning
       *     tags: [Analysis]
       *     responses:
       *       200: { description: Learning is not paused, content: { application/json: { schema: { $ref: "#/components/schemas/Learning" } } } }
       */
      .post("/api/learning/resume", async (_request, response) => {
        await learning.resume();
        response.json(toLearningWire(learning.current()));
      })
  );
}
