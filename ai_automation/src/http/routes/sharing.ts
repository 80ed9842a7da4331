import { Router } from "express";
import { z } from "zod";
import { parseWeek, type Digests } from "../../suggestions/follow-up/digest.ts";
import type { Sharing } from "../../suggestions/showing/sharing.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { toDigestWire } from "../wire/digest.ts";

const digestQuery = z.strictObject({
  week: z
    .string()
    .transform((text, context) => {
      const monday = parseWeek(text);
      if (monday !== undefined) return monday;
      context.addIssue({ code: "custom", message: "not an ISO 8601 week such as 2026-W47" });
      return z.NEVER;
    })
    .optional(),
});

/** The weekly digest, and suggestions to share. */
export function sharingRoutes(digests: Digests, sharing: Sharing): Router {
  const router = Router();
  /**
   * @openapi
   * /api/digest:
   *   get:
   *     summary: Summarize one week of the automations created here
   *     tags: [Automations]
   *     parameters:
   *       - { name: week, in: query, description: "An ISO 8601 week, such as 2026-W47; default: this week", schema: { type: string, pattern: "^(19|20)[0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-2])$" } }
   *     responses:
   *       200: { description: "The week, by day and by automation", content: { application/json: { schema: { $ref: "#/components/schemas/Digest" } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   */
  router.get("/api/digest", async (request, response) => {
    const { week } = parseRequest(digestQuery, request.query);
    response.json(toDigestWire(await digests(week)));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/blueprint:
   *   get:
   *     summary: Export a suggestion as a blueprint without names from the home
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The blueprint, content: { application/yaml: { schema: { type: string } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   */
  router.get("/api/suggestions/:id/blueprint", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const yaml = await sharing.blueprint(id);
    response.type("application/yaml").send(yaml);
  });
  /**
   * @openapi
   * /api/suggestions/{id}/share:
   *   get:
   *     summary: Export a suggestion as a short text to post, without names from the home
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200:
   *         description: The text in the home's language
   *         content:
   *           application/json:
   *             schema: { type: object, required: [text], properties: { text: { type: string } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       404: { $ref: "#/components/responses/NotFound" }
   */
  router.get("/api/suggestions/:id/share", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    response.json({ text: await sharing.text(id) });
  });
  return router;
}
