import express, { Router } from "express";
import { parseRequest } from "../../../http/parse.ts";
import { MAX_REPORT_BYTES, report } from "../../../model/fleet-wire.ts";
import { unauthorized, type FleetAccess } from "../../access/access.ts";
import type { FleetDatabase } from "../../database/connection.ts";
import { storeReport } from "../../homes/store-report.ts";

export function reportRoutes(database: FleetDatabase, access: FleetAccess, now: () => Date): Router {
  return (
    Router()
      /**
       * @openapi
       * /fleet/report:
       *   post:
       *     summary: Report a home's state, suggestions and figures
       *     description: "At most 256 KiB. Details are sent when their digest has changed or when the last answer asked for them"
       *     tags: [Homes' side]
       *     security: [{ home: [] }]
       *     requestBody:
       *       required: true
       *       content:
       *         application/json:
       *           schema:
       *             type: object
       *             required: [status, digest, handled]
       *             properties:
       *               status:
       *                 type: object
       *                 properties:
       *                   version: { type: string, maxLength: 40 }
       *                   state: { type: string, pattern: "^[a-z0-9_]{1,40}$" }
       *                   problems: { type: array, maxItems: 20, items: { type: string } }
       *                   waiting: { type: integer, minimum: 0 }
       *                   refused: { type: integer, minimum: 0 }
       *                   unwanted: { type: integer, minimum: 0 }
       *                   last_analysis: { type: string, format: date-time, nullable: true }
       *                   history_days: { type: integer, minimum: 0 }
       *               digest: { type: string, pattern: "^[0-9a-f]{64}$", description: Of the details }
       *               details:
       *                 type: object
       *                 properties:
       *                   suggestions:
       *                     type: array
       *                     maxItems: 300
       *                     items:
       *                       type: object
       *                       properties:
       *                         id: { type: integer, minimum: 1 }
       *                         status: { type: string, enum: [pending, approved, deployed, rejected] }
       *                         is_deferred: { type: boolean }
       *                         is_paused: { type: boolean }
       *                         reason: { type: string, nullable: true, enum: [wrong, not_this_room, not_at_night, too_many, other, null] }
       *                         offered_at: { $ref: "#/components/schemas/Instant" }
       *                         changed_at: { $ref: "#/components/schemas/Instant" }
       *                         structure: { $ref: "#/components/schemas/Structure" }
       *                   figures:
       *                     type: array
       *                     maxItems: 200
       *                     items:
       *                       type: object
       *                       properties:
       *                         trigger: { type: string }
       *                         target: { type: string }
       *                         offered: { type: integer }
       *                         accepted: { type: integer }
       *                         rejected: { type: integer }
       *                         runs: { type: integer }
       *                         undone: { type: integer }
       *                   shares_figures: { type: boolean }
       *               handled: { type: array, maxItems: 50, items: { type: string, format: uuid }, description: Requests that were carried out }
       *     responses:
       *       200:
       *         description: Stored
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 policy: { $ref: "#/components/schemas/Policy" }
       *                 requests:
       *                   type: array
       *                   items:
       *                     type: object
       *                     properties:
       *                       id: { type: string, format: uuid }
       *                       kind: { type: string, enum: [analyse] }
       *                 wants_details: { type: boolean }
       *                 next_report_seconds: { type: integer }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       */
      .post("/fleet/report", express.json({ limit: MAX_REPORT_BYTES }), async (request, response) => {
        const claim = access.homeOf(request, response);
        const answer = await storeReport(database, claim, parseRequest(report, request.body), now());
        if (answer === undefined) throw unauthorized(response);
        response.json(answer);
      })
  );
}
