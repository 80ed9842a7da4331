import type { Knex } from "knex";
import { connect } from "../../../src/fleet/database/connection.ts";
import { startFleet, startFleetPostgres, type FleetPostgres, type RunningFleet } from "../../support/a-fleet.ts";

export interface FleetOfSuite {
  readonly postgres: FleetPostgres;
  readonly fleet: RunningFleet;
  /** Sees the rows of all tenants. */
  readonly owner: Knex;
}

/** Starts PostgreSQL and serves the fleet's API for the tests of a suite, which are skipped without PostgreSQL. */
export function withFleet(prepare: (parts: FleetOfSuite) => Promise<void>, now?: () => number): void {
  withFleetPostgres(async (postgres) => {
    const fleet = await startFleet(postgres.appUrl, now);
    const owner = connect(postgres.ownerUrl, 1);
    await prepare({ postgres, fleet, owner });
    return async () => {
      await owner.destroy();
      await fleet.stop();
    };
  });
}

/**
 * Starts PostgreSQL for the tests of a suite, which are skipped where it is not installed.
 * @param prepare returns the function that stops the suite's own parts
 */
export function withFleetPostgres(prepare: (postgres: FleetPostgres) => Promise<() => Promise<void>>): void {
  let postgres: FleetPostgres | undefined;
  let stop: (() => Promise<void>) | undefined;
  before(async function () {
    postgres = await startFleetPostgres();
    if (postgres === undefined) {
      process.stderr.write("    skipped: PostgreSQL is not installed\n");
      return this.skip();
    }
    stop = await prepare(postgres);
  });
  after(async () => {
    await stop?.();
    await postgres?.stop();
  });
}
