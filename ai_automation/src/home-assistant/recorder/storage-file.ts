import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { salvage } from "../salvage.ts";

/** Reads a file of Home Assistant's `.storage`; undefined if it cannot be read. Damaged rows are dropped. */
export async function readStorage<T>(schema: z.ZodType<T>, path: string): Promise<T | undefined> {
  try {
    const read = salvage(schema, JSON.parse(await readFile(path, "utf8")));
    return "data" in read ? read.data : undefined;
  } catch {
    return undefined;
  }
}
