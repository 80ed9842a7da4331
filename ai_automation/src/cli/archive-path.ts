import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import { SETTINGS } from "../config.ts";

/** Where the service keeps its database: DATABASE_PATH of the environment, of `.env`, or its default. */
export function archivePath(): string {
  const fallback = SETTINGS.find(({ variable }) => variable === "DATABASE_PATH")?.default ?? "";
  return process.env.DATABASE_PATH || parse(dotenv()).DATABASE_PATH || fallback;
}

function dotenv(): string {
  try {
    return readFileSync(".env", "utf8");
  } catch {
    return "";
  }
}
