import { promisify } from "node:util";
import { gzip } from "node:zlib";
import express, { Router, type ErrorRequestHandler, type Response } from "express";
import { z } from "zod";
import { pageQuery, parseAddress, parseRequest } from "../../../http/parse.ts";
import { isTimeZone } from "../../../model/clock.ts";
import { AppError, ERROR_STATUS } from "../../../model/errors.ts";
import type { FleetAccess } from "../../access/access.ts";
import type { FleetDatabase } from "../../database/connection.ts";
import { isHome } from "../../homes/homes.ts";
import { listRecordings, storeRecording } from "../../homes/recordings.ts";
import { toRecordingWire } from "../../wire.ts";
import { PRIORITY, type Queue } from "../../workers/queue.ts";
import { homeAddress, noHome } from "./homes.ts";

const MAX_RECORDING = 64 * 1024 * 1024;
/** Recordings that are received at a time: each takes its size in memory, and once more while it is compressed. */
const MAX_UPLOADS = 4;
const GZIP = Buffer.from([0x1f, 0x8b]);
const compress = promisify(gzip);

const recordingQuery = z
  .strictObject({
    time_zone: z.string().refine(isTimeZone, "not an IANA time zone such as Europe/Amsterdam"),
    latitude: z.coerce.number().min(-90).max(90).optional(),
    longitude: z.coerce.number().min(-180).max(180).optional(),
    priority: z.enum(["now", "bulk"]).default("bulk"),
    names: z.enum(["true", "false"]).default("false"),
  })
  .refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
    message: "latitude and longitude belong together",
  });

export function recordingRoutes(
  database: FleetDatabase,
  queue: Pick<Queue, "add">,
  access: FleetAccess,
  now: () => Date,
): Router {
  const uploads = new Set<Response>();
  return (
    Router()
      /**
       * @openapi
       * /fleet/homes/{id}/recordings:
       *   get:
       *     summary: List a home's recordings with their analyses, newest first
       *     tags: [Recordings]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *       - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 50 } }
       *       - { name: offset, in: query, schema: { type: integer, minimum: 0, default: 0 } }
       *     responses:
       *       200: { description: A page of recordings, content: { application/json: { schema: { type: object, properties: { recordings: { type: array, items: { $ref: "#/components/schemas/Recording" } } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       */
      .get("/fleet/homes/:id/recordings", async (request, response) => {
        const tenantId = await access.tenantOf(request, response);
        const { id } = parseAddress(homeAddress, request.params);
        const page = parseRequest(z.strictObject(pageQuery), request.query);
        const recordings = await database.asTenant(tenantId, async (rows) => {
          if (!(await isHome(rows, id))) throw noHome();
          return listRecordings(rows, id, page);
        });
        response.json({ recordings: recordings.map(toRecordingWire) });
      })
      /**
       * @openapi
       * /fleet/homes/{id}/recordings:
       *   post:
       *     summary: Hand over a recording, which is analysed by the workers
       *     description: "The file that npm run export writes, at most 64 MiB. The same file twice is one recording"
       *     tags: [Recordings]
       *     parameters:
       *       - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
       *       - { name: time_zone, in: query, required: true, schema: { type: string, example: Europe/Amsterdam } }
       *       - { name: latitude, in: query, schema: { type: number, minimum: -90, maximum: 90 } }
       *       - { name: longitude, in: query, schema: { type: number, minimum: -180, maximum: 180 } }
       *       - { name: priority, in: query, description: "now goes before bulk", schema: { type: string, enum: [now, bulk], default: bulk } }
       *       - { name: names, in: query, description: "Whether the household allows names and automations in the result", schema: { type: string, enum: ["true", "false"], default: "false" } }
       *     requestBody:
       *       required: true
       *       content: { text/csv: { schema: { type: string } }, application/gzip: { schema: { type: string, format: binary } } }
       *     responses:
       *       202: { description: Stored and queued, content: { application/json: { schema: { type: object, properties: { recording_id: { type: string, format: uuid }, is_new: { type: boolean } } } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       */
      .post("/fleet/homes/:id/recordings", async (request, response, next) => {
        response.locals.tenantId = await access.tenantOf(request, response);
        if (uploads.size >= MAX_UPLOADS) throw tooMany(response);
        if (request.socket.destroyed) return;
        uploads.add(response);
        response.once("close", () => uploads.delete(response));
        next();
      })
      .post(
        "/fleet/homes/:id/recordings",
        express.raw({ type: ["text/csv", "application/gzip"], limit: MAX_RECORDING, inflate: false }),
        async (request, response) => {
          const tenantId = z.string().parse(response.locals.tenantId);
          const { id: homeId } = parseAddress(homeAddress, request.params);
          const query = parseRequest(recordingQuery, request.query);
          const content = await contentOf(request.body);
          const { recordingId, isNew } = await database.asTenant(tenantId, async (rows) => {
            if (!(await isHome(rows, homeId))) throw noHome();
            const handedOver = { zone: query.time_zone, location: locationOf(query), content };
            const showsNames = query.names === "true";
            const stored = await storeRecording(rows, { tenantId, homeId }, { ...handedOver, showsNames }, now());
            const job = { tenant_id: tenantId, home_id: homeId, recording_id: stored.recordingId };
            if (stored.isNew) await queue.add(rows, job, PRIORITY[query.priority]);
            return stored;
          });
          response.status(202).json({ recording_id: recordingId, is_new: isNew });
        },
      )
      .use("/fleet/homes/:id/recordings", tooLarge)
  );
}

function tooMany(response: Response): AppError {
  response.set("Retry-After", "5");
  return new AppError("too_many_tries", "Other recordings are being received: try again in 5 s.");
}

const tooLarge: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const isTooLarge = error instanceof Error && "status" in error && error.status === ERROR_STATUS.payload_too_large;
  next(isTooLarge ? new AppError("payload_too_large", "The recording is larger than 64 MiB: split it.") : error);
};

async function contentOf(body: unknown): Promise<Buffer> {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw new AppError("bad_request", "Send the recording as text/csv or application/gzip.");
  return body.subarray(0, GZIP.length).equals(GZIP) ? body : compress(body);
}

const locationOf = ({ latitude, longitude }: z.output<typeof recordingQuery>) =>
  latitude === undefined || longitude === undefined ? null : { latitude, longitude };
