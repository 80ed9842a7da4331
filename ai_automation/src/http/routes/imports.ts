import { Router } from "express";
import { z } from "zod";
import type { Imports } from "../../model/import.ts";
import { parseRequest } from "../parse.ts";
import { toImportableFileWire } from "../wire/import.ts";
import { toJobWire } from "../wire/job.ts";

const body = z.strictObject({ file: z.string().min(1, "must not be empty").max(1_000) });

export function importRoutes(imports: Pick<Imports, "files" | "start">): Router {
  return (
    Router()
      /**
       * @openapi
       * /api/imports:
       *   get:
       *     summary: List the files in the share folder that can be imported
       *     tags: [History]
       *     responses:
       *       200:
       *         description: "Recorder databases and recordings, newest first"
       *         content: { application/json: { schema: { type: object, properties: { files: { type: array, items: { $ref: "#/components/schemas/ImportableFile" } } } } } }
       */
      .get("/api/imports", async (_request, response) => {
        const files = await imports.files();
        response.json({ files: files.map(toImportableFileWire) });
      })
      /**
       * @openapi
       * /api/imports:
       *   post:
       *     summary: Import a file from the share folder
       *     description: While an import is running, returns that one. Changes already recorded are kept; an interrupted import resumes.
       *     tags: [History]
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { type: object, required: [file], additionalProperties: false, properties: { file: { type: string, minLength: 1, maxLength: 1000 } } } } }
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       */
      .post("/api/imports", async (request, response) => {
        const { file } = parseRequest(body, request.body);
        response.status(202).json(toJobWire(await imports.start(file)));
      })
  );
}
