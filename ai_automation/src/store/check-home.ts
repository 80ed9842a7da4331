import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import type { Knex } from "knex";
import { ARCHIVE_HOME, archiveHome } from "../model/archive-home.ts";
import { filesBeside } from "./files-beside.ts";
import { createKeyValueStore } from "./key-value-store.ts";
import { PARTS } from "./open-or-renew.ts";

/** The kind of home that the service is started for. */
export interface StartedHome {
  readonly kind: "simulated" | "home_assistant";
  /** All entities of the simulated home. */
  readonly simulatedEntities: () => Promise<ReadonlySet<string>>;
}

/**
 * Compares the home that a database belongs to with the one that the service is started for, and records the simulated
 * home in a database that is its own.
 * @returns "simulated" if a real home must not use the database
 * @throws Error naming the path and the remedy if the database belongs to a real home and the simulated one is started
 */
export async function checkHome(database: Knex, path: string, home: StartedHome): Promise<"fits" | "simulated"> {
  const kept = createKeyValueStore(database);
  const recorded = (await kept.get(ARCHIVE_HOME, archiveHome))?.kind;
  if (home.kind === "home_assistant") {
    if (recorded === undefined && !existsSync(filesBeside(path).simulatedHome)) return "fits";
    return (recorded ?? (await kindOfEntities(database, home))) === "simulated" ? "simulated" : "fits";
  }
  if (recorded === "home_assistant")
    throw new Error(
      `The database ${path} cannot be used: it has the history of a Home Assistant, and the simulated home would be ` +
        "added to it. Set DATABASE_PATH to another file, or set HA_URL and HA_TOKEN.",
    );
  if (recorded === undefined && (await kindOfEntities(database, home)) !== "other")
    await kept.set(ARCHIVE_HOME, { kind: "simulated" });
  return "fits";
}

/** Renames the database and what belongs to its home, so that a new one can be created. Returns the new path. */
export async function setAsideSimulated(path: string, now: number): Promise<string> {
  const setAside = `${path}.simulated-${new Date(now).toISOString().replaceAll(":", "-")}`;
  const [from, to] = [filesBeside(path), filesBeside(setAside)];
  const pairs = [
    ...PARTS.map((part) => [path + part, setAside + part] as const),
    [from.journal, to.journal] as const,
    [from.simulatedHome, to.simulatedHome] as const,
  ];
  for (const [old, renamed] of pairs) if (existsSync(old)) await rename(old, renamed);
  return setAside;
}

/** For databases of earlier versions, which did not record their home. */
async function kindOfEntities(database: Knex, home: StartedHome): Promise<"none" | "simulated" | "other"> {
  const stored: readonly string[] = await database("entities").pluck("entity_id");
  if (stored.length === 0) return "none";
  const simulated = await home.simulatedEntities();
  return stored.every((entityId) => simulated.has(entityId)) ? "simulated" : "other";
}
