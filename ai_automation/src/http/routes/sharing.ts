import { Router } from "express";
import { z } from "zod";
import { formatDay } from "../../model/clock.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { SuggestionAccess } from "../../suggestions/deciding/suggestion-access.ts";
import { blueprintYaml } from "../../suggestions/showing/blueprint.ts";
import { shareText } from "../../suggestions/showing/share-text.ts";
import { type DigestCounts, type Digests, parseWeek } from "../../suggestions/follow-up/digest.ts";
import { idParameter, parseAddress, parseRequest } from "../parse.ts";
import { homeUnknown } from "../../model/errors.ts";

const digestQuery = z.strictObject({
  week: z
    .string()
    .transform((text, context) => {
      const monday = parseWeek(text);
      if (monday !== undefined) return monday;
      context.addIssue({ code: "custom", message: "not a week such as 2026-W47" });
      return z.NEVER;
    })
    .optional(),
});

/**
 * @openapi
 * components:
 *   schemas:
 *     DigestCounts:
 *       type: object
 *       properties:
 *         runs: { type: integer }
 *         right: { type: integer, description: Runs that nobody undid }
 *         wrong: { type: integer, description: Runs that somebody undid within 15 minutes }
 *         saved: { type: integer, description: What nobody had to do by hand }
 */
const countsWire = ({ runs, right, wrong, saved }: DigestCounts): DigestCounts => ({ runs, right, wrong, saved });

/** What is taken out of the service: a week's sum, and suggestions to share. */
export function sharingRoutes(
  digests: Digests,
  require: SuggestionAccess["require"],
  snapshot: () => HomeSnapshot | undefined,
): Router {
  const router = Router();
  /**
   * @openapi
   * /api/digest:
   *   get:
   *     summary: What the automations created here did in a week
   *     tags: [Automations]
   *     parameters:
   *       - { name: week, in: query, description: "ISO 8601, such as 2026-W47; default the week of today", schema: { type: string, pattern: "^(19|20)[0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-2])$" } }
   *     responses:
   *       200:
   *         description: The week, by day and by automation
   *         content:
   *           application/json:
   *             schema:
   *               type: object
   *               properties:
   *                 from: { type: string, format: date, description: A Monday on the home's wall clock }
   *                 time_zone: { type: string }
   *                 total: { $ref: "#/components/schemas/DigestCounts" }
   *                 days:
   *                   type: array
   *                   items:
   *                     allOf:
   *                       - { $ref: "#/components/schemas/DigestCounts" }
   *                       - { type: object, properties: { day: { type: string, format: date } } }
   *                 automations:
   *                   type: array
   *                   items:
   *                     allOf:
   *                       - { $ref: "#/components/schemas/DigestCounts" }
   *                       - { type: object, properties: { suggestion_id: { type: integer }, alias: { type: string } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.get("/api/digest", async (request, response) => {
    const { week } = parseRequest(digestQuery, request.query);
    const { zone, firstDay, total, days, automations } = await digests(week);
    response.json({
      from: formatDay(firstDay),
      time_zone: zone,
      total: countsWire(total),
      days: days.map((day) => ({ day: formatDay(day.day), ...countsWire(day) })),
      automations: automations.map((one) => ({
        suggestion_id: one.suggestionId,
        alias: one.alias,
        ...countsWire(one),
      })),
    });
  });
  /**
   * @openapi
   * /api/suggestions/{id}/blueprint:
   *   get:
   *     summary: A suggestion as a blueprint, without names of the home
   *     tags: [Suggestions]
   *     parameters:
   *       - { name: id, in: path, required: true, schema: { type: integer, minimum: 1, maximum: 999999999999999 } }
   *     responses:
   *       200: { description: The blueprint, content: { application/yaml: { schema: { type: string } } } }
   *       400: { $ref: "#/components/responses/BadRequest" }
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   */
  router.get("/api/suggestions/:id/blueprint", async (request, response) => {
    const { id } = parseAddress(idParameter, request.params);
    const { automation } = await require(id);
    response.type("application/yaml").send(blueprintYaml(automation));
  });
  /**
   * @openapi
   * /api/suggestions/{id}/share:
   *   get:
   *     summary: A suggestion as a short text to post, without names of the home
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
   *       401: { $ref: "#/components/responses/Unauthorized" }
   *       404: { $ref: "#/components/responses/NotFound" }
   *       503: { $ref: "#/components/responses/Unavailable" }
   */
  router.get("/api/suggestions/:id/share", async (request, response) => {
    const suggestion = await require(parseAddress(idParameter, request.params).id);
    const home = snapshot();
    if (home === undefined) throw homeUnknown();
    response.json({ text: shareText(suggestion, home) });
  });
  return router;
}
