import { isOccurrence } from "../../model/domains.ts";
import { domainOf } from "../../model/state-change.ts";
import { hasRecordedLevels } from "../level-attributes.ts";
import { isStored } from "../stored-entities.ts";
import { findUnits } from "./find-units.ts";
import type { RecorderDatabase } from "./recorder-database.ts";
import type { RecorderEntity } from "./rows.ts";
import { textOf } from "./text-value.ts";

/** The entities of a recorder. Since schema 38 rows name them by id, before that by name; both lead to one object. */
export interface RecorderEntities {
  readonly byId: ReadonlyMap<number, RecorderEntity>;
  readonly byName: ReadonlyMap<string, RecorderEntity>;
  /** All rows of `states`, and those among them whose entity is not on record. */
  readonly rows: number;
  readonly orphans: number;
}

interface Group {
  /** The metadata id or the name. */
  readonly key: number | string;
  readonly name: string | null;
  readonly rows: number;
  readonly newest: number;
}

export async function entitiesOf(database: RecorderDatabase): Promise<RecorderEntities> {
  const columns = await database.columnsOf("states");
  const [byId, byName] = [await groupsById(database, columns), await groupsByName(database, columns)];
  const groups = [...byId, ...byName];
  const measuring = groups.filter(({ name }) => name !== null && MEASURING.has(domainOf(name)));
  const attributes = await newestAttributes(
    database,
    columns,
    measuring.map(({ newest }) => newest),
  );
  const units = await findUnits(
    database,
    columns,
    measuring.flatMap(({ key, name, newest }) =>
      name === null ? [] : [{ key, name, attributes: attributes.get(newest) ?? "" }],
    ),
  );
  const named = new Map<string, RecorderEntity>();
  for (const { name, newest } of groups) {
    if (name === null || (named.has(name) && attributes.get(newest) === undefined)) continue;
    const unit = units.get(name) ?? null;
    named.set(name, {
      entityId: name,
      isContinuous: isContinuous(name, attributes.get(newest) ?? ""),
      storesLevels: hasRecordedLevels(name),
      unit,
      usesAttributes: hasRecordedLevels(name) || domainOf(name) === "event" || unit === "varies",
      isStored: isStored(name),
      isOccurrence: isOccurrence(name),
    });
  }
  const ofGroups = <Key>(some: readonly Group[], keyOf: (group: Group) => Key): ReadonlyMap<Key, RecorderEntity> =>
    new Map(
      some.flatMap((group): readonly (readonly [Key, RecorderEntity])[] => {
        const entity = group.name === null ? undefined : named.get(group.name);
        return entity === undefined ? [] : [[keyOf(group), entity]];
      }),
    );
  return {
    byId: ofGroups(byId, ({ key }) => Number(key)),
    byName: ofGroups(byName, ({ key }) => String(key)),
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    orphans: groups.reduce((sum, { name, rows }) => sum + (name === null ? rows : 0), 0),
  };
}

/** Domains of states that are numbers with a unit. */
const MEASURING: ReadonlySet<string> = new Set(["sensor", "number", "input_number"]);

/** A migration names rows without an entity like this (components/recorder/migration.py, _EMPTY_ENTITY_ID). */
const MISSING = "missing.entity_id";

type Columns = ReadonlyMap<string, string>;

async function groupsById(database: RecorderDatabase, columns: Columns): Promise<readonly Group[]> {
  if (!columns.has("metadata_id")) return [];
  const named = new Map(
    (await database.all("SELECT metadata_id, entity_id FROM states_meta")).map(([id, name]) => [
      Number(id),
      nameOf(name),
    ]),
  );
  const groups = await database.all("SELECT metadata_id, count(*), max(state_id) FROM states GROUP BY metadata_id");
  return groups
    .filter(([id]) => id !== null || !columns.has("entity_id"))
    .map(([id, rows, newest]) => ({
      key: Number(id),
      name: id === null ? null : (named.get(Number(id)) ?? null),
      rows: Number(rows),
      newest: Number(newest),
    }));
}

async function groupsByName(database: RecorderDatabase, columns: Columns): Promise<readonly Group[]> {
  if (!columns.has("entity_id")) return [];
  const unmigrated = columns.has("metadata_id") ? " WHERE metadata_id IS NULL" : "";
  const groups = await database.all(
    `SELECT entity_id, count(*), max(state_id) FROM states${unmigrated} GROUP BY entity_id`,
  );
  return groups.map(([id, rows, newest]) => ({
    key: String(id),
    name: nameOf(id),
    rows: Number(rows),
    newest: Number(newest),
  }));
}

/** Null for what is not an entity id. */
function nameOf(value: unknown): string | null {
  const name = textOf(value);
  return name !== null && name.indexOf(".") > 0 && name !== MISSING ? name : null;
}

const AT_ONCE = 500;

/** Attributes by state id: in a table of their own since schema 25, before that in the row. */
async function newestAttributes(
  database: RecorderDatabase,
  columns: Columns,
  stateIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const [text, join] = attributesSql(columns);
  const found = new Map<number, string>();
  for (let at = 0; at < stateIds.length; at += AT_ONCE) {
    const some = stateIds.slice(at, at + AT_ONCE).join(", ");
    const rows = await database.all(`SELECT s.state_id, ${text} FROM states s ${join} WHERE s.state_id IN (${some})`);
    for (const [id, attributes] of rows)
      if (typeof attributes === "string" && attributes !== "") found.set(Number(id), attributes);
  }
  return found;
}

/** SQL of the attributes of a row of `states s`, and the join it needs. */
export function attributesSql(columns: Columns): readonly [text: string, join: string] {
  if (!columns.has("attributes_id")) return ["s.attributes", ""];
  const text = columns.has("attributes") ? "COALESCE(a.shared_attrs, s.attributes)" : "a.shared_attrs";
  return [text, "LEFT JOIN state_attributes a ON a.attributes_id = s.attributes_id"];
}

const ALWAYS_CONTINUOUS: ReadonlySet<string> = new Set(["counter", "proximity"]);

/** components/logbook/helpers.py, is_sensor_continuous; uses the newest attributes. */
function isContinuous(entityId: string, attributes: string): boolean {
  if (ALWAYS_CONTINUOUS.has(domainOf(entityId))) return true;
  return (
    domainOf(entityId) === "sensor" &&
    ["unit_of_measurement", "state_class", "device_class"].some((name) => attributes.includes(`"${name}":`))
  );
}
