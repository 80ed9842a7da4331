import { Router } from "express";
import { z } from "zod";
import type { Imports } from "../../model/import.ts";
import { parseRequest } from "../parse.ts";
import { readerLanguage } from "../reader-language.ts";
import { toImportableFileWire } from "../wire/import.ts";
import { toJobWire } from "../wire/job.ts";

const text = z.string().min(1, "must not be empty").max(1_000);
const body = z
  .strictObject({ file: text.optional(), address: text.optional() })
  .refine(({ file, address }) => (file === undefined) !== (address === undefined), "either file or address is needed");

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
       *     summary: Import a file from the share folder, or a recorder's database on a server
       *     description: The address has the form of Home Assistant's db_url and is not stored. While an import is running, returns that one. Changes already recorded are kept; an interrupted import resumes.
       *     tags: [History]
       *     requestBody:
       *       required: true
       *       content: { application/json: { schema: { oneOf: [{ type: object, required: [file], additionalProperties: false, properties: { file: { type: string, minLength: 1, maxLength: 1000 } } }, { type: object, required: [address], additionalProperties: false, properties: { address: { type: string, format: password, minLength: 1, maxLength: 1000 } } }] } } }
       *     responses:
       *       202: { description: The job, content: { application/json: { schema: { $ref: "#/components/schemas/Job" } } } }
       *       400: { $ref: "#/components/responses/BadRequest" }
       *       404: { $ref: "#/components/responses/NotFound" }
       *       413: { $ref: "#/components/responses/TooLarge" }
       */
      .post("/api/imports", async (request, response) => {
        const { file, address } = parseRequest(body, request.body);
        const source = address === undefined ? { file: file ?? "" } : { address };
        response.status(202).json(toJobWire(await imports.start(source), readerLanguage(request) ?? "en"));
      })
  );
}
