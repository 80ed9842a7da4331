import { Router } from "express";
import { z } from "zod";
import type { Imports } from "../../model/import.ts";
import { parseRequest } from "../parse.ts";
import { jobWire } from "../wire.ts";

const body = z.strictObject({ file: z.string().min(1, "no file is named").max(1_000) });

/**
 * @openapi
 * components:
 *   schemas:
 *     ImportableFile:
 *       type: object
 *       properties:
 *         file: { type: string, description: Its path inside the share folder }
 *         bytes: { type: integer }
 *         modified_at: { type: string, format: date-time }
 */
export function importRoutes(imports: Imports): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/imports:
       *   get:
       *     summary: Files in the share folder that could be imported
       *     tags: [History]
       *     responses:
       *       200:
       *         description: Databases of Home Assistant's recorder and recordings, newest first
       *         content: { application/json: { schema: { type: object, properties: { files: { type: array, items: { $ref: "#/components/schemas/ImportableFile" } } } } } }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       */
      .get("/api/imports", async (_request, response) => {
        const files = await imports.files();
        response.json({
          files: files.map(({ file, bytes, modifiedAt }) => ({
            file,
            bytes,
            modified_at: new Date(modifiedAt).toISOString(),
          })),
        });
      })
      /**
       * @openapi
       * /api/imports:
       *   post:
       *     summary: Import a file of the share folder
       *     description: While an import runs, that one is answered. What is known already is left as it is; an import that was cut off goes on.
       *     tags: [History]
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { type: object, required: [file], additionalProperties: false, properties: { file: { type: string, minLength: 1, maxLength: 1000 } } } } }
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       401: { $ref: "#/components/responses/Unauthorized" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       503: { $ref: "#/components/responses/Unavailable" }
       */
      .post("/api/imports", async (request, response) => {
        const { file } = parseRequest(body, request.body);
        response.status(202).json(jobWire(await imports.start(file)));
      })
  );
}
