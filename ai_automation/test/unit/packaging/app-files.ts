import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** The app's folder: tests run from the sources and from `dist`, which has no package.json of its own. */
export const APP_FOLDER = dirname(findPackageJSON("..", import.meta.url) ?? ".");

export const readApp = (path: string): string => readFileSync(join(APP_FOLDER, path), "utf8");

export const readYaml = (path: string): unknown => parse(readApp(path), { merge: true });

/** The parts of config.yaml that other files repeat. */
export const readAppConfig = () => AppConfig.parse(readYaml("config.yaml"));

/** The variables that the Dockerfile sets with ENV. */
export function readImageEnvironment(): ReadonlyMap<string, string> {
  const block = /^ENV ((?:.*\\\n)*.*)$/m.exec(readApp("Dockerfile"))?.[1] ?? "";
  return new Map([...block.matchAll(/(\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]));
}

const AppConfig = z.object({
  version: z.string(),
  slug: z.string(),
  timeout: z.number(),
  ports: z.record(z.string(), z.number().nullable()),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)),
  schema: z.record(z.string(), z.string()),
});
