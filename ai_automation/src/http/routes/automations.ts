import { Router } from "express";
import type { AutomationList } from "../../suggestions/follow-up/automation-list.ts";
import { automationWire } from "../wire/automation.ts";

export function automationRoutes(list: AutomationList): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/automations:
       *   get:
       *     summary: The home's automations and what they did, ours first
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
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/automations", async (_request, response) => {
        response.json({ automations: (await list()).map(automationWire) });
      })
  );
}
