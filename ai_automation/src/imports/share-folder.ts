import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { AppError } from "../model/errors.ts";
import type { ImportableFile } from "../model/import.ts";

const IMPORTABLE = /\.(db|csv|csv\.gz)$/i;
const DEEPEST = 3;
const MOST_FILES = 200;

/** What could be imported from a folder, newest first; nothing where there is no such folder. */
export async function importableFiles(folder: string): Promise<readonly ImportableFile[]> {
  const root = await realpath(folder).catch(() => null);
  if (root === null) return [];
  const found: ImportableFile[] = [];
  for (const file of await filesIn(root, "", 1)) {
    const path = await inside(root, file);
    const known = path === null ? undefined : await stat(path).catch(() => undefined);
    if (known?.isFile() === true) found.push({ file, bytes: known.size, modifiedAt: Math.floor(known.mtimeMs) });
  }
  return found.sort((a, b) => b.modifiedAt - a.modifiedAt).slice(0, MOST_FILES);
}

async function filesIn(root: string, folder: string, depth: number): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < DEEPEST) files.push(...(await filesIn(root, path, depth + 1)));
    else if (IMPORTABLE.test(entry.name)) files.push(path);
  }
  return files;
}

/**
 * The real path of a file that was asked for by its path inside a folder.
 * @throws AppError "bad_request" when it lies elsewhere, also by a symbolic link; "not_found" when there is none
 */
export async function fileInside(folder: string, file: string): Promise<string> {
  const root = await realpath(folder).catch(() => null);
  const path = root === null ? null : await inside(root, file);
  if (path === null) throw new AppError("bad_request", `"${file}" is no path inside the folder ${folder}.`);
  if (!IMPORTABLE.test(path)) throw new AppError("bad_request", "Only .db, .csv and .csv.gz files can be imported.");
  const handle = await open(path).catch(() => {
    throw new AppError("not_found", `There is no file "${file}" in ${folder} that may be read.`);
  });
  try {
    if (!(await handle.stat()).isFile()) throw new AppError("bad_request", `"${file}" is no file.`);
  } finally {
    await handle.close();
  }
  return path;
}

/** Null when it leads out of the folder; a missing file stays inside if its path does. */
async function inside(root: string, file: string): Promise<string | null> {
  if (file.includes("\0")) return null;
  const named = resolve(root, file);
  const real = await realpath(named).catch(() => named);
  return real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
}
