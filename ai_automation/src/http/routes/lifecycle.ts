import { Router } from "express";
import type { Pausing } from "../../suggestions/deciding/pausing.ts";
import type { Postponement } from "../../suggestions/deciding/postponement.ts";
import { idParameter, parseAddress } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import type { ToSuggestionWire } from "../wire/suggestion.ts";

/** Watching, snoozing and pausing. */
export function lifecycleRoutes(postponement: Postponement, pausing: Pausing, toWire: ToSuggestionWire): Router {
  const router = Router();
  /**
   * @openapi
   * /api/suggestions/{id}/watch:
   *   post:
   *     summary: Watch a suggestion before deciding
   *     description: Each analysis then scores it on the days since. Only for pending suggestions.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/watch", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await postponement.watch(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/unwatch:
   *   post:
   *     summary: Stop watching a suggestion
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/unwatch", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await postponement.unwatch(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/snooze:
   *   post:
   *     summary: Snooze a suggestion
   *     description: It returns after seven days. Only for pending suggestions.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/snooze", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await postponement.snooze(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/unsnooze:
   *   post:
   *     summary: End the snooze of a suggestion
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/unsnooze", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await postponement.unsnooze(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/pause:
   *   post:
   *     summary: Turn the automation off in Home Assistant
   *     description: Also stops a run in progress. Only for deployed suggestions. Fails without any change while Home Assistant cannot be reached.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/pause", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await pausing.pause(id), readerLanguage(request)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/resume:
   *   post:
   *     summary: Turn the automation back on
   *     description: Only for deployed suggestions. Fails without any change while Home Assistant cannot be reached.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/resume", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(toWire(await pausing.resume(id), readerLanguage(request)));
  });
  return router;
}
