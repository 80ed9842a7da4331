import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, resolve } from "node:path";
import { parse } from "dotenv";
import { READERS, SETTINGS } from "../config/settings.ts";

/** The service's database. Relative to the app's folder, where the service runs; a command may be run from anywhere. */
export const archivePath = (): string =>
  process.env.DATABASE_PATH || resolve(appFolder(), settingFromFile("DATABASE_PATH"));

/** Names excluded from storage and mining. */
export const excludedNames = (): readonly string[] => READERS.EXCLUDE.parse(settingOf("EXCLUDE"));

/** Names of users that are not people. */
export const serviceAccounts = (): readonly string[] => READERS.SERVICE_ACCOUNTS.parse(settingOf("SERVICE_ACCOUNTS"));

type Name = keyof typeof READERS;

/** Reads a setting as the service does: from the environment, `.env`, or its default. */
const settingOf = (name: Name): string => process.env[name] || settingFromFile(name);

function settingFromFile(name: Name): string {
  const fallback = SETTINGS.find(({ variable }) => variable === name)?.default ?? "";
  return parse(readDotenv())[name] || fallback;
}

function readDotenv(): string {
  try {
    return readFileSync(resolve(appFolder(), ".env"), "utf8");
  } catch {
    return "";
  }
}

const appFolder = (): string => dirname(findPackageJSON("..", import.meta.url) ?? ".");
