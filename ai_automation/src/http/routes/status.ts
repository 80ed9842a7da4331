import { Router } from "express";
import { z } from "zod";
import type { Status } from "../../suggestions/showing/status.ts";
import type { EventStream } from "../event-stream.ts";
import { parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { SERVICE } from "../wire/health.ts";
import { toStatusWire } from "../wire/status.ts";

const eventsQuery = z.object({ language: z.string().max(35).optional() });

export function statusRoutes(status: () => Promise<Status>, events: EventStream): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/status:
       *   get:
       *     summary: Get the state of the service, the home, the history and the analysis
       *     tags: [Service]
       *     responses:
       *       200: { description: The status, content: { application/json: { schema: { $ref: "#/components/schemas/Status" } } } }
       */
      .get("/api/status", async (request, response) => {
        response.json(toStatusWire(await status(), SERVICE, readerLanguage(request)));
      })
      /**
       * @openapi
       * /api/events:
       *   get:
       *     summary: Subscribe to server-sent events
       *     description: "The schema `Events` describes the JSON data of each event by its name: `status` is the connection to the home, the backfill or the pause of learning, `progress` a job, `suggestion` a new or changed suggestion, `automation` a changed item of `GET /api/automations`, `exclusions` the changed list of exclusions."
       *     tags: [Service]
       *     parameters:
       *       - { name: language, in: query, description: "Language of titles and texts, in place of the header Accept-Language, which browsers do not let pages set here", schema: { type: string } }
       *     responses:
       *       200: { description: An endless stream, content: { text/event-stream: { schema: { type: string } } } }
       */
      .get("/api/events", (request, response) => {
        const { language } = parseRequest(eventsQuery, request.query);
        events.listen(response, language ?? readerLanguage(request));
      })
  );
}
