import { Router } from "express";
import type { Status } from "../../suggestions/showing/status.ts";
import type { EventStream } from "../event-stream.ts";
import { statusWire } from "../wire.ts";
import { SERVICE } from "./health.ts";

export function statusRoutes(status: () => Promise<Status>, events: EventStream): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/status:
       *   get:
       *     summary: How the service, the home, the history and the analysis are doing
       *     tags: [Service]
       *     responses:
       *       200: { description: The status, content: { application/json: { schema: { $ref: "#/components/schemas/Status" } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/status", async (_request, response) => {
        response.json(statusWire(await status(), SERVICE));
      })
      /**
       * @openapi
       * /api/events:
       *   get:
       *     summary: What happens, as server-sent events
       *     description: "`status` carries the home's connection or the reading of history, `progress` a job, `suggestion` a suggestion that was offered or changed, `automation` an item of `GET /api/automations` that changed, `exclusions` the list of what is excluded."
       *     tags: [Service]
       *     responses:
       *       200: { description: An endless stream, content: { text/event-stream: { schema: { type: string } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/events", (_request, response) => {
        events.listen(response);
      })
  );
}
