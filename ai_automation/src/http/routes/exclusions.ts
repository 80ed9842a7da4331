import { Router } from "express";
import { z } from "zod";
import { EXCLUSION_KINDS } from "../../model/exclusion.ts";
import type { Privacy } from "../../model/privacy.ts";
import { parseRequest } from "../parse.ts";
import { toExclusionsWire } from "../wire/exclusion.ts";

const replacement = z.strictObject({
  exclusions: z.array(z.strictObject({ kind: z.enum(EXCLUSION_KINDS), id: z.string().min(1).max(255) })).max(1_000),
});

export function exclusionRoutes(
  privacy: Pick<Privacy, "list" | "replace" | "preview">,
  onChange: (wire: ReturnType<typeof toExclusionsWire>) => void,
): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/exclusions:
       *   get:
       *     summary: List what is neither recorded nor learned from
       *     tags: [Privacy]
       *     responses:
       *       200: { description: The list, content: { application/json: { schema: { $ref: "#/components/schemas/ExclusionList" } } } }
       */
      .get("/api/exclusions", (_request, response) => {
        response.json(toExclusionsWire(privacy.list()));
      })
      /**
       * @openapi
       * /api/exclusions:
       *   put:
       *     summary: Replace the panel's list of exclusions
       *     description: Permanently deletes the stored history of everything on the list. The exclusions set in the options always stay. An entry is an id or a name in the home; nothing is changed if one is unknown.
       *     tags: [Privacy]
       *     requestBody:
       *       required: true
       *       content:
       *         application/json:
       *           schema:
       *             type: object
       *             required: [exclusions]
       *             additionalProperties: false
       *             properties:
       *               exclusions:
       *                 type: array
       *                 maxItems: 1000
       *                 items:
       *                   type: object
       *                   required: [kind, id]
       *                   additionalProperties: false
       *                   properties: { kind: { type: string, enum: [entity, area, domain, person] }, id: { type: string, minLength: 1, maxLength: 255 } }
       *     responses:
       *       200: { description: "The list, and the number of deleted state changes", content: { application/json: { schema: { type: object, properties: { exclusions: { type: array, items: { $ref: "#/components/schemas/Exclusion" } }, deleted_changes: { type: integer } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       409: { $ref: "#/components/responses/Conflict" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       *       503: { $ref: "#/components/responses/Unavailable" }
       */
      .put("/api/exclusions", async (request, response) => {
        const deleted = await privacy.replace(parseRequest(replacement, request.body).exclusions);
        const wire = toExclusionsWire(privacy.list());
        onChange(wire);
        response.json({ ...wire, deleted_changes: deleted });
      })
      /**
       * @openapi
       * /api/exclusions/preview:
       *   post:
       *     summary: Count what a list of exclusions would delete
       *     description: Changes nothing. An entry is an id or a name in the home.
       *     tags: [Privacy]
       *     requestBody:
       *       required: true
       *       content:
       *         application/json:
       *           schema:
       *             type: object
       *             required: [exclusions]
       *             additionalProperties: false
       *             properties:
       *               exclusions:
       *                 type: array
       *                 maxItems: 1000
       *                 items:
       *                   type: object
       *                   required: [kind, id]
       *                   additionalProperties: false
       *                   properties: { kind: { type: string, enum: [entity, area, domain, person] }, id: { type: string, minLength: 1, maxLength: 255 } }
       *     responses:
       *       200: { description: "The list as it would be, the number of recorded entities on it, and of their state changes", content: { application/json: { schema: { type: object, properties: { exclusions: { type: array, items: { $ref: "#/components/schemas/Exclusion" } }, entities: { type: integer }, changes: { type: integer } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       409: { $ref: "#/components/responses/Conflict" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       *       503: { $ref: "#/components/responses/Unavailable" }
       */
      .post("/api/exclusions/preview", async (request, response) => {
        const { exclusions, entities, changes } = await privacy.preview(
          parseRequest(replacement, request.body).exclusions,
        );
        response.json({ ...toExclusionsWire(exclusions), entities, changes });
      })
  );
}
