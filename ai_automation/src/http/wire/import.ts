import { instant } from "./instant.ts";

/** A file in the share folder. */
export interface ImportableFile {
  /** Its path inside the folder. */
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds UTC. */
  readonly modifiedAt: number;
}

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
