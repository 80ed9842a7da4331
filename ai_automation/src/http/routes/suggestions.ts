import { Router } from "express";
import { z } from "zod";
import { SUGGESTION_STATUSES } from "../../model/suggestion.ts";
import type { Now } from "../../model/time.ts";
import type { SuggestionAccess } from "../../suggestions/deciding/suggestion-access.ts";
import type { SuggestionStore } from "../../suggestions/ports.ts";
import { idParameter, pageQuery, parseAddress, parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { toBriefSuggestionWire, type ToSuggestionWire } from "../wire/suggestion.ts";

const listQuery = z.strictObject({
  status: z.enum(SUGGESTION_STATUSES).optional(),
  ...pageQuery,
  brief: z.enum(["true", "false"]).default("false"),
  snoozed: z.enum(["true", "false"]).optional(),
});

export function suggestionRoutes(
  store: Pick<SuggestionStore, "list">,
  require: SuggestionAccess["require"],
  toWire: ToSuggestionWire,
  now: Now,
): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/suggestions:
       *   get:
       *     summary: List suggestions, best first
       *     tags: [Suggestions]
       *     parameters:
       *       - { name: status, in: query, schema: { type: string, enum: [pending, approved, deployed, rejected] } }
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, maximum: 1000000000, default: 0 } }
       *       - { name: snoozed, in: query, description: "Only those put off until later, or only the others", schema: { type: string, enum: ["true", "false"] } }
       *       - { name: brief, in: query, description: Leave out replay marks and evidence actions, schema: { type: string, enum: ["true", "false"], default: "false" } }
       *     responses:
       *       200:
       *         description: A page of suggestions
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 suggestions: { type: array, items: { $ref: "#/components/schemas/Suggestion" } }
       *                 total: { type: integer }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .get("/api/suggestions", async (request, response) => {
        const { status, brief, snoozed, ...page } = parseRequest(listQuery, request.query);
        const snoozedAt = snoozed === undefined ? {} : { snoozedAt: { is: snoozed === "true", at: now() } };
        const { items, total } = await store.list(status, { ...page, ...snoozedAt });
        response.json({
          suggestions: items.map((item) =>
            brief === "true"
              ? toBriefSuggestionWire(toWire(item, readerLanguage(request)))
              : toWire(item, readerLanguage(request)),
          ),
          total,
        });
      })
      /**
       * @openapi
       * /api/suggestions/{id}:
       *   get:
       *     summary: Get one suggestion
       *     tags: [Suggestions]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
       *     responses:
       *       200: { description: The suggestion, content: { application/json: { schema: { $ref: "#/components/schemas/Suggestion" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/suggestions/:id", async (request, response) => {
        const { id } = parseAddress(idParameter, request.params);
        response.json(toWire(await require(id), readerLanguage(request)));
      })
  );
}
