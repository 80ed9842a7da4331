import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, resolve } from "node:path";
import { parse } from "dotenv";
import { READERS, SETTINGS } from "../config/settings.ts";

/** Where the service keeps its database: it runs in the app's folder, where a command may be called anywhere. */
export const archivePath = (): string => process.env.DATABASE_PATH || resolve(appFolder(), ownSetting("DATABASE_PATH"));

/** What the service neither stores nor mines, by name. */
export const excludedNames = (): readonly string[] => READERS.EXCLUDE.parse(settingOf("EXCLUDE"));

/** Users that are no people, by name. */
export const serviceAccounts = (): readonly string[] => READERS.SERVICE_ACCOUNTS.parse(settingOf("SERVICE_ACCOUNTS"));

type Name = keyof typeof READERS;

/** A setting as the service reads it: of the environment, of `.env`, or its default. */
const settingOf = (name: Name): string => process.env[name] || ownSetting(name);

function ownSetting(name: Name): string {
  const fallback = SETTINGS.find(({ variable }) => variable === name)?.default ?? "";
  return parse(dotenv())[name] || fallback;
}

function dotenv(): string {
  try {
    return readFileSync(resolve(appFolder(), ".env"), "utf8");
  } catch {
    return "";
  }
}

const appFolder = (): string => dirname(findPackageJSON("..", import.meta.url) ?? ".");
