import { constants } from "node:fs";
import { copyFile, lstat, mkdtemp, open, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { RecorderError } from "./recorder-error.ts";

export interface DatabaseCopy {
  readonly path: string;
  remove(): Promise<void>;
}

const ATTEMPTS = 5;

/**
 * Copies an SQLite file and its write-ahead log while another process writes to it. The log only grows until a
 * checkpoint moves it into the file; if that happens during the copy, the copy is repeated.
 * @throws RecorderError that names the file
 */
export async function copyDatabase(path: string, workFolder: string): Promise<DatabaseCopy> {
  const folder = await mkdtemp(join(workFolder, "import-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const copy = join(folder, basename(path));
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const before = await fingerprint(path);
      await copyFile(path, copy, constants.COPYFILE_FICLONE);
      await copyLog(logOf(path), copy);
      if ((await fingerprint(path)) === before) return { path: copy, remove };
    }
    throw new RecorderError(
      `${path} is changing too fast to be copied: stop Home Assistant during the import, or import a copy of the file.`,
      { reason: "file_changing", values: { file: path } },
    );
  } catch (cause) {
    await remove();
    if (cause instanceof RecorderError) throw cause;
    throw new RecorderError(
      `${path} cannot be copied: ${faultOf(cause, workFolder)}.`,
      { reason: "file_unreadable", values: { file: path } },
      { cause },
    );
  }
}

/** Home Assistant renames the log of a damaged database apart: `x.db-wal.corrupt.TIME` beside `x.db.corrupt.TIME`. */
const logOf = (path: string): string => path.replace(/(\.corrupt\.[^/]*)?$/, "-wal$1");

async function copyLog(log: string, copy: string): Promise<void> {
  await rm(`${copy}-wal`, { force: true });
  // A named pipe would be waited for, and a link may lead anywhere.
  if ((await lstat(log).catch(unlessMissing))?.isFile() !== true) return;
  await copyFile(log, `${copy}-wal`, constants.COPYFILE_FICLONE).catch(unlessMissing);
}

/** Changes with every checkpoint, which writes to the file or restarts the log with another salt. */
async function fingerprint(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path);
  return `${ino} ${size} ${mtimeMs} ${await logHeader(logOf(path))}`;
}

/** The 32-byte header of a write-ahead log: https://www.sqlite.org/fileformat2.html#walformat */
async function logHeader(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(unlessMissing);
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
  if (code === "ENOENT") return "the file does not exist";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "the app has no permission to read it";
  if (code === "ENOSPC")
    return `there is not enough space for a copy in ${workFolder}: free as much space as the file takes`;
  return cause instanceof Error ? cause.message : String(cause);
}
