import { hexOfId } from "./context-ids.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import type { ContextIds } from "./rows.ts";

interface IdsReader {
  /** SQL of the three ids. */
  readonly select: readonly string[];
  /** Reads the three ids of a row, from a column on. */
  read(row: readonly unknown[], at: number): ContextIds;
}

const IDS = ["context_id", "context_user_id", "context_parent_id"] as const;

/** Reads contexts: stored as bytes since schema 36, as text before that; NULL if a table has neither. */
export function createIdsReader(
  database: Pick<RecorderDatabase, "hex">,
  columns: ReadonlyMap<string, string>,
  alias: string,
): IdsReader {
  const select = IDS.map((name) => {
    const bytes = columns.has(`${name}_bin`) ? `NULLIF(${database.hex(`${alias}.${name}_bin`)}, '')` : undefined;
    const text = columns.has(name) ? `NULLIF(${alias}.${name}, '')` : undefined;
    if (bytes === undefined || text === undefined) return bytes ?? text ?? "NULL";
    return `COALESCE(${bytes}, ${text})`;
  });
  return {
    select,
    read: (row, at) => ({ context: idIn(row[at]), user: idIn(row[at + 1]), parent: idIn(row[at + 2]) }),
  };
}

function idIn(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  return hexOfId(value);
}
