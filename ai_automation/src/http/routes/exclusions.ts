import { Router } from "express";
import { z } from "zod";
import { EXCLUSION_KINDS } from "../../model/exclusion.ts";
import type { Privacy } from "../../model/privacy.ts";
import { parseRequest } from "../parse.ts";

const replacement = z.strictObject({
  exclusions: z
    .array(z.strictObject({ kind: z.enum(EXCLUSION_KINDS), id: z.string().min(1).max(255) }))
    .max(1_000)
    .transform((list) => [...new Map(list.map((one) => [`${one.kind} ${one.id}`, one])).values()]),
});

/**
 * @openapi
 * components:
 *   schemas:
 *     Exclusion:
 *       type: object
 *       properties:
 *         kind: { type: string, enum: [entity, area, domain, person] }
 *         id: { type: string, description: "An entity's or area's id, a domain, or the id of a person's user" }
 *         name: { type: string }
 *         from: { type: string, enum: [panel, options] }
 */
export function exclusionRoutes(privacy: Privacy, onChange: (list: ReturnType<Privacy["list"]>) => void): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/exclusions:
       *   get:
       *     summary: What is neither stored nor mined
       *     tags: [Privacy]
       *     responses:
       *       200: { description: The list, content: { application/json: { schema: { type: object, properties: { exclusions: { type: array, items: { $ref: "#/components/schemas/Exclusion" } } } } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/exclusions", (_request, response) => {
        response.json({ exclusions: privacy.list() });
      })
      /**
       * @openapi
       * /api/exclusions:
       *   put:
       *     summary: Replace the panel's list
       *     description: Deletes for good what is stored of what is on it. What the options exclude stays excluded.
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
       *       200: { description: "The list, and how many changes were deleted", content: { application/json: { schema: { type: object, properties: { exclusions: { type: array, items: { $ref: "#/components/schemas/Exclusion" } }, deleted_changes: { type: integer } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       */
      .put("/api/exclusions", async (request, response) => {
        const { exclusions } = parseRequest(replacement, request.body);
        const deleted = await privacy.replace(exclusions);
        onChange(privacy.list());
        response.json({ exclusions: privacy.list(), deleted_changes: deleted });
      })
  );
}
