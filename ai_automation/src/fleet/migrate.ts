import { PgBoss } from "pg-boss";
import { connect, QUEUE_SCHEMA, SCHEMA } from "./database/connection.ts";
import { migrationSource } from "./database/migrations/index.ts";
import { APP_ROLE } from "./settings.ts";
import { createQueues } from "./workers/queue.ts";

/**
 * Creates or updates the roles, the tables and the queues. May run again at any time.
 * @param ownerUrl a role that may create roles and schemas
 * @param appUrl whose password the app's role gets
 */
export async function migrateFleet(ownerUrl: string, appUrl: string): Promise<void> {
  const owner = connect(ownerUrl, 2);
  try {
    await owner.raw(ROLES);
    await owner.raw(`ALTER ROLE ${APP_ROLE} PASSWORD ${literal(decodeURIComponent(new URL(appUrl).password))}`);
    await owner.raw(`
      GRANT ${APP_ROLE} TO CURRENT_USER;
      CREATE SCHEMA IF NOT EXISTS ${SCHEMA};
      GRANT USAGE ON SCHEMA ${SCHEMA} TO ${APP_ROLE}, fleet_figures;
      CREATE SCHEMA IF NOT EXISTS ${QUEUE_SCHEMA} AUTHORIZATION ${APP_ROLE};
    `);
    await owner.migrate.latest({ migrationSource, schemaName: SCHEMA });
  } finally {
    await owner.destroy();
  }
  const boss = new PgBoss({
    connectionString: appUrl,
    schema: QUEUE_SCHEMA,
    createSchema: false,
    supervise: false,
    schedule: false,
    max: 2,
  });
  await boss.start();
  await createQueues(boss);
  await boss.stop({ graceful: false });
}

/**
 * The app's role must not inherit: policies apply to the members of a role that inherit from it, so that it would see
 * the shared figures of other tenants in every query (PostgreSQL 15, "5.8 Row Security Policies", has_privs_of_role).
 */
const ROLES = `
  DO $$
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN
      CREATE ROLE ${APP_ROLE} LOGIN NOINHERIT;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fleet_figures') THEN
      CREATE ROLE fleet_figures NOLOGIN;
    END IF;
    GRANT fleet_figures TO ${APP_ROLE};
  END $$;
`;

/** Knex takes a question mark for a binding, which ALTER ROLE does not accept. */
const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll("?", "\\?")}'`;
