import { z } from "zod";
import { automationConfig, type AutomationConfig } from "../../model/automation.ts";
import { domainOf } from "../../model/state-change.ts";
import { texts } from "../values.ts";

/** Puts new entity ids into any JSON value, such as a config or the evidence of a suggestion. */
export type Renamer = (value: unknown) => unknown;

/**
 * Replaces whole entity ids in texts, also inside templates and lists, all at once: ids may be swapped. Names of actions
 * stay, because renaming a script does not rename its action; only where an entity moved to another domain, its action
 * becomes the same one of that domain.
 */
export function createRenamer(ids: ReadonlyMap<string, string>): Renamer {
  const named = namedIn(ids);
  const inText = (text: string): string =>
    named === undefined || !text.includes(".") ? text : text.replace(named, (id) => ids.get(id) ?? id);
  const rename: Renamer = (value) => {
    if (typeof value === "string") return ids.get(value) ?? inText(value);
    if (Array.isArray(value)) return value.flatMap((item: unknown) => callsOf(item, ids)).map(rename);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]): readonly [unknown, unknown] =>
        isActionName(key, item) ? [key, item] : [rename(key), rename(item)],
      ),
    );
  };
  return rename;
}

/** Matches each of the ids where it is a whole entity id; undefined without ids. */
function namedIn(ids: ReadonlyMap<string, string>): RegExp | undefined {
  if (ids.size === 0) return undefined;
  const alternatives = [...ids.keys()].map((id) => id.replace(/\W/g, String.raw`\$&`)).join("|");
  return new RegExp(`(?<![a-z0-9_])(?:${alternatives})(?![a-z0-9_])`, "g");
}

export const renamedConfig = (config: AutomationConfig, ids: ReadonlyMap<string, string>): AutomationConfig =>
  automationConfig.parse(createRenamer(ids)(config));

/** Every text in a value that has the form of an entity id, alone or inside a longer text, except for action names. */
export function idsNamedIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (item: unknown): void => {
    if (typeof item === "string") for (const [id] of item.matchAll(ENTITY_ID)) found.add(id);
    else if (Array.isArray(item)) item.forEach(visit);
    else if (typeof item === "object" && item !== null)
      for (const [key, inner] of Object.entries(item)) if (!isActionName(key, inner)) visit([key, inner]);
  };
  visit(value);
  return found;
}

const ENTITY_ID = /(?<![a-z0-9_])[a-z][a-z0-9_]*\.[a-z0-9_]+/g;

const isActionName = (key: string, item: unknown): boolean =>
  (key === "action" || key === "service") && typeof item === "string";

const call = z.looseObject({
  action: z.string().regex(/^(switch|light|fan|siren)\.(turn_on|turn_off|toggle)$/),
  target: z.looseObject({ entity_id: texts }),
});

/** The same call for the entities that keep their domain, and one for each domain that others moved to. */
function callsOf(item: unknown, ids: ReadonlyMap<string, string>): readonly unknown[] {
  const parsed = call.safeParse(item);
  if (!parsed.success) return [item];
  const { action, target, data, ...rest } = parsed.data;
  const [domain, service] = action.split(".");
  const byDomain = Map.groupBy(target.entity_id, (id) => domainOf(ids.get(id) ?? id));
  if ([...byDomain.keys()].every((one) => one === domain)) return [item];
  return [...byDomain].map(([moved, entityIds]) => ({
    ...rest,
    action: `${moved}.${service}`,
    target: { ...target, entity_id: entityIds },
    // Brightness and the like mean nothing to another domain.
    ...(data === undefined || moved !== domain ? {} : { data }),
  }));
}
