import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { withBlueprint } from "../../automation/read/blueprint.ts";
import { readIds } from "../../automation/read/entity-ids.ts";
import { NO_REFERENCES, type References } from "../../automation/read/references.ts";
import { createResolver } from "../../automation/read/resolve.ts";
import { isRecord, listOf, recordIn } from "../../automation/values.ts";
import { domainOf, objectIdOf } from "../../model/state-change.ts";
import { readRegistries } from "./registry-files.ts";
import { createYamlFiles, yamlFilesBelow, type YamlFiles } from "./yaml-files.ts";

/** The automations of a file or of a configuration folder, with what they refer to in place. */
export interface ReadAutomations {
  readonly configs: readonly unknown[];
  /** Files that could not be read, and why. */
  readonly faults: readonly string[];
}

const mined = z.object({ suggestions: z.array(z.object({ automation: z.unknown() })) });

/**
 * Reads a config, a list of configs, a package, the output of `mine --json`, or a configuration folder with its
 * packages, includes, scripts, scenes, groups, blueprints and registries. `recorded` are the entities of the recording:
 * without registries, an area has those whose ids begin with its name.
 */
export async function readAutomationFiles(path: string, recorded: readonly string[]): Promise<ReadAutomations> {
  const isFolder = (await stat(path)).isDirectory();
  const folder = isFolder ? await configurationFolder(path) : dirname(resolve(path));
  const files = createYamlFiles(folder);
  const parts = await partsOf(isFolder ? folder : resolve(path), isFolder, files);
  const registries = await readRegistries(folder);
  const configs = await Promise.all(
    parts.automations.map((config) => inBlueprint("automation", config, folder, files)),
  );
  const scripts = await Promise.all(
    [...parts.scripts].map(async ([id, config]) => [id, await inBlueprint("script", config, folder, files)] as const),
  );
  const references = withAreas(
    { ...NO_REFERENCES, ...parts, ...registries, scripts: new Map(scripts) },
    configs,
    recorded,
  );
  return { configs: configs.map(createResolver(references)), faults: files.faults };
}

/** The folder itself or the one below it that has a `configuration.yaml` of Home Assistant. */
async function configurationFolder(path: string): Promise<string> {
  const folder = resolve(path);
  const names = await readdir(folder);
  if (names.includes("configuration.yaml")) return folder;
  for (const name of ["config", "homeassistant", ".homeassistant"]) {
    const below: readonly string[] = names.includes(name) ? await readdir(join(folder, name)).catch(() => []) : [];
    if (below.includes("configuration.yaml")) return join(folder, name);
  }
  return folder;
}

interface Parts {
  readonly automations: unknown[];
  readonly scripts: Map<string, unknown>;
  readonly scenes: Map<string, unknown>;
  readonly groups: Map<string, readonly string[]>;
}

async function partsOf(path: string, isFolder: boolean, files: YamlFiles): Promise<Parts> {
  const parts: Parts = { automations: [], scripts: new Map(), scenes: new Map(), groups: new Map() };
  if (!isFolder) {
    addFile(await files.read(path), parts);
    return parts;
  }
  const names = await readdir(path);
  if (names.includes("configuration.yaml")) addPackage(await files.read(join(path, "configuration.yaml")), parts);
  if (parts.automations.length === 0 && names.includes("automations.yaml"))
    addFile(await files.read(join(path, "automations.yaml")), parts);
  if (parts.automations.length > 0) return parts;
  for (const file of await yamlFilesBelow(path))
    if (!file.includes("/blueprints/")) addFile(await files.read(file), parts);
  return parts;
}

/** A file of any kind: its automations are in a list, alone, in a package or in a list of suggestions. */
function addFile(value: unknown, parts: Parts): void {
  const document = mined.safeParse(value);
  if (document.success) parts.automations.push(...document.data.suggestions.map(({ automation }) => automation));
  else if (Array.isArray(value)) addAutomations(value, parts);
  else if (isRecord(value) && isAutomation(value)) addAutomations(value, parts);
  else addPackage(value, parts);
}

const isAutomation = (value: Readonly<Record<string, unknown>>): boolean =>
  ["trigger", "triggers", "use_blueprint"].some((key) => key in value) &&
  ["action", "actions", "use_blueprint"].some((key) => key in value);

function addAutomations(value: unknown, parts: Parts): void {
  for (const one of listOf(value)) {
    if (Array.isArray(one)) addAutomations(one, parts);
    else if (isRecord(one) && isAutomation(one)) parts.automations.push(one);
  }
}

/** The keys of a configuration can have a label: `automation kitchen` (config_validation.py, domain_key). */
function addPackage(value: unknown, parts: Parts): void {
  for (const [key, part] of Object.entries(recordIn(value))) {
    const domain = key.split(" ")[0];
    if (domain === "automation") addAutomations(part, parts);
    else if (domain === "script") addScripts(part, parts);
    else if (domain === "scene") addScenes(part, parts);
    else if (domain === "group") addGroups(part, parts);
    else if (domain === "homeassistant") for (const one of packagesIn(recordIn(part).packages)) addPackage(one, parts);
    else addPlatformGroups(domain ?? "", part, parts);
  }
}

const packagesIn = (packages: unknown): readonly unknown[] =>
  Array.isArray(packages) ? packages.flatMap(packagesIn) : isRecord(packages) ? Object.values(packages) : [];

function addScripts(value: unknown, { scripts }: Parts): void {
  for (const one of listOf(value))
    for (const [name, config] of Object.entries(recordIn(one)))
      if (isRecord(config)) scripts.set(`script.${name}`, config);
}

function addScenes(value: unknown, { scenes }: Parts): void {
  for (const one of listOf(value)) {
    const { name, entities } = recordIn(one);
    if (typeof name === "string") scenes.set(`scene.${slugOf(name)}`, entities);
  }
}

function addGroups(value: unknown, { groups }: Parts): void {
  for (const [name, group] of Object.entries(recordIn(value)))
    groups.set(`group.${name}`, readIds(isRecord(group) ? group.entities : group).ids);
}

/** `light: - platform: group`, and likewise for other domains. */
function addPlatformGroups(domain: string, value: unknown, { groups }: Parts): void {
  for (const one of listOf(value)) {
    const { platform, name, entities } = recordIn(one);
    if (platform === "group" && typeof name === "string")
      groups.set(`${domain}.${slugOf(name)}`, readIds(entities).ids);
  }
}

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\da-z]+/g, "_")
    .replaceAll(/^_|_$/g, "");

async function inBlueprint(kind: string, config: unknown, folder: string, files: YamlFiles): Promise<unknown> {
  if (!isRecord(config) || !isRecord(config.use_blueprint)) return config;
  const { path } = config.use_blueprint;
  if (typeof path !== "string") return config;
  const blueprint = await files.read(join(folder, "blueprints", kind, path));
  return blueprint === undefined ? config : withBlueprint(config, blueprint);
}

/** Without registries, the areas that automations name have the recorded entities that begin with their name. */
function withAreas(references: References, configs: readonly unknown[], recorded: readonly string[]): References {
  const known = new Set(references.entities.map(({ entityId }) => entityId));
  const areaIds = new Set(
    configs.flatMap(areasNamedIn).filter((id) => references.areas.every((area) => area.id !== id)),
  );
  const areaOf = (entityId: string): string | null =>
    [...areaIds].find((id) => `${objectIdOf(entityId)}_`.startsWith(`${id}_`)) ?? null;
  const guessed = recorded
    .filter((entityId) => !known.has(entityId) && domainOf(entityId) !== "")
    .map((entityId) => ({
      entityId,
      registryId: null,
      areaId: areaOf(entityId),
      deviceId: null,
      labels: [],
      isHidden: false,
      hasCategory: false,
    }));
  const found = new Set(guessed.map(({ areaId }) => areaId));
  const areas = [...areaIds].filter((id) => found.has(id)).map((id) => ({ id, floorId: null, labels: [] }));
  return { ...references, entities: [...references.entities, ...guessed], areas: [...references.areas, ...areas] };
}

function areasNamedIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(areasNamedIn);
  if (!isRecord(value)) return [];
  const own = listOf(value.area_id).filter((id): id is string => typeof id === "string");
  return [...own, ...Object.values(value).flatMap(areasNamedIn)];
}
