import { isEntityId } from "../values.ts";
import { isTemplate } from "./service-meaning.ts";

/** The entities that a value names: one id, several with commas, or a list. Ids are in lower case (config_validation). */
export interface NamedIds {
  /** Entity ids, and ids of the entity registry as the editor writes them for devices. */
  readonly ids: readonly string[];
  readonly isAll: boolean;
  /** Whether a part of it is a template or no id at all. */
  readonly isUnread: boolean;
}

export function readIds(value: unknown): NamedIds {
  const parts = (Array.isArray(value) ? value : [value]).flatMap((part: unknown) =>
    typeof part === "string" && !isTemplate(part) ? part.split(",").map((id) => id.trim().toLowerCase()) : [part],
  );
  const ids = parts.filter((part): part is string => typeof part === "string" && isId(part));
  return {
    ids: [...new Set(ids)],
    isAll: parts.includes("all"),
    isUnread: parts.some((part) => !WORDS.has(part) && !(typeof part === "string" && isId(part))),
  };
}

/** Values that name nothing, or everything. */
const WORDS: ReadonlySet<unknown> = new Set(["all", "none", "", undefined, null]);

const isId = (text: string): boolean => isEntityId(text) || isRegistryId(text);

/** The id of an entry in the entity registry, which the editor writes for devices. */
export const isRegistryId = (text: string): boolean => /^[\da-f]{32}$/.test(text);
