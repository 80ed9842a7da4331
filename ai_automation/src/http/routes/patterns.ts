import { Router } from "express";
import { z } from "zod";
import type { SuggestionStore } from "../../suggestions/ports.ts";
import { pageQuery, parseRequest } from "../parse.ts";
import { toPatternWire } from "../wire/pattern.ts";

const listQuery = z.strictObject(pageQuery);

export function patternRoutes(store: Pick<SuggestionStore, "patterns">): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/patterns:
       *   get:
       *     summary: List the habits behind the suggestions
       *     tags: [Suggestions]
       *     parameters:
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, maximum: 1000000000, default: 0 } }
       *     responses:
       *       200:
       *         description: "A page of habits, newest first"
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 patterns: { type: array, items: { $ref: "#/components/schemas/Pattern" } }
       *                 total: { type: integer }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .get("/api/patterns", async (request, response) => {
        const { items, total } = await store.patterns(parseRequest(listQuery, request.query));
        response.json({ patterns: items.map(toPatternWire), total });
      })
  );
}
