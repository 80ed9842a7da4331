import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { HomeSource } from "../analyses/home-source.ts";
import { UsageError } from "../options.ts";
import { isManifestHeader, parseManifest, type Defaults } from "./manifest.ts";

/** One of many recordings. */
export interface Home extends HomeSource {
  /** Its path as in the manifest, or below the folder: unique. */
  readonly name: string;
  /** The home's own automations, if a manifest names them. */
  readonly automations: string | null;
}

export interface FoundHomes {
  /** In the order of the manifest, or of the names. */
  readonly homes: readonly Home[];
  readonly warnings: readonly string[];
}

type Kind = "folder" | "manifest" | "recording";

const MANIFEST = "manifest.csv";
const RECORDING = /\.(csv|csv\.gz|db)$/i;
const MACHINES = /\.machines\.csv(\.gz)?$/i;

/** The recordings that `--events` names; a missing file counts as a recording. */
export async function kindOf(path: string): Promise<Kind> {
  if (path === "-") return "recording";
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) return "folder";
  if (stats?.isFile() !== true || !/\.csv$/i.test(path)) return "recording";
  return isManifestHeader(await firstLine(path)) ? "manifest" : "recording";
}

/**
 * The recordings of a manifest or of a folder and its subfolders. A folder with a `manifest.csv` is read by it.
 * @throws UsageError naming the fault and the remedy
 */
export async function findHomes(path: string, defaults: Defaults): Promise<FoundHomes> {
  if ((await kindOf(path)) === "manifest") return listedHomes(path, defaults);
  const manifest = join(path, MANIFEST);
  if ((await kindOf(manifest)) === "manifest") return listedHomes(manifest, defaults);
  const files = await filesBelow(path);
  const recordings = files.filter((file) => RECORDING.test(file) && !MACHINES.test(file));
  if (recordings.length === 0) throw new UsageError(`${path}: it contains no recording (.csv, .csv.gz or .db)`);
  const { zone, location } = defaults;
  if (zone === null)
    throw new UsageError(`--time-zone is missing; where homes differ, list them in ${manifest} with a column zone`);
  const homes = recordings.map((name): Home => {
    const machines = machinesBeside(name, files);
    return {
      name,
      file: resolve(path, name),
      zone,
      location,
      machines: machines === undefined ? null : resolve(path, machines),
      automations: null,
    };
  });
  return { homes, warnings: [] };
}

async function listedHomes(path: string, defaults: Defaults): Promise<FoundHomes> {
  const { entries, unused } = parseManifest(await readFile(path, "utf8"), path, defaults);
  const inFolder = (file: string | null): string | null => (file === null ? null : resolve(dirname(path), file));
  return {
    homes: entries.map(({ file, zone, location, machines, automations }) => ({
      name: file,
      file: resolve(dirname(path), file),
      zone,
      location,
      machines: inFolder(machines),
      automations: inFolder(automations),
    })),
    warnings: unused.map((column) => `${path}: the column "${column}" is not used`),
  };
}

/** `NAME.machines.csv` belongs to `NAME.csv` and to `NAME.events.csv`, each of them plain or compressed. */
function machinesBeside(recording: string, files: readonly string[]): string | undefined {
  const name = recording.replace(RECORDING, "").replace(/\.events$/i, "");
  return files.find((file) => MACHINES.test(file) && file.replace(MACHINES, "") === name);
}

/** Paths relative to the folder, in order; without hidden ones. Links to folders are not followed. */
async function filesBelow(folder: string, below = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const path = join(below, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, path)));
    else if (entry.isFile() || (await stat(join(folder, path)).catch(() => undefined))?.isFile() === true)
      found.push(path);
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

const FIRST_BYTES = 4_096;

async function firstLine(path: string): Promise<string> {
  const file = await open(path).catch((cause: unknown) => {
    throw new UsageError(`${basename(path)}: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(FIRST_BYTES), position: 0 });
    return buffer.toString("utf8", 0, bytesRead).split(/\r?\n/)[0] ?? "";
  } finally {
    await file.close();
  }
}
