import { Router, type Request } from "express";
import { z } from "zod";
import type { HomeSnapshot } from "../../model/home.ts";
import type { Trials } from "../../suggestions/deciding/trials.ts";
import { stateTextFor, type StateText } from "../../suggestions/showing/state-text.ts";
import type { Access } from "../access/access.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { toTrialPreviewWire, toTrialStateWire, toTriedWire } from "../wire/trial.ts";

const trialRequest = z.strictObject({ choice: z.number().int().min(0).max(1).default(0) }).default({ choice: 0 });

/** Trying out the actions of a suggestion once. */
export function trialRoutes(parts: {
  readonly trials: Trials;
  readonly access: Pick<Access, "callerOf">;
  readonly snapshot: () => HomeSnapshot | undefined;
}): Router {
  const { trials, access, snapshot } = parts;
  const router = Router();
  const textIn = (request: Request): StateText => stateTextFor(snapshot(), readerLanguage(request));
  const userOf = (request: Request): string | null => access.callerOf(request)?.userId ?? null;
  /**
   * @openapi
   * /api/suggestions/{id}/trial:
   *   get:
   *     summary: Preview a trial
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The actions that would be done, content: { application/json: { schema: { $ref: "#/components/schemas/TrialPreview" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.get("/api/suggestions/:id/trial", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toTrialPreviewWire(await trials.preview(id, readerLanguage(request))));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/trial:
   *   post:
   *     summary: Run the actions of a suggestion once
   *     description: Real devices are switched. The changes are recorded as a trial, which is never learned from. Fails without any change while Home Assistant cannot be reached.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody:
   *       required: false
   *       content:
   *         application/json:
   *           schema:
   *             type: object
   *             additionalProperties: false
   *             required: []
   *             properties:
   *               choice: { type: integer, minimum: 0, maximum: 1, default: 0, description: Which of the two parts }
   *     responses:
   *       200: { description: The states from before, content: { application/json: { schema: { $ref: "#/components/schemas/Tried" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/:id/trial", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { choice } = parseRequest(trialRequest, request.body);
    response.json(toTriedWire(await trials.run(id, choice, userOf(request)), textIn(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/trial/undo:
   *   post:
   *     summary: Bring back the states from before a trial
   *     description: Only within 15 minutes after it.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The states that were brought back, content: { application/json: { schema: { type: object, properties: { states: { type: array, items: { $ref: "#/components/schemas/TrialState" } } } } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/:id/trial/undo", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const states = await trials.takeBack(id, userOf(request));
    response.json({ states: states.map((one) => toTrialStateWire(one, textIn(request))) });
  });
  return router;
}
