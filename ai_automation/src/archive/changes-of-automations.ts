import { setImmediate } from "node:timers/promises";
import type Database from "better-sqlite3";
import type { Knex } from "knex";
import { ACTUATOR_DOMAINS } from "../model/domains.ts";
import { DAY } from "../model/time.ts";
import type { RunReader, SeenChange } from "../suggestions/history-ports.ts";
import { CAUSE_CODES, decodeCause } from "./cause-code.ts";
import { perConnection } from "./kept-read.ts";
import { withConnection } from "./raw-connection.ts";

/** Entities whose changes are read without a break: a few milliseconds. */
const AT_ONCE = 10;

interface Kept {
  readonly version: string;
  readonly changes: readonly SeenChange[];
}

/**
 * Changes made by runs of automations since an instant, by the context of each change, ascending. The changes of an entity
 * are read again only once its counts are others or a day has passed: months of a large home take a while.
 */
export function createAutomationChanges(database: Knex): RunReader["changesOfAutomations"] {
  const statementsOf = perConnection(createStatements);
  let kept: ReadonlyMap<number, Kept> = new Map();
  return async (since) => {
    const day = Math.floor(since / DAY) * DAY;
    const entities = await withConnection(database, (connection) => statementsOf(connection).actuators.all());
    const found = new Map<number, Kept>();
    const read = (some: readonly Actuator[]): Promise<void> =>
      withConnection(database, (connection) => {
        const { changes } = statementsOf(connection);
        for (const { id, counts } of some)
          found.set(id, { version: `${day} ${counts}`, changes: changes.all({ id, since: day }) });
      });
    let outdated: Actuator[] = [];
    for (const entity of entities) {
      const known = kept.get(entity.id);
      if (known?.version === `${day} ${entity.counts}`) found.set(entity.id, known);
      else outdated.push(entity);
      if (outdated.length < AT_ONCE) continue;
      await read(outdated);
      outdated = [];
      await setImmediate();
    }
    await read(outdated);
    kept = found;
    return [...found.values()]
      .flatMap(({ changes }) => changes)
      .filter(({ at }) => at >= since)
      .sort((a, b) => a.at - b.at);
  };
}

interface Actuator {
  readonly id: number;
  /** Changes with each change of the entity. */
  readonly counts: string;
}

interface Statements {
  readonly actuators: Database.Statement<[], Actuator>;
  readonly changes: Database.Statement<object, SeenChange>;
}

const AUTOMATION_CODES = CAUSE_CODES.filter(
  (code) => decodeCause({ code, actor: null, user: null }).kind === "automation",
);

const ACTUATORS = [...ACTUATOR_DOMAINS].map((domain) => `entity_id GLOB '${domain}.*'`).join(" OR ");

/** Only of entities that automations have changed at all. The name is part of the version, since ids stay with a rename. */
const createStatements = (connection: Database.Database): Statements => ({
  actuators: connection.prepare<[], Actuator>(
    `SELECT id, entity_id || ' ' || group_concat(cause || ' ' || changes || ' ' || last_ms) AS counts
     FROM entities JOIN entity_counts ON entity_ref = id WHERE ${ACTUATORS}
     GROUP BY id HAVING max(cause IN (${AUTOMATION_CODES.join()})) = 1`,
  ),
  changes: connection.prepare<object, SeenChange>(
    `SELECT actors.name AS automationId, entities.entity_id AS entityId, states.state, changes.at
     FROM entities
     JOIN changes ON changes.entity_ref = entities.id AND changes.at >= @since
     JOIN causes ON causes.id = changes.cause_ref AND causes.code IN (${AUTOMATION_CODES.join()})
     JOIN actors ON actors.id = causes.actor_ref
     JOIN states ON states.id = changes.state_ref
     WHERE entities.id = @id AND states.state NOT IN ('unavailable', 'unknown', '')
     ORDER BY changes.at`,
  ),
});
