import { fileWriter, parquetWriteRows } from "hyparquet-writer";
import type { ResultLine } from "./result-line.ts";
import type { Table } from "./tables.ts";

/** Bounds the memory: rows are written group by group. */
const ROWS_A_GROUP = 20_000;

/** Writes a table over all homes as a Parquet file. Returns its rows. */
export async function writeParquet(path: string, table: Table, lines: AsyncIterable<ResultLine>): Promise<number> {
  let count = 0;
  async function* rows() {
    for await (const line of lines)
      for (const row of table.rowsOf(line)) {
        count += 1;
        yield row;
      }
  }
  await parquetWriteRows({
    writer: fileWriter(path),
    rows: rows(),
    columns: Object.entries(table.columns).map(([name, type]) => ({ name, type })),
    rowGroupSize: ROWS_A_GROUP,
  });
  return count;
}
