import { hexOfId } from "./context-ids.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import type { ContextIds } from "./rows.ts";

const IDS = ["context_id", "context_user_id", "context_parent_id"] as const;

/**
 * SQL of a row's three ids in one text, for `idsIn`: one value is read faster than three. They are stored as bytes since
 * schema 36, as text before that; empty if a table has neither.
 */
export function idsSql(
  { hex }: Pick<RecorderDatabase, "hex">,
  columns: ReadonlyMap<string, string>,
  alias: string,
): string {
  const ids = IDS.map((name) => {
    const bytes = columns.has(`${name}_bin`) ? [`NULLIF(${hex(`${alias}.${name}_bin`)}, '')`] : [];
    const text = columns.has(name) ? [`${alias}.${name}`] : [];
    const known = [...bytes, ...text];
    return known.length === 0 ? "''" : `COALESCE(${[...known, "''"].join(", ")})`;
  });
  return `CONCAT(${ids.join(", ',', ")})`;
}

const NONE: ContextIds = { context: null, user: null, parent: null };

export function idsIn(value: unknown): ContextIds {
  if (typeof value !== "string") return NONE;
  const [context = "", user = "", parent = ""] = value.split(",");
  return { context: idOf(context), user: idOf(user), parent: idOf(parent) };
}

const idOf = (text: string): string | null => (text === "" ? null : hexOfId(text));
