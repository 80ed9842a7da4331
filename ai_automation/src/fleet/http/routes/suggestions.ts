import express, { Router } from "express";
import { z } from "zod";
import { pageQuery, parseRequest } from "../../../http/parse.ts";
import { fleetPolicy } from "../../../model/fleet-wire.ts";
import { SUGGESTION_STATUSES } from "../../../model/suggestion.ts";
import type { FleetAccess } from "../../access/access.ts";
import type { FleetDatabase } from "../../database/connection.ts";
import { K, readOwn, readReleased } from "../../homes/figures.ts";
import { listSuggestions } from "../../homes/list-suggestions.ts";
import { readPolicy, setPolicy } from "../../homes/tenants.ts";
import { toFiguresWire, toSuggestionWire } from "../../wire.ts";

const suggestionsQuery = z.strictObject({
  home_id: z.uuid().optional(),
  status: z.enum(SUGGESTION_STATUSES).optional(),
  ...pageQuery,
});

/** Suggestions of all homes, what may be offered, and how it went. */
export function suggestionRoutes(database: FleetDatabase, access: FleetAccess): Router {
  return (
    Router()
      /**
       * @openapi
       * /fleet/suggestions:
       *   get:
       *     summary: List the suggestions of all homes, by home
       *     tags: [Suggestions]
       *     parameters:
       *       - { name: home_id, in: query, schema: { type: string, format: uuid } }
       *       - { name: status, in: query, schema: { type: string, enum: [pending, approved, deployed, rejected] } }
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, default: 0 } }
       *     responses:
       *       200: { description: A page of suggestions, content: { application/json: { schema: { type: object, properties: { suggestions: { type: array, items: { $ref: "#/components/schemas/Suggestion" } } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .get("/fleet/suggestions", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { home_id: homeId, ...query } = parseRequest(suggestionsQuery, request.query);
        const suggestions = await database.asTenant(tenantId, (rows) => listSuggestions(rows, { ...query, homeId }));
        response.json({ suggestions: suggestions.map(toSuggestionWire) });
      })
      /**
       * @openapi
       * /fleet/policy:
       *   get:
       *     summary: Get what may be offered in the homes
       *     tags: [Suggestions]
       *     responses:
       *       200: { description: The policy, content: { application/json: { schema: { $ref: "#/components/schemas/Policy" } } } }
       */
      .get("/fleet/policy", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        response.json(await readPolicy(database, tenantId));
      })
      /**
       * @openapi
       * /fleet/policy:
       *   put:
       *     summary: Set what may be offered in the homes, which follow it from their next report on
       *     tags: [Suggestions]
       *     requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Policy" } } } }
       *     responses:
       *       200: { description: The policy, content: { application/json: { schema: { $ref: "#/components/schemas/Policy" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .put("/fleet/policy", express.json({ limit: "16kb" }), async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const policy = parseRequest(fleetPolicy, request.body);
        await setPolicy(database, tenantId, policy);
        response.json(policy);
      })
      /**
       * @openapi
       * /fleet/figures:
       *   get:
       *     summary: Get how often suggestions of each kind are accepted and undone
       *     tags: [Suggestions]
       *     responses:
       *       200: { description: The figures, content: { application/json: { schema: { $ref: "#/components/schemas/Figures" } } } }
       */
      .get("/fleet/figures", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const figures = await database.asTenant(tenantId, async (rows) =>
          toFiguresWire(K, await readReleased(rows), await readOwn(rows)),
        );
        response.json(figures);
      })
  );
}
