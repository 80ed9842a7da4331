import { Router } from "express";
import type { AutomationList } from "../../suggestions/follow-up/automation-list.ts";
import { toAutomationWire } from "../wire/automation.ts";

export function automationRoutes(list: AutomationList): Router {
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
      .get("/api/automations", async (_request, response) => {
        response.json({ automations: (await list()).map(toAutomationWire) });
      })
  );
}
