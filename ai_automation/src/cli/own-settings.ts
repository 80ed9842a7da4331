import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import { READERS, SETTINGS } from "../settings.ts";

/** Where the service keeps its database. */
export const archivePath = (): string => settingOf("DATABASE_PATH");

/** What the service neither stores nor mines, by name. */
export const excludedNames = (): readonly string[] => READERS.EXCLUDE.parse(settingOf("EXCLUDE"));

/** Users that are no people, by name. */
export const serviceAccounts = (): readonly string[] => READERS.SERVICE_ACCOUNTS.parse(settingOf("SERVICE_ACCOUNTS"));

/** A setting as the service reads it: of the environment, of `.env`, or its default. */
function settingOf(name: keyof typeof READERS): string {
  const fallback = SETTINGS.find(({ variable }) => variable === name)?.default ?? "";
  return process.env[name] || parse(dotenv())[name] || fallback;
}

function dotenv(): string {
  try {
    return readFileSync(".env", "utf8");
  } catch {
    return "";
  }
}
