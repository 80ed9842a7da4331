import type { RecorderDatabase } from "./recorder-database.ts";
import { RecorderError } from "./recorder-error.ts";

interface Shape {
  readonly table: string;
  /** Of each group one column is enough: newer tables have the first, older ones the second. */
  readonly columns: readonly (readonly string[])[];
}

/** Without these it is no recorder's database at all. */
const STATES: readonly Shape[] = [
  { table: "schema_changes", columns: [["schema_version"], ["changed"]] },
  {
    table: "states",
    columns: [
      ["state_id"],
      ["state"],
      ["old_state_id"],
      ["metadata_id", "entity_id"],
      ["last_updated_ts", "last_updated"],
      ["attributes_id", "attributes"],
    ],
  },
];

const EVENTS: Shape = {
  table: "events",
  columns: [
    ["event_id"],
    ["event_type_id", "event_type"],
    ["time_fired_ts", "time_fired"],
    ["data_id", "event_data"],
    ["context_id_bin", "context_id"],
  ],
};

/** What is needed if a table has a column. */
const IMPLIED: readonly (Shape & { readonly of: string; readonly column: string })[] = [
  { of: "states", column: "last_updated_ts", table: "states", columns: [["last_changed_ts"]] },
  { of: "states", column: "metadata_id", table: "states_meta", columns: [["metadata_id"], ["entity_id"]] },
  { of: "states", column: "attributes_id", table: "state_attributes", columns: [["attributes_id"], ["shared_attrs"]] },
  { of: "events", column: "event_type_id", table: "event_types", columns: [["event_type_id"], ["event_type"]] },
  { of: "events", column: "data_id", table: "event_data", columns: [["data_id"], ["shared_data"]] },
];

/**
 * Checks that all tables and columns that will be read are there.
 * @throws RecorderError that names those which are missing
 */
export async function checkTables(database: RecorderDatabase): Promise<void> {
  const noStates = await missingOf(database, STATES);
  if (noStates.length > 0)
    throw new RecorderError(
      `This is not a Home Assistant recorder database, or it is damaged: ${sentence(noStates)}. Choose the file home-assistant_v2.db, or a backup of it.`,
      { reason: "not_a_recorder" },
    );
  const implied: Shape[] = [];
  for (const one of IMPLIED) if ((await database.columnsOf(one.of)).has(one.column)) implied.push(one);
  const missing = await missingOf(database, [EVENTS, ...implied]);
  if (missing.length > 0)
    throw new RecorderError(
      `The database is incomplete: ${sentence(missing)}. Without that nobody knows what happened, or who did it: choose a complete copy of the database, or a backup of it.`,
      { reason: "recorder_incomplete", values: { missing: missing.map(nameOf).join(", ") } },
    );
}

interface Missing {
  readonly table: string;
  /** Undefined if the whole table is missing. */
  readonly column?: string;
}

const sentence = (missing: readonly Missing[]): string =>
  `${missing.map(phrase).join(", ")} ${missing.length === 1 ? "is" : "are"} missing`;

const phrase = ({ table, column }: Missing): string =>
  column === undefined ? `the table ${table}` : `the column ${column} of the table ${table}`;

/** As in SQL. */
const nameOf = ({ table, column }: Missing): string => (column === undefined ? table : `${table}.${column}`);

async function missingOf(database: RecorderDatabase, shapes: readonly Shape[]): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const { table, columns } of shapes) {
    const found = await database.columnsOf(table);
    if (found.size === 0) {
      await readIfHidden(database, table, "1");
      missing.push({ table });
      continue;
    }
    for (const alternatives of columns) {
      if (alternatives.some((column) => found.has(column))) continue;
      const [newest = ""] = alternatives;
      await readIfHidden(database, table, newest);
      missing.push({ table, column: newest });
    }
  }
  return missing;
}

/** Codes of MariaDB and PostgreSQL for a table or a column that does not exist. */
const ABSENT: ReadonlySet<unknown> = new Set(["ER_NO_SUCH_TABLE", "ER_BAD_FIELD_ERROR", "42P01", "42703"]);

/** A server hides from a user what the user may not read. Its error names the right that is needed. */
async function readIfHidden(database: RecorderDatabase, table: string, column: string): Promise<void> {
  if (!database.isServer) return;
  try {
    await database.all(`SELECT ${column} FROM ${table} LIMIT 1`);
  } catch (error) {
    const cause = error instanceof RecorderError ? error.cause : undefined;
    if (!(cause instanceof Error && "code" in cause && ABSENT.has(cause.code))) throw error;
  }
}
