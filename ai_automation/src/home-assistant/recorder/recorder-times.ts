import type { RecorderDatabase } from "./recorder-database.ts";
import { RecorderError } from "./recorder-error.ts";

/** Which instants are plausible, in seconds: `from` inclusive, `to` exclusive. */
export interface PlausibleTime {
  readonly from: number;
  readonly to: number;
}

/**
 * Rows of a table that store their time in one of its columns: as seconds since schema 31, as dates before that. A
 * database whose migration was interrupted has both kinds of rows.
 */
export interface TimedRows {
  /** SQL of the time; `secondsOf` reads its value and `timeOf` returns the value of an instant. */
  readonly time: string;
  readonly column: string;
  readonly isDate: boolean;
  readonly secondsOf: (value: unknown) => number;
  readonly timeOf: (seconds: number) => string | number;
  /** SQL that is true for rows of this kind with a plausible time. */
  readonly where: string;
  /** The same without the bounds: with two lower ones, SQLite would read all rows from the first one on. */
  readonly ofKind: string;
  /** SQL of the end of the plausible time. */
  readonly end: string;
  /** SQL of the oldest plausible time. */
  readonly oldest: string;
}

interface TableTimes {
  readonly table: string;
  readonly id: string;
  /** Columns since schema 31, and before it. */
  readonly seconds: string;
  readonly date: string;
}

/** The kinds of rows of a table; a kind without rows is left out. In SQL the table is named `r`. @throws RecorderError */
export async function timedRowsOf(
  database: RecorderDatabase,
  { table, id, seconds, date }: TableTimes,
  plausible: PlausibleTime,
): Promise<readonly TimedRows[]> {
  const columns = await database.columnsOf(table);
  if (database.roundedTypes.has(columns.get(seconds) ?? ""))
    throw new RecorderError(
      `The times in ${table}.${seconds} are stored as ${columns.get(seconds)}, which rounds them to two minutes: what happened when is lost. Import an older backup.`,
      { reason: "rounded_times" },
    );
  const bySeconds: TimedRows = {
    time: `r.${seconds}`,
    column: seconds,
    isDate: false,
    secondsOf: Number,
    timeOf: (instant) => instant,
    where: `r.${seconds} >= ${plausible.from} AND r.${seconds} < ${plausible.to}`,
    ofKind: `r.${seconds} IS NOT NULL`,
    end: String(plausible.to),
    oldest: String(plausible.from),
  };
  if (columns.has(seconds)) await database.orderBy(table, seconds);
  // A column that is no longer used stays behind as CHAR(0) (db_schema.py, UnusedDateTime).
  if (!/date|time/.test(columns.get(date) ?? "")) return [bySeconds];
  const unusable = columns.has(seconds) ? `(r.${seconds} IS NULL OR r.${seconds} < ${plausible.from}) AND ` : "";
  const [oldest, latest] = [`'${textOfSeconds(plausible.from)}'`, `'${textOfSeconds(plausible.to)}'`];
  const byDate: TimedRows = {
    time: database.dateText(`r.${date}`),
    column: date,
    isDate: true,
    secondsOf: secondsOfText,
    timeOf: textOfSeconds,
    where: `${unusable}r.${date} >= ${oldest} AND r.${date} < ${latest}`,
    ofKind: `${unusable}r.${date} IS NOT NULL`,
    end: latest,
    oldest,
  };
  const [dated] = await database.all(`SELECT r.${id} FROM ${table} r WHERE ${byDate.where} LIMIT 1`);
  if (dated !== undefined) await database.orderBy(table, date);
  return [...(columns.has(seconds) ? [bySeconds] : []), ...(dated === undefined ? [] : [byDate])];
}

const DATE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(?:Z|\+00:00|\+00)?$/;

/** Seconds UTC of `YYYY-MM-DD HH:MM:SS.ffffff`; NaN for another text. */
export function secondsOfText(value: unknown): number {
  const [, day, time, fraction = "0"] = DATE.exec(String(value)) ?? [];
  if (day === undefined || time === undefined) return NaN;
  return Date.parse(`${day}T${time}Z`) / 1_000 + Number(`0.${fraction}`);
}

/** The text that SQLAlchemy stores, with six decimals. */
function textOfSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  const micros = Math.min(999_999, Math.round((seconds - whole) * 1e6));
  const [day = "", time = ""] = new Date(whole * 1_000).toISOString().slice(0, 19).split("T");
  return `${day} ${time}.${String(micros).padStart(6, "0")}`;
}
