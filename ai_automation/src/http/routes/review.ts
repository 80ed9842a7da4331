import { Router } from "express";
import { z } from "zod";
import { REJECT_REASONS } from "../../model/suggestion.ts";
import type { Review } from "../../suggestions/deciding/review.ts";
import { automationEdit } from "../automation-edit.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import type { ToSuggestionWire } from "../wire/suggestion.ts";

const rejection = z.strictObject({ reason: z.enum(REJECT_REASONS), text: z.string().max(2_000).optional() });

export function reviewRoutes(review: Review, toWire: ToSuggestionWire): Router {
  const router = Router();
  /**
   * @openapi
   * /api/suggestions/{id}:
   *   patch:
   *     summary: Change the automation of a pending suggestion
   *     description: The new automation is validated, replayed on the same days as the original, and stored.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody: { $ref: "#/components/requestBodies/AutomationEdit" }
   *     responses:
   *       200: { description: The changed suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   */
  router.patch("/api/suggestions/:id", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await review.edit(id, parseRequest(automationEdit, request.body)), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/approve:
   *   post:
   *     summary: Create the automation in Home Assistant
   *     description: Created exactly once, even if called repeatedly. While Home Assistant cannot be reached, the suggestion stays approved and is deployed later.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: "The suggestion, deployed or still approved", content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       422: { $ref: "#/components/responses/Unprocessable" }
   */
  router.post("/api/suggestions/:id/approve", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await review.approve(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/undo:
   *   post:
   *     summary: Delete the automation that was created
   *     description: The suggestion becomes pending again. While Home Assistant cannot be reached, the automation is deleted later.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/undo", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await review.undo(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/restore:
   *   post:
   *     summary: Make a rejected suggestion pending again
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/restore", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await review.restore(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/reject:
   *   post:
   *     summary: Reject a suggestion
   *     description: "It stays rejected until it is restored. Only with the reason too_many or other can it return on its own, after four weeks at the earliest."
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     requestBody:
   *       required: true
   *       content:
   *         application/json:
   *           schema:
   *             type: object
   *             required: [reason]
   *             additionalProperties: false
   *             properties:
   *               reason: { type: string, enum: [wrong, not_this_room, not_at_night, too_many, other] }
   *               text: { type: string, maxLength: 2000 }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       413: { $ref: "#/components/responses/TooLarge" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/reject", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { reason, text } = parseRequest(rejection, request.body);
    response.json(toWire(await review.reject(id, reason, text ?? null), readerLanguage(request)));
  });
  return router;
}
