import { constants } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { AppError } from "../model/errors.ts";
import type { ImportableFile } from "../model/import.ts";

/**
 * Databases and recordings. A damaged database is renamed with a suffix by Home Assistant (components/recorder/util.py,
 * move_away_broken_database), and people name backups `.bak`.
 */
const IMPORTABLE = /\.(db|csv|csv\.gz|db\.bak|db\.corrupt\.[^/]+)$/i;
const MAX_DEPTH = 3;
const MAX_FILES = 200;

/** Importable files in a folder, newest first; empty if the folder does not exist. */
export async function importableFiles(folder: string): Promise<readonly ImportableFile[]> {
  const root = await realpath(folder).catch(() => null);
  if (root === null) return [];
  const found: ImportableFile[] = [];
  for (const file of await filesIn(root, "", 1)) {
    const path = await inside(root, file);
    const stats = path === null ? undefined : await stat(path).catch(() => undefined);
    if (stats?.isFile() === true) found.push({ file, bytes: stats.size, modifiedAt: Math.floor(stats.mtimeMs) });
  }
  return found.sort((a, b) => b.modifiedAt - a.modifiedAt).slice(0, MAX_FILES);
}

async function filesIn(root: string, folder: string, depth: number): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH) files.push(...(await filesIn(root, path, depth + 1)));
    else if (IMPORTABLE.test(entry.name)) files.push(path);
  }
  return files;
}

/**
 * Resolves a path relative to a folder to its real path.
 * @throws AppError "bad_request" if it is outside the folder, also by a symbolic link; "not_found" if it cannot be read
 */
export async function fileInside(folder: string, file: string): Promise<string> {
  const root = await realpath(folder).catch(() => null);
  const path = root === null ? null : await inside(root, file);
  if (path === null) throw new AppError("bad_request", `"${file}" is not a path inside the folder ${folder}.`);
  if (!IMPORTABLE.test(path))
    throw new AppError("bad_request", "Only .db, .db.bak, .db.corrupt.*, .csv and .csv.gz files can be imported.", {
      told: { reason: "not_importable" },
    });
  // Without waiting for the other end of a named pipe.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => {
    throw new AppError(
      "not_found",
      `The file "${file}" does not exist in ${folder}, or the app has no permission to read it.`,
      { told: { reason: "no_file", values: { name: file } } },
    );
  });
  try {
    if (!(await handle.stat()).isFile()) throw new AppError("bad_request", `"${file}" is not a file.`);
  } finally {
    await handle.close();
  }
  return path;
}

/** Null if it leads out of the folder; a missing file is judged by its path. */
async function inside(root: string, file: string): Promise<string | null> {
  if (file.includes("\0")) return null;
  const path = resolve(root, file);
  const real = await realpath(path).catch(() => path);
  return real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
}
