import { Router } from "express";
import { z } from "zod";
import type { SuggestionStore } from "../../suggestions/ports.ts";
import { pageQuery, parseRequest } from "../parse.ts";
import { patternWire } from "../wire/pattern.ts";

export function patternRoutes(store: Pick<SuggestionStore, "patterns">): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/patterns:
       *   get:
       *     summary: The habits behind the suggestions
       *     tags: [Suggestions]
       *     parameters:
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, maximum: 1000000000, default: 0 } }
       *     responses:
       *       200:
       *         description: A page of them, newest first
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 patterns: { type: array, items: { $ref: "#/components/schemas/Pattern" } }
       *                 total: { type: integer }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/patterns", async (request, response) => {
        const { items, total } = await store.patterns(parseRequest(z.strictObject(pageQuery), request.query));
        response.json({ patterns: items.map(patternWire), total });
      })
  );
}
