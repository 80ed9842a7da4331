import type { ImportableFile } from "../../model/import.ts";
import { instant } from "./instant.ts";

export type ImportableFileWire = ReturnType<typeof toImportableFileWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     ImportableFile:
 *       type: object
 *       properties:
 *         file: { type: string, description: Path inside the share folder }
 *         bytes: { type: integer }
 *         modified_at: { type: string, format: date-time }
 */
export const toImportableFileWire = ({ file, bytes, modifiedAt }: ImportableFile) => ({
  file,
  bytes,
  modified_at: instant(modifiedAt),
});
