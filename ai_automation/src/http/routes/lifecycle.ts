import { Router } from "express";
import type { Pausing } from "../../suggestions/deciding/pausing.ts";
import type { Postponement } from "../../suggestions/deciding/postponement.ts";
import { idParameter, parseAddress } from "../parse.ts";
import type { ToSuggestionWire } from "../wire.ts";

/** What can be done with a suggestion besides deciding on it. */
export function lifecycleRoutes(postponement: Postponement, pausing: Pausing, tell: ToSuggestionWire): Router {
  const router = Router();
  /**
   * @openapi
   * /api/suggestions/{id}/watch:
   *   post:
   *     summary: See first how it would do
   *     description: Each analysis scores it on the days since then. Only for pending suggestions.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/watch", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(tell(await postponement.watch(id)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/unwatch:
   *   post:
   *     summary: Watch it no longer
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/unwatch", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(tell(await postponement.unwatch(id)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/snooze:
   *   post:
   *     summary: Not now
   *     description: It comes back by itself after seven days. Only for pending suggestions.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/snooze", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(tell(await postponement.snooze(id)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/unsnooze:
   *   post:
   *     summary: Bring it back now
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   */
  router.post("/api/suggestions/:id/unsnooze", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(tell(await postponement.unsnooze(id)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/pause:
   *   post:
   *     summary: Turn the automation off in Home Assistant
   *     description: What it is at is stopped. Only for deployed suggestions; while Home Assistant is away nothing is changed.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/:id/pause", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(tell(await pausing.pause(id)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/resume:
   *   post:
   *     summary: Turn the automation on again
   *     description: Only for deployed suggestions; while Home Assistant is away nothing is changed.
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       409: { $ref: "#/components/responses/Conflict" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.post("/api/suggestions/:id/resume", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json(tell(await pausing.resume(id)));
  });
  return router;
}
