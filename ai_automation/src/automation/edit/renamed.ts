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
  const rename: Renamer = (value) => {
    if (typeof value === "string") return ids.get(value) ?? replaced(value, ids);
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

interface Dotted {
  /** Two words with a dot between them. */
  readonly id: string;
  readonly index: number;
}

/** In `states.light.desk`, also `light.desk` is found. Walks from dot to dot: evidence is long and has few. */
function dottedIn(text: string): readonly Dotted[] {
  const found: Dotted[] = [];
  for (let dot = text.indexOf("."); dot !== -1; dot = text.indexOf(".", dot + 1)) {
    let [index, end] = [dot, dot + 1];
    while (isWordAt(text, index - 1)) index -= 1;
    while (isWordAt(text, end)) end += 1;
    if (index < dot && end > dot + 1) found.push({ id: text.slice(index, end), index });
  }
  return found;
}

/** Whether an entity id may contain the character: a to z, 0 to 9, or an underscore. */
function isWordAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
}

function replaced(text: string, ids: ReadonlyMap<string, string>): string {
  let result = "";
  let end = 0;
  for (const { id, index } of dottedIn(text)) {
    const to = ids.get(id);
    if (to === undefined || index < end) continue;
    result += text.slice(end, index) + to;
    end = index + id.length;
  }
  return result + text.slice(end);
}

/** Whether a JSON text may name one of the ids: quick, and true too often. */
export const mentionsIn = (json: string, ids: ReadonlyMap<string, string>): boolean =>
  // A line break before an id is written as a backslash and a letter.
  dottedIn(json).some(({ id, index }) => ids.has(id) || (json[index - 1] === "\\" && ids.has(id.slice(1))));

export const renamedConfig = (config: AutomationConfig, ids: ReadonlyMap<string, string>): AutomationConfig =>
  automationConfig.parse(createRenamer(ids)(config));

/** Every text in a value that has the form of an entity id, alone or inside a longer text, except for action names. */
export function idsNamedIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (item: unknown): void => {
    if (typeof item === "string") for (const { id } of dottedIn(item)) found.add(id);
    else if (Array.isArray(item)) item.forEach(visit);
    else if (typeof item === "object" && item !== null)
      for (const [key, inner] of Object.entries(item)) if (!isActionName(key, inner)) visit([key, inner]);
  };
  visit(value);
  return found;
}

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
  const [domain = "", service] = action.split(".");
  // A template or a group stays with the action that it has.
  const byDomain = Map.groupBy(target.entity_id, (id) => {
    const moved = ids.get(id);
    return moved === undefined ? domain : domainOf(moved);
  });
  if ([...byDomain.keys()].every((one) => one === domain)) return [item];
  return [...byDomain].map(([moved, entityIds]) => ({
    ...rest,
    action: `${moved}.${service}`,
    target: { ...target, entity_id: entityIds },
    // Brightness and the like mean nothing to another domain.
    ...(data === undefined || moved !== domain ? {} : { data }),
  }));
}
