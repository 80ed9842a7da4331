import type { Knex } from "knex";
import { ACTUATOR_DOMAINS } from "../model/domains.ts";
import type { SeenChange } from "../suggestions/history-ports.ts";
import { CAUSE_CODES, decodeCause } from "./cause-code.ts";
import { withConnection } from "./raw-connection.ts";

/** What runs of automations changed since an instant, by the context of each change, ascending. */
export function readChangesOfAutomations(database: Knex, since: number): Promise<readonly SeenChange[]> {
  return withConnection(database, (connection) =>
    connection
      .prepare<object, SeenChange>(
        `SELECT actors.name AS automationId, entities.entity_id AS entityId, states.state, changes.at
         FROM entities
         JOIN changes ON changes.entity_ref = entities.id AND changes.at >= @since
         JOIN causes ON causes.id = changes.cause_ref AND causes.code IN (${AUTOMATION_CODES.join()})
         JOIN actors ON actors.id = causes.actor_ref
         JOIN states ON states.id = changes.state_ref
         WHERE (${ACTUATORS}) AND states.state NOT IN ('unavailable', 'unknown', '')
         ORDER BY changes.at`,
      )
      .all({ since }),
  );
}

const AUTOMATION_CODES = CAUSE_CODES.filter(
  (code) => decodeCause({ code, actor: null, user: null }).kind === "automation",
);

const ACTUATORS = [...ACTUATOR_DOMAINS].map((domain) => `entities.entity_id GLOB '${domain}.*'`).join(" OR ");
