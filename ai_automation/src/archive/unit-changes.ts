import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { inPresentUnit, type InPresentUnit } from "../history/units/present-unit.ts";
import type { UnitHistory } from "../suggestions/history-ports.ts";
import { NOTHING_PENDING, withConnection } from "./raw-connection.ts";

const CHANGED = "SELECT entity_ref FROM units GROUP BY entity_ref HAVING count(*) > 1";

/** How many changes the entities have whose unit has changed. */
export const CHANGES_OF_CHANGED = `SELECT coalesce(sum(changes), 0) FROM entity_counts WHERE entity_ref IN (${CHANGED})`;

/** The entities whose unit has changed, by their ids: none in most homes. */
export function changedUnits(database: Database.Database): ReadonlyMap<number, InPresentUnit> {
  const rows = database
    .prepare<[], { entity: number; from: number; unit: string }>(
      `SELECT entity_ref AS entity, at AS "from", unit FROM units WHERE entity_ref IN (${CHANGED})
       ORDER BY entity_ref, at`,
    )
    .all();
  return new Map(
    [...Map.groupBy(rows, ({ entity }) => entity)].flatMap(([entity, units]) => {
      const convert = inPresentUnit(units);
      return convert === undefined ? [] : [[entity, convert] as const];
    }),
  );
}

export function createUnitHistory(database: Knex, showPending = NOTHING_PENDING): UnitHistory {
  return {
    changed: async () => {
      await showPending();
      return withConnection(database, (connection) => {
        const rows = connection
          .prepare<[], { entityId: string; from: number; unit: string }>(
            `SELECT entity_id AS entityId, at AS "from", unit FROM units JOIN entities ON entities.id = entity_ref
             WHERE entity_ref IN (${CHANGED}) ORDER BY entity_ref, at`,
          )
          .all();
        return Map.groupBy(rows, ({ entityId }) => entityId);
      });
    },
  };
}
