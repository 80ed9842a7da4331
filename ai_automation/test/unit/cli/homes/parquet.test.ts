import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import type { ResultLine } from "../../../../src/cli/homes/result-line.ts";
import { tablesOf } from "../../../../src/cli/homes/tables.ts";
import { writeParquet } from "../../../../src/cli/homes/write-parquet.ts";
import { aDoneLine, aFailedLine } from "./a-result.ts";

async function* stream(lines: readonly ResultLine[]): AsyncGenerator<ResultLine> {
  yield* lines;
}

describe("results as tables", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "parquet-"));
  });
  after(() => rm(folder, { recursive: true }));

  const [homes, suggestions, nearMisses] = tablesOf("mine");
  const written = async (table: typeof homes, lines: readonly ResultLine[]) => {
    if (table === undefined) throw new Error("there is no such table");
    const path = join(folder, `${table.name}.parquet`);
    const count = await writeParquet(path, table, stream(lines));
    const file = await asyncBufferFromFile(path);
    const rows = await parquetReadObjects({ file });
    expect(rows).to.have.length(count);
    return { rows, groups: (await parquetMetadataAsync(file)).row_groups.length, count };
  };

  it("have a row for each home, with the error of one that failed", async () => {
    const { rows } = await written(homes, [aDoneLine("a"), aFailedLine("Küche, 2")]);
    expect(rows[0]).to.include({
      home: "a",
      state: "done",
      error: null,
      zone: "Europe/Berlin",
      changes: 1_000,
      days: 30,
    });
    expect(rows[1]).to.include({
      home: "Küche, 2",
      state: "failed",
      error: "Küche, 2: the file is empty",
      changes: null,
    });
  });

  it("have a row for each suggestion, in the order of a home", async () => {
    const held = [
      { tp: 9, fp: 1 },
      { tp: 0, fp: 0, alertsPerWeek: 0.5 },
    ];
    const { rows } = await written(suggestions, [aDoneLine("a", held), aFailedLine("b"), aDoneLine("c")]);
    expect(rows.map((row) => [row.home, row.position, row.held_out_tp, row.alerts_per_week])).to.deep.equal([
      ["a", 1, 9, null],
      ["a", 2, 0, 0.5],
    ]);
    expect(rows[0]).to.include({
      trigger: "time",
      entity_id: "light.lamp",
      state: "on",
      conditions: 0,
      is_reminder: false,
    });
    expect(JSON.parse(String(rows[0]?.automation))).to.include({ alias: "Lamp" });
  });

  it("may be empty, and keep their columns", async () => {
    const { rows } = await written(nearMisses, [aDoneLine("a")]);
    expect(rows).to.deep.equal([]);
  });

  it("may have more rows than are held in memory", async () => {
    const lines = Array.from({ length: 45_000 }, (_, index) => aFailedLine(`home-${index}`));
    const { rows, groups } = await written(homes, lines);
    expect(groups).to.equal(3);
    expect(rows[44_999]).to.include({ home: "home-44999" });
  });
});
