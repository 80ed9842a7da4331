import { unitIn } from "../units.ts";
import { attributesIn } from "./attributes.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import type { RecorderEntity } from "./rows.ts";

interface Group {
  /** The metadata id or the name. */
  readonly key: number | string;
  readonly name: string;
  /** JSON of the newest attributes. */
  readonly attributes: string;
}

const AT_ONCE = 500;

/**
 * The units of entities, by name. Rows share their attributes, so there are few to read. Before schema 25 each row has its
 * own: the unit is then read with the rows.
 */
export async function findUnits(
  database: RecorderDatabase,
  columns: ReadonlyMap<string, string>,
  groups: readonly Group[],
): Promise<ReadonlyMap<string, NonNullable<RecorderEntity["unit"]>>> {
  const measuring = groups.filter(({ attributes }) => unitIn(attributesIn(attributes)) !== null);
  if (!columns.has("attributes_id")) return new Map(measuring.map(({ name }) => [name, "varies"]));
  const namesByAttributes = await attributesInUse(database, columns, measuring);
  const unitsByName = new Map(measuring.map(({ name }) => [name, new Set<string>()]));
  const ids = [...namesByAttributes.keys()].filter((id) => id !== null);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE).join(", ");
    const rows = await database.all(
      `SELECT attributes_id, shared_attrs FROM state_attributes WHERE attributes_id IN (${some})`,
    );
    for (const [id, text] of rows) {
      const unit = typeof text === "string" ? unitIn(attributesIn(text)) : null;
      if (unit === null) continue;
      for (const name of namesByAttributes.get(Number(id)) ?? []) unitsByName.get(name)?.add(unit);
    }
  }
  const inRows = columns.has("attributes") ? (namesByAttributes.get(null) ?? new Set()) : new Set();
  return new Map(
    [...unitsByName].flatMap(([name, units]): readonly (readonly [string, NonNullable<RecorderEntity["unit"]>])[] => {
      const [always] = units;
      if (units.size > 1 || inRows.has(name)) return [[name, "varies"]];
      return always === undefined ? [] : [[name, { always }]];
    }),
  );
}

/** The entities that have states with certain attributes, by the attributes' id. */
async function attributesInUse(
  database: RecorderDatabase,
  columns: ReadonlyMap<string, string>,
  groups: readonly Group[],
): Promise<ReadonlyMap<number | null, ReadonlySet<string>>> {
  const names = new Map(groups.map(({ key, name }) => [key, name]));
  const ids = groups.flatMap(({ key }) => (typeof key === "number" ? [key] : []));
  const isUnmigrated = groups.some(({ key }) => typeof key === "string");
  const rows = [
    ...(ids.length === 0
      ? []
      : await database.all(
          `SELECT DISTINCT metadata_id, attributes_id FROM states WHERE metadata_id IN (${ids.join(", ")})`,
        )),
    ...(isUnmigrated
      ? await database.all(
          `SELECT DISTINCT entity_id, attributes_id FROM states${columns.has("metadata_id") ? " WHERE metadata_id IS NULL" : ""}`,
        )
      : []),
  ];
  const found = new Map<number | null, Set<string>>();
  for (const [key, id] of rows) {
    const name = names.get(typeof key === "string" ? key : Number(key));
    if (name === undefined) continue;
    const attributes = id === null ? null : Number(id);
    found.set(attributes, (found.get(attributes) ?? new Set()).add(name));
  }
  return found;
}
