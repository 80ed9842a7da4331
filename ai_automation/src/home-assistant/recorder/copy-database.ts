import { constants } from "node:fs";
import { copyFile, mkdtemp, open, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { RecorderError } from "./recorder-error.ts";

export interface DatabaseCopy {
  readonly path: string;
  remove(): Promise<void>;
}

const ATTEMPTS = 5;

/**
 * Copies an SQLite file with its write-ahead log while another program writes to it. The log only grows until a
 * checkpoint moves it into the file: a copy during which that happened is made anew.
 * @throws RecorderError naming the file
 */
export async function copyDatabase(path: string, workFolder: string): Promise<DatabaseCopy> {
  const folder = await mkdtemp(join(workFolder, "import-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const copy = join(folder, basename(path));
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const before = await fingerprint(path);
      await copyFile(path, copy, constants.COPYFILE_FICLONE);
      await copyLog(path, copy);
      if ((await fingerprint(path)) === before) return { path: copy, remove };
    }
    throw new RecorderError(
      `${path} changes too fast to be copied: stop Home Assistant for the import, or copy it first.`,
    );
  } catch (cause) {
    await remove();
    if (cause instanceof RecorderError) throw cause;
    throw new RecorderError(`${path} cannot be copied: ${faultOf(cause, workFolder)}.`, { cause });
  }
}

async function copyLog(path: string, copy: string): Promise<void> {
  await rm(`${copy}-wal`, { force: true });
  await copyFile(`${path}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE).catch(unlessMissing);
}

/** Differs after a checkpoint: then the file itself was written to, or the log begun anew with another salt. */
async function fingerprint(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path);
  return `${ino} ${size} ${mtimeMs} ${await logHeader(`${path}-wal`)}`;
}

/** The header of a log: https://www.sqlite.org/fileformat2.html#walformat */
async function logHeader(path: string): Promise<string> {
  const file = await open(path).catch(unlessMissing);
  if (file === undefined) return "";
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(32), position: 0 });
    return buffer.toString("hex", 0, bytesRead);
  } finally {
    await file.close();
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function faultOf(cause: unknown, workFolder: string): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "it may not be read";
  if (code === "ENOSPC") return `there is no room for a copy of it in ${workFolder}: free as much as the file is large`;
  return cause instanceof Error ? cause.message : String(cause);
}
