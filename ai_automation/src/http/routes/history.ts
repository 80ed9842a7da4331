import { Router } from "express";
import { z } from "zod";
import type { HistoryQueries, StoredChange } from "../../model/history-queries.ts";
import { createClock, parseDay } from "../../model/clock.ts";
import { isActuator } from "../../model/domains.ts";
import { AppError } from "../../model/errors.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import { DAY, type Now } from "../../model/time.ts";
import type { Privacy } from "../../model/privacy.ts";
import { causeWire, domainsWire, entitiesWire, timelineWire } from "../wire/history.ts";
import { parseAddress, parseRequest } from "../parse.ts";
import { instant } from "../wire.ts";

export interface HistoryParts {
  readonly queries: HistoryQueries;
  readonly privacy: Privacy;
  readonly snapshot: () => HomeSnapshot | undefined;
  readonly now: Now;
  /** 0 keeps all. */
  readonly retentionDays: number;
}

/** More than a picture can show. */
const MOST_CHANGES = 2_000;
const MOST_GAPS = 100;

const entityParameter = z.object({ id: z.string().regex(/^[a-z0-9_]+\.[a-z0-9_]+$/, "not an entity id") });
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const span = z.strictObject({ from: moment.optional(), to: moment.optional() });
const dayQuery = z.strictObject({ day: z.iso.date().optional() });
const forgetQuery = z.union(
  [z.strictObject({ entity_id: entityParameter.shape.id }), z.strictObject({ all: z.literal("true") })],
  "give exactly one of ?entity_id=… and ?all=true",
);

export function historyRoutes({ queries, privacy, snapshot, now, retentionDays }: HistoryParts): Router {
  const timeline = async (entityId: string, from: number, to: number) => {
    const changes = await queries.changes(entityId, { from, to }, MOST_CHANGES + 1);
    const isTruncated = changes.length > MOST_CHANGES;
    return { changes: isTruncated ? changes.slice(-MOST_CHANGES) : changes, isTruncated };
  };
  return (
    Router()
      /**
       * @openapi
       * /api/history/summary:
       *   get:
       *     summary: What the archive holds
       *     tags: [History]
       *     responses:
       *       200:
       *         description: Counts, gaps and size
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 changes: { type: integer }
       *                 entities: { type: integer }
       *                 first: { type: string, format: date-time, nullable: true }
       *                 last: { type: string, format: date-time, nullable: true }
       *                 days: { type: number }
       *                 gaps: { type: array, items: { type: object, properties: { from: { type: string, format: date-time }, to: { type: string, format: date-time } } } }
       *                 domains:
       *                   type: array
       *                   items:
       *                     type: object
       *                     properties:
       *                       domain: { type: string }
       *                       entities: { type: integer }
       *                       changes: { type: integer }
       *                       causes: { type: object, additionalProperties: { type: integer } }
       *                 size_bytes: { type: integer }
       *                 retention_days: { type: integer, description: 0 keeps all }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/history/summary", async (_request, response) => {
        const counts = await queries.counts();
        const first = counts.length === 0 ? null : Math.min(...counts.map((one) => one.first));
        const last = counts.length === 0 ? null : Math.max(...counts.map((one) => one.last));
        const gaps = first === null || last === null ? [] : await queries.gaps({ from: first, to: last });
        response.json({
          changes: counts.reduce((sum, { changes }) => sum + changes, 0),
          entities: new Set(counts.map(({ entityId }) => entityId)).size,
          first: instant(first),
          last: instant(last),
          days: first === null || last === null ? 0 : Math.round((10 * (last - first)) / DAY) / 10,
          gaps: gaps.slice(-MOST_GAPS).map(({ from, to }) => ({ from: instant(from), to: instant(to) })),
          domains: domainsWire(counts),
          size_bytes: await queries.sizeBytes(),
          retention_days: retentionDays,
        });
      })
      /**
       * @openapi
       * /api/history/ledger:
       *   get:
       *     summary: What was switched on one day, and why
       *     tags: [History]
       *     parameters:
       *       - { name: day, in: query, schema: { type: string, format: date }, description: By the home's wall clock; today where left out }
       *     responses:
       *       200:
       *         description: The changes of everything that can be switched, oldest first
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 day: { type: string, format: date }
       *                 time_zone: { type: string }
       *                 changes:
       *                   type: array
       *                   items:
       *                     type: object
       *                     properties:
       *                       at: { type: string, format: date-time }
       *                       entity_id: { type: string }
       *                       name: { type: string }
       *                       state: { type: string }
       *                       cause: { $ref: "#/components/schemas/Cause" }
       *                 truncated: { type: boolean, description: Whether earlier ones were left out }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       503: { $ref: "#/components/responses/Unavailable" }
       */
      .get("/api/history/ledger", async (request, response) => {
        const home = snapshot();
        if (home === undefined)
          throw new AppError(
            "not_ready",
            "Home Assistant has not been reached yet; see GET /api/status, then try again.",
          );
        const asked = parseRequest(dayQuery, request.query).day;
        const clock = createClock(home.info.zone);
        const day = asked === undefined ? clock.dayOf(now()) : (parseDay(asked) ?? NaN);
        const [from, to] = [clock.instantOf(day, 0), clock.instantOf(day + 1, 0)];
        const changes: StoredChange[] = [];
        for (const entityId of (await queries.entityIds()).filter(isActuator))
          changes.push(...(await queries.changes(entityId, { from, to }, MOST_CHANGES)));
        changes.sort((a, b) => a.at - b.at || a.entityId.localeCompare(b.entityId));
        response.json({
          day: new Date(day * DAY).toISOString().slice(0, 10),
          time_zone: home.info.zone,
          changes: changes.slice(-MOST_CHANGES).map(({ at, entityId, state, cause }) => ({
            at: instant(at),
            entity_id: entityId,
            name: home.entities.get(entityId)?.name ?? entityId,
            state,
            cause: causeWire(cause, home),
          })),
          truncated: changes.length > MOST_CHANGES,
        });
      })
      /**
       * @openapi
       * /api/history:
       *   delete:
       *     summary: Forget the history of one entity, or everything
       *     description: For good, with what was found in it. Automations that were created stay in the home and are known still.
       *     tags: [History]
       *     parameters:
       *       - { name: entity_id, in: query, schema: { type: string, pattern: "^[a-z0-9_]+[.][a-z0-9_]+$" } }
       *       - { name: all, in: query, schema: { type: string, enum: ["true"] } }
       *     responses:
       *       200: { description: How much that was, content: { application/json: { schema: { type: object, properties: { deleted_changes: { type: integer } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .delete("/api/history", async (request, response) => {
        const query = parseRequest(forgetQuery, request.query);
        const deleted = "all" in query ? await privacy.forgetEverything() : await privacy.forgetEntity(query.entity_id);
        response.json({ deleted_changes: deleted });
      })
      /**
       * @openapi
       * /api/entities:
       *   get:
       *     summary: What is known of each entity, and how it is operated
       *     tags: [History]
       *     responses:
       *       200:
       *         description: All entities of the home and of the archive
       *         content:
       *           application/json:
       *             schema: { type: object, properties: { entities: { type: array, items: { $ref: "#/components/schemas/KnownEntity" } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/entities", async (_request, response) => {
        response.json({ entities: entitiesWire(await queries.counts(), snapshot(), privacy.excluded().entity) });
      })
      /**
       * @openapi
       * /api/entities/{id}/timeline:
       *   get:
       *     summary: What happened to one entity, and why
       *     tags: [History]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, pattern: "^[a-z0-9_]+[.][a-z0-9_]+$" } }
       *       - { name: from, in: query, schema: { type: string, format: date-time }, description: A week before its end where left out }
       *       - { name: to, in: query, schema: { type: string, format: date-time }, description: Now where left out }
       *     responses:
       *       200:
       *         description: Its changes, oldest first
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 entity_id: { type: string }
       *                 name: { type: string }
       *                 changes:
       *                   type: array
       *                   items:
       *                     type: object
       *                     properties:
       *                       at: { type: string, format: date-time }
       *                       state: { type: string, nullable: true, description: Null where only levels changed }
       *                       cause: { nullable: true, allOf: [{ $ref: "#/components/schemas/Cause" }] }
       *                       levels: { type: object, additionalProperties: true, description: "Percent, kelvin, or the home's degrees" }
       *                 truncated: { type: boolean, description: Whether earlier ones were left out }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/api/entities/:id/timeline", async (request, response) => {
        const { id } = parseAddress(entityParameter, request.params);
        const { from, to = now() } = parseRequest(span, request.query);
        const home = snapshot();
        if (home?.entities.has(id) !== true && !(await queries.entityIds()).includes(id))
          throw new AppError("not_found", `There is no entity ${id}.`);
        const start = from ?? to - 7 * DAY;
        const { changes, isTruncated } = await timeline(id, start, to);
        const levels = await queries.levels(id, { from: isTruncated ? (changes[0]?.at ?? start) : start, to });
        response.json({
          entity_id: id,
          name: home?.entities.get(id)?.name ?? id,
          changes: timelineWire(changes, levels, home).slice(-MOST_CHANGES),
          truncated: isTruncated,
        });
      })
  );
}
