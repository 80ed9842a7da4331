import { Router, type Request, type RequestHandler } from "express";
import { z } from "zod";
import type { HomeSnapshot } from "../../model/home.ts";
import type { AutomationList } from "../../suggestions/follow-up/automation-list.ts";
import type { Switching } from "../../suggestions/follow-up/switching.ts";
import { parseAddress } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { toAutomationWire } from "../wire/automation.ts";

const addressed = z.object({ entity_id: z.string().regex(/^automation\.[a-z\d_]+$/, "not the id of an automation") });

export function automationRoutes(
  list: AutomationList,
  switching: Switching,
  snapshot: () => HomeSnapshot | undefined,
): Router {
  const languageOf = (request: Request): string => readerLanguage(request) ?? snapshot()?.info.language ?? "en";
  const turn =
    (isOn: boolean): RequestHandler =>
    async (request, response) => {
      const { entity_id: entityId } = parseAddress(addressed, request.params);
      response.json(toAutomationWire(await switching(entityId, isOn), languageOf(request)));
    };
  return (
    Router()
      /**
       * @openapi
       * /api/automations:
       *   get:
       *     summary: List the home's automations and how they perform, those created here first
       *     tags: [Automations]
       *     responses:
       *       200:
       *         description: All automations
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 automations: { type: array, items: { $ref: "#/components/schemas/Automation" } }
       */
      .get("/api/automations", async (request, response) => {
        const language = languageOf(request);
        response.json({ automations: (await list()).map((automation) => toAutomationWire(automation, language)) });
      })
      /**
       * @openapi
       * /api/automations/{entity_id}/turn_on:
       *   post:
       *     summary: Turn an automation of the home on, also one that was not created here
       *     tags: [Automations]
       *     parameters:
       *       - { name: entity_id, in: path, required: true, schema: { type: string, pattern: "^automation\\.[a-z0-9_]+$" } }
       *     responses:
       *       200: { description: The automation, content: { application/json: { schema: { $ref: "#/components/schemas/Automation" } } } }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       409: { $ref: "#/components/responses/Conflict" }
       */
      .post("/api/automations/:entity_id/turn_on", turn(true))
      /**
       * @openapi
       * /api/automations/{entity_id}/turn_off:
       *   post:
       *     summary: Turn an automation of the home off, also one that was not created here
       *     tags: [Automations]
       *     parameters:
       *       - { name: entity_id, in: path, required: true, schema: { type: string, pattern: "^automation\\.[a-z0-9_]+$" } }
       *     responses:
       *       200: { description: The automation, content: { application/json: { schema: { $ref: "#/components/schemas/Automation" } } } }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       409: { $ref: "#/components/responses/Conflict" }
       */
      .post("/api/automations/:entity_id/turn_off", turn(false))
  );
}
