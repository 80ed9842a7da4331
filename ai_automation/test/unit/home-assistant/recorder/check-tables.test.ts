import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import { readSource } from "../../../../src/compose/history-sources.ts";
import { createRecorderFile } from "../../../../src/demo/recorder-file.ts";
import { recordAnEvening } from "../../../support/a-recorder.ts";

describe("the tables of a recorder", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "recorder-"));
  });
  after(() => rm(folder, { recursive: true }));

  let count = 0;
  const failureAfter = async (...changes: readonly string[]): Promise<string> => {
    const path = join(folder, `${count++}.db`);
    const file = createRecorderFile(path);
    recordAnEvening(file);
    file.close();
    const database = new Database(path);
    for (const change of changes) database.exec(change);
    database.close();
    const options = { zone: null, after: null, now: Date.UTC(2026, 0, 1), workFolder: folder, rowsAPiece: 4 };
    try {
      for await (const piece of readSource(path, { ...options, userKindOf: () => "person" }))
        expect(piece).to.be.an("object");
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const dropped = (table: string, column: string): string => `ALTER TABLE ${table} DROP COLUMN ${column}`;

  it("are named with a remedy if they are missing", async () => {
    for (const table of ["events", "states_meta", "state_attributes", "event_types", "event_data"])
      expect(await failureAfter(`DROP TABLE ${table}`)).to.match(
        new RegExp(`^The database is incomplete: the table ${table} is missing\\..* choose a complete copy`),
      );
    for (const table of ["states", "schema_changes"])
      expect(await failureAfter(`DROP TABLE ${table}`)).to.match(
        new RegExp(`not a Home Assistant recorder database, or it is damaged: the table ${table} is missing\\. Choose`),
      );
  });

  it("are named with each of their columns that is missing", async () => {
    const failure = await failureAfter(
      "DROP INDEX ix_events_event_type_id_time_fired_ts",
      dropped("events", "event_type_id"),
      dropped("events", "event_type"),
      dropped("event_data", "shared_data"),
      dropped("states", "last_changed_ts"),
    );
    expect(failure).to.match(
      /incomplete: the column event_type_id of the table events, the column last_changed_ts of the table states, the column shared_data of the table event_data are missing/,
    );
    expect(await failureAfter(dropped("states", "state"))).to.match(
      /not a Home Assistant .*: the column state of the table states is missing/,
    );
  });

  it("need no columns that only other releases have", async () => {
    const legacy = ["entity_id", "attributes", "event_id", "last_changed", "last_updated", "context_id"];
    expect(await failureAfter(...legacy.map((column) => dropped("states", column)))).to.equal("");
  });
});
