import express, { Router } from "express";
import { z } from "zod";
import { pageQuery, parseAddress, parseRequest } from "../../../http/parse.ts";
import { AppError } from "../../../model/errors.ts";
import { REQUEST_KINDS, storedText } from "../../../model/fleet-wire.ts";
import type { FleetAccess } from "../../access/access.ts";
import type { FleetDatabase } from "../../database/connection.ts";
import { createHome, deleteHome, isHome, renewHomeToken, requestOf } from "../../homes/homes.ts";
import { findHome, HOME_SORTS, listHomes } from "../../homes/list-homes.ts";
import { listDecisions } from "../../homes/list-suggestions.ts";
import { toDecisionWire, toHomeWire } from "../../wire.ts";

/** In lower case, as PostgreSQL writes ids: a recording's id and a home's place in the queue are made of its text. */
export const homeAddress = z.object({ id: z.uuid().toLowerCase() });

export const homesQuery = z.strictObject({
  search: storedText(200).default(""),
  sort: z.enum(HOME_SORTS).default("attention"),
  order: z.enum(["asc", "desc"]).default("asc"),
  only: z.enum(["all", "attention", "waiting"]).default("all"),
  ...pageQuery,
});

const newHome = z.strictObject({ name: storedText(200).trim().min(1) });
const newRequest = z.strictObject({ kind: z.enum(REQUEST_KINDS) });

export const noHome = (): AppError =>
  new AppError("not_found", "There is no such home: GET /fleet/homes lists those that there are.");

export function homeRoutes(database: FleetDatabase, access: FleetAccess, now: () => Date): Router {
  return (
    Router()
      /**
       * @openapi
       * /fleet/homes:
       *   get:
       *     summary: List homes
       *     tags: [Homes]
       *     parameters:
       *       - { name: search, in: query, description: Part of a name, schema: { type: string, maxLength: 200 } }
       *       - { name: sort, in: query, schema: { type: string, enum: [attention, name, state, waiting, last_seen], default: attention } }
       *       - { name: order, in: query, schema: { type: string, enum: [asc, desc], default: asc } }
       *       - { name: only, in: query, schema: { type: string, enum: [all, attention, waiting], default: all } }
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, default: 0 } }
       *     responses:
       *       200:
       *         description: A page of homes
       *         content:
       *           application/json:
       *             schema:
       *               type: object
       *               properties:
       *                 homes: { type: array, items: { $ref: "#/components/schemas/Home" } }
       *                 total: { type: integer }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .get("/fleet/homes", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { order, ...query } = parseRequest(homesQuery, request.query);
        const { homes, total } = await database.asTenant(tenantId, (rows) =>
          listHomes(rows, { ...query, descending: order === "desc" }, now()),
        );
        response.json({ homes: homes.map(toHomeWire), total });
      })
      /**
       * @openapi
       * /fleet/homes:
       *   post:
       *     summary: Add a home
       *     tags: [Homes]
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { type: object, properties: { name: { type: string, minLength: 1, maxLength: 200 } } } } }
       *     responses:
       *       201:
       *         description: The home and its token, which is shown only now
       *         content: { application/json: { schema: { type: object, properties: { home_id: { type: string, format: uuid }, token: { type: string } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       */
      .post("/fleet/homes", express.json({ limit: "16kb" }), async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { name } = parseRequest(newHome, request.body);
        const { homeId, token } = await database.asTenant(tenantId, (rows) => createHome(rows, tenantId, name, now()));
        response.status(201).json({ home_id: homeId, token });
      })
      /**
       * @openapi
       * /fleet/homes/{id}:
       *   get:
       *     summary: Get a home
       *     tags: [Homes]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       200: { description: The home, content: { application/json: { schema: { $ref: "#/components/schemas/Home" } } } }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/fleet/homes/:id", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { id } = parseAddress(homeAddress, request.params);
        const home = await database.asTenant(tenantId, (rows) => findHome(rows, id, now()));
        if (home === undefined) throw noHome();
        response.json(toHomeWire(home));
      })
      /**
       * @openapi
       * /fleet/homes/{id}:
       *   delete:
       *     summary: Delete a home and everything that is stored about it
       *     tags: [Homes]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       204: { description: Deleted }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .delete("/fleet/homes/:id", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { id } = parseAddress(homeAddress, request.params);
        if (!(await database.asTenant(tenantId, (rows) => deleteHome(rows, id)))) throw noHome();
        response.status(204).end();
      })
      /**
       * @openapi
       * /fleet/homes/{id}/token:
       *   post:
       *     summary: Replace a home's token, which ends the earlier one at once
       *     tags: [Homes]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     responses:
       *       201: { description: "The new token, which is shown only now", content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .post("/fleet/homes/:id/token", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { id: homeId } = parseAddress(homeAddress, request.params);
        const token = await database.asTenant(tenantId, (rows) => renewHomeToken(rows, { homeId, tenantId }, now()));
        if (token === undefined) throw noHome();
        response.status(201).json({ token });
      })
      /**
       * @openapi
       * /fleet/homes/{id}/decisions:
       *   get:
       *     summary: List the decisions of a household, newest first
       *     tags: [Homes]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, default: 0 } }
       *     responses:
       *       200: { description: A page of decisions, content: { application/json: { schema: { type: object, properties: { decisions: { type: array, items: { $ref: "#/components/schemas/Decision" } } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/fleet/homes/:id/decisions", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { id } = parseAddress(homeAddress, request.params);
        const page = parseRequest(z.strictObject(pageQuery), request.query);
        const decisions = await database.asTenant(tenantId, async (rows) => {
          if (!(await isHome(rows, id))) throw noHome();
          return listDecisions(rows, id, page);
        });
        response.json({ decisions: decisions.map(toDecisionWire) });
      })
      /**
       * @openapi
       * /fleet/homes/{id}/requests:
       *   post:
       *     summary: Ask a home to do something at its next report
       *     tags: [Homes]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { type: object, properties: { kind: { type: string, enum: [analyse] } } } } }
       *     responses:
       *       202: { description: "The request; the one that is open, if there is one", content: { application/json: { schema: { type: object, properties: { request_id: { type: string, format: uuid } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .post("/fleet/homes/:id/requests", express.json({ limit: "16kb" }), async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { id: homeId } = parseAddress(homeAddress, request.params);
        const { kind } = parseRequest(newRequest, request.body);
        const requestId = await database.asTenant(tenantId, async (rows) => {
          if (!(await isHome(rows, homeId))) throw noHome();
          return requestOf(rows, { homeId, tenantId }, kind, now());
        });
        response.status(202).json({ request_id: requestId });
      })
  );
}
