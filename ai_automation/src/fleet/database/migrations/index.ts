import type { Knex } from "knex";
import { tables } from "./0001-tables.ts";
import { releaseAfterChanges } from "./0002-release-after-changes.ts";
import { storeReport } from "./0003-store-report.ts";
import { homesOfTenants } from "./0004-homes-of-tenants.ts";

interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/** In the order in which they run. Names must never change: databases store the names of applied migrations. */
const MIGRATIONS: readonly NamedMigration[] = [
  { name: "0001_tables", ...tables },
  { name: "0002_release_after_changes", ...releaseAfterChanges },
  { name: "0003_store_report", ...storeReport },
  { name: "0004_homes_of_tenants", ...homesOfTenants },
];

export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: ({ name }) => name,
  getMigration: async (migration) => migration,
};
