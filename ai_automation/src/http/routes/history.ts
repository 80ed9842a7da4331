import { Router } from "express";
import { z } from "zod";
import { parseDay } from "../../model/clock.ts";
import type { Privacy } from "../../model/privacy.ts";
import type { HistoryView } from "../../suggestions/showing/history-view.ts";
import { stateTextFor } from "../../suggestions/showing/state-text.ts";
import { parseAddress, parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { toEntitiesWire, toLedgerWire, toSummaryWire, toTimelineWire } from "../wire/history.ts";

const entityParameter = z.object({ id: z.string().regex(/^[a-z0-9_]+\.[a-z0-9_]+$/, "not an entity id") });
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const span = z.strictObject({ from: moment.optional(), to: moment.optional() });
const dayQuery = z.strictObject({ day: z.iso.date().transform(parseDay).optional() });
const deletionQuery = z.union(
  [
    z.strictObject({ entity_id: entityParameter.shape.id, before: z.literal("today").optional() }),
    z.strictObject({ all: z.literal("true") }),
  ],
  "give exactly one of ?entity_id=… (with or without &before=today) and ?all=true",
);

export function historyRoutes(
  view: HistoryView,
  privacy: Pick<Privacy, "forgetEntity" | "forgetEntityBefore" | "forgetEverything">,
): Router {
  const deleteHistory = (query: z.infer<typeof deletionQuery>): Promise<number> => {
    if ("all" in query) return privacy.forgetEverything();
    const { entity_id: entityId, before } = query;
    return before === undefined ? privacy.forgetEntity(entityId) : privacy.forgetEntityBefore(entityId, view.today());
  };
  return (
    Router()
      /**
       * @openapi
       * /api/history/summary:
       *   get:
       *     summary: Summarize the recorded history
       *     tags: [History]
       *     responses:
       *       200: { description: "Counts, gaps and size", content: { application/json: { schema: { $ref: "#/components/schemas/HistorySummary" } } } }
       */
      .get("/api/history/summary", async (_request, response) => {
        response.json(toSummaryWire(await view.summary()));
      })
      /**
       * @openapi
       * /api/history/ledger:
       *   get:
       *     summary: List what was switched on one day, and why
       *     tags: [History]
       *     parameters:
       *       - { name: day, in: query, schema: { type: string, format: date }, description: "A local day of the home; default: today" }
       *     responses:
       *       200: { description: "The day's newest 2,000 changes of entities that can be operated, oldest first", content: { application/json: { schema: { $ref: "#/components/schemas/Ledger" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .get("/api/history/ledger", async (request, response) => {
        const { day } = parseRequest(dayQuery, request.query);
        const ledger = await view.ledger(day);
        response.json(toLedgerWire(ledger, stateTextFor(ledger.home, readerLanguage(request))));
      })
      /**
       * @openapi
       * /api/history:
       *   delete:
       *     summary: Delete the history of one entity, or all history
       *     description: Permanent. Also deletes the findings from it. Automations already created stay in Home Assistant and on record.
       *     tags: [History]
       *     parameters:
       *       - { name: entity_id, in: query, schema: { type: string, pattern: "^[a-z0-9_]+[.][a-z0-9_]+$" } }
       *       - { name: before, in: query, schema: { type: string, enum: [today] }, description: "Only what was before today, as after a device was replaced under the same id; only with entity_id" }
       *       - { name: all, in: query, schema: { type: string, enum: ["true"] } }
       *     responses:
       *       200: { description: The number of deleted state changes, content: { application/json: { schema: { type: object, properties: { deleted_changes: { type: integer } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .delete("/api/history", async (request, response) => {
        const query = parseRequest(deletionQuery, request.query);
        response.json({ deleted_changes: await deleteHistory(query) });
      })
      /**
       * @openapi
       * /api/entities:
       *   get:
       *     summary: List all entities and how they are operated
       *     tags: [History]
       *     responses:
       *       200:
       *         description: Every entity of the home and of the history
       *         content:
       *           application/json:
       *             schema: { type: object, properties: { entities: { type: array, items: { $ref: "#/components/schemas/KnownEntity" } } } }
       */
      .get("/api/entities", async (request, response) => {
        const overview = await view.entities();
        response.json(toEntitiesWire(overview, stateTextFor(overview.home, readerLanguage(request))));
      })
      /**
       * @openapi
       * /api/entities/{id}/timeline:
       *   get:
       *     summary: List the changes of one entity, and why they happened
       *     tags: [History]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, pattern: "^[a-z0-9_]+[.][a-z0-9_]+$" } }
       *       - { name: from, in: query, schema: { type: string, format: date-time }, description: "Default: a week before the end" }
       *       - { name: to, in: query, schema: { type: string, format: date-time }, description: "Default: now" }
       *     responses:
       *       200: { description: "The newest 2,000 changes, oldest first", content: { application/json: { schema: { $ref: "#/components/schemas/Timeline" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/entities/:id/timeline", async (request, response) => {
        const { id } = parseAddress(entityParameter, request.params);
        const timeline = await view.timeline(id, parseRequest(span, request.query));
        response.json(toTimelineWire(timeline, stateTextFor(timeline.home, readerLanguage(request))));
      })
  );
}
