import type { RecorderDatabase } from "./recorder-database.ts";
import { RecorderError } from "./recorder-error.ts";
import type { TimedRows } from "./recorder-times.ts";

/** One kind of rows, and how to read them: the selected columns begin with the id and the time. */
export interface RowSource<Row extends Timed> {
  readonly timed: TimedRows;
  /** `SELECT ... FROM ... r ... WHERE ...` */
  readonly select: string;
  /** The id column, with the table's alias. */
  readonly id: string;
  readonly rowOf: (columns: readonly unknown[], seconds: number) => Row;
}

interface Timed {
  readonly id: number;
  readonly seconds: number;
}

/** Pages of rows of several sources in chronological order, from an instant in seconds on. Every page but the last is full. */
export async function* inOrder<Row extends Timed>(
  database: RecorderDatabase,
  sources: readonly RowSource<Row>[],
  { from, count }: { readonly from: number; readonly count: number },
): AsyncGenerator<readonly Row[]> {
  const pages = sources.map((source) => pagesOf(database, source, from, count));
  const [only] = pages;
  if (only !== undefined && pages.length === 1) {
    yield* only;
    return;
  }
  yield* merged(pages, count);
}

async function* pagesOf<Row extends Timed>(
  database: RecorderDatabase,
  { timed, select, id, rowOf }: RowSource<Row>,
  from: number,
  count: number,
): AsyncGenerator<readonly Row[]> {
  const column = `r.${timed.column}`;
  const sql = `${select} AND ${column} >= ? AND (${column} > ? OR ${id} > ?) ORDER BY ${column}, ${id} LIMIT ?`;
  let last: { readonly time: string | number; readonly id: number } = { time: timed.timeOf(from), id: -1 };
  for (;;) {
    const found = await database.all(sql, [last.time, last.time, last.id, count]);
    const newest = found.at(-1);
    if (newest === undefined) return;
    const next = { time: timeIn(newest[1]), id: Number(newest[0]) };
    if (next.time === last.time && next.id === last.id)
      throw new RecorderError(
        `The rows of ${timed.column} cannot be read in order: the database repeats row ${next.id}. Its times may be stored with too few digits.`,
        { reason: "rounded_times" },
      );
    last = next;
    const rows: Row[] = [];
    for (const columns of found) {
      const seconds = timed.secondsOf(columns[1]);
      if (!Number.isNaN(seconds)) rows.push(rowOf(columns, seconds));
    }
    if (rows.length > 0) yield rows;
    if (found.length < count) return;
  }
}

const timeIn = (value: unknown): string | number => (typeof value === "number" ? value : String(value));

async function* merged<Row extends Timed>(
  pages: readonly AsyncGenerator<readonly Row[]>[],
  count: number,
): AsyncGenerator<readonly Row[]> {
  const queues = pages.map((source) => ({ source, rows: [] as readonly Row[], next: 0 }));
  let page: Row[] = [];
  for (;;) {
    let first: { readonly row: Row; readonly queue: { next: number } } | undefined;
    for (const queue of queues) {
      if (queue.next >= queue.rows.length) {
        const { value, done } = await queue.source.next();
        queue.rows = done === true ? [] : value;
        queue.next = 0;
      }
      const row = queue.rows[queue.next];
      if (row !== undefined && (first === undefined || isBefore(row, first.row))) first = { row, queue };
    }
    if (first === undefined) break;
    first.queue.next += 1;
    page.push(first.row);
    if (page.length < count) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const isBefore = (one: Timed, other: Timed): boolean =>
  one.seconds < other.seconds || (one.seconds === other.seconds && one.id < other.id);
