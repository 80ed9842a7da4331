import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { parseDocument, type ScalarTag } from "yaml";
import { isRecord, listOf } from "../../automation/values.ts";

/** Reads Home Assistant's YAML with its tags. Faults are collected, not thrown: people's files have some. */
export interface YamlFiles {
  /** The value of a file with everything it includes; undefined if it cannot be read. */
  read(path: string): Promise<unknown>;
  readonly faults: readonly string[];
}

/** Home Assistant has no limit; files that include each other would never end. */
const MAX_DEPTH = 20;

/** `root` is the configuration folder, from which faults are named. */
export function createYamlFiles(root: string): YamlFiles {
  const faults: string[] = [];

  const read = async (path: string, depth: number): Promise<unknown> => {
    if (depth > MAX_DEPTH) return undefined;
    try {
      const document = parseDocument(await readFile(path, "utf8"), OPTIONS);
      const [fault] = document.errors;
      if (fault !== undefined) faults.push(`${nameOf(path)}: ${fault.message.split("\n")[0]}`);
      return await included(document.toJS({ maxAliasCount: 1000 }), path, depth);
    } catch (error) {
      faults.push(`${nameOf(path)}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const nameOf = (path: string): string => path.slice(root.length + 1);

  const included = async (value: unknown, path: string, depth: number): Promise<unknown> => {
    if (value instanceof Tagged) return includedBy(value, path, depth);
    if (Array.isArray(value)) return Promise.all(value.map((one) => included(one, path, depth)));
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(async ([key, one]) => [key, await included(one, path, depth)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  const includedBy = async ({ tag, text }: Tagged, path: string, depth: number): Promise<unknown> => {
    const target = resolve(dirname(path), text);
    if (tag === "!include") return read(target, depth + 1);
    const files = await yamlFilesBelow(target);
    const values = await Promise.all(files.map(async (file) => [file, await read(file, depth + 1)] as const));
    switch (tag) {
      case "!include_dir_list":
        return values.map(([, value]) => value);
      case "!include_dir_merge_list":
        return values.flatMap(([, value]) => listOf(value));
      case "!include_dir_named":
        return Object.fromEntries(values.map(([file, value]) => [basename(file, extname(file)), value]));
      case "!include_dir_merge_named":
        return Object.assign({}, ...values.map(([, value]) => value).filter(isRecord));
    }
  };
  return { read: (path) => read(path, 0), faults };
}

const INCLUDES = [
  "!include",
  "!include_dir_list",
  "!include_dir_merge_list",
  "!include_dir_named",
  "!include_dir_merge_named",
] as const;

class Tagged {
  readonly tag: (typeof INCLUDES)[number];
  readonly text: string;

  constructor(tag: Tagged["tag"], text: string) {
    this.tag = tag;
    this.text = text;
  }
}

const scalarTag = (tag: string, resolveTag: (text: string) => unknown): ScalarTag => ({
  tag,
  resolve: resolveTag,
  identify: () => false,
});

/** Home Assistant reads YAML 1.1 with PyYAML, where an unquoted `no` is a truth value, but `n` is not (resolver.py). */
const TRUTH: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(?:yes|Yes|YES|on|On|ON|no|No|NO|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|on)$/i.test(text),
};

/** Secrets and environment variables are left out; an input of a blueprint is filled in later. */
const TAGS: ScalarTag[] = [
  TRUTH,
  ...INCLUDES.map((tag) => scalarTag(tag, (text) => new Tagged(tag, text))),
  scalarTag("!secret", (text) => `!secret ${text}`),
  scalarTag("!env_var", (text) => `!env_var ${text}`),
  scalarTag("!input", (text) => ({ "!input": text })),
  scalarTag("!extend", (text) => text),
  scalarTag("!remove", () => null),
];

const OPTIONS = { customTags: TAGS, merge: true, uniqueKeys: false, logLevel: "silent" } as const;

/** All YAML files of a folder and its subfolders in order of their names, as Home Assistant includes them. */
export async function yamlFilesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await yamlFilesBelow(path)));
    else if (/\.ya?ml$/.test(entry.name) && entry.name !== "secrets.yaml") found.push(path);
  }
  return found;
}
