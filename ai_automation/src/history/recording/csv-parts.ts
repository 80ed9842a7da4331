import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { createTimestampParser, type Timestamp } from "./parse-timestamp.ts";

/** A fault in a recording, told with file and line. */
export class RecordingError extends Error {
  constructor(file: string, line: number | null, fault: string, options?: ErrorOptions) {
    super(line === null ? `${file}: ${fault}` : `${file}, line ${line}: ${fault}`, options);
    this.name = "RecordingError";
  }
}

/** Some rows of a file, and how much of it has been read with them. */
export interface CsvPart<Row> {
  readonly rows: readonly Row[];
  readonly bytesRead: number;
}

/** One line of a file about entities: its first three columns checked, the fourth as it stands. */
export interface CsvLine extends Timestamp {
  readonly entityId: string;
  readonly state: string;
  readonly last: string;
}

/** Makes the error of the line that is being read. */
export type Fail = (fault: string) => RecordingError;

const ENTITY_ID = /^[a-z0-9_]+\.[a-z0-9_]+$/;

/**
 * Reads CSV whose columns are `timestamp,entity_id,state` and one more, plain or gzip, `-` for standard input, part by
 * part in file order.
 * @param lastColumn the name of the fourth column
 * @throws RecordingError naming file, line and fault: missing or empty file, wrong columns, bad time, truncated gzip
 */
export async function* csvParts<Row>(
  path: string,
  lastColumn: string,
  rowOf: (line: CsvLine, fail: Fail) => Row,
): AsyncGenerator<CsvPart<Row>> {
  const file = nameOfSource(path);
  const parse = createLineParser(file, `timestamp,entity_id,state,${lastColumn}`, rowOf);
  let line = 0;
  try {
    for await (const { lines, bytesRead } of linesOf(path)) {
      const rows: Row[] = [];
      for (const text of lines) {
        line += 1;
        const row = parse(text, line);
        if (row !== undefined) rows.push(row);
      }
      if (rows.length > 0) yield { rows, bytesRead };
    }
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    throw new RecordingError(file, line === 0 ? null : line + 1, faultOf(cause), { cause });
  }
  if (line === 0) throw new RecordingError(file, null, "the file is empty");
}

export const nameOfSource = (path: string): string => (path === "-" ? "standard input" : path);

interface Lines {
  readonly lines: readonly string[];
  readonly bytesRead: number;
}

async function* linesOf(path: string): AsyncIterable<Lines> {
  const source = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 });
  const first = await firstChunk(source);
  if (first === undefined) return;
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  const input: Readable = isGzip ? source.pipe(createGunzip({ chunkSize: 1 << 18 })) : source;
  // `pipe` does not carry errors over.
  source.once("error", (error: Error) => input.destroy(error));
  let rest = "";
  for await (const chunk of input.setEncoding("utf8")) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield { lines: lines.map(withoutReturn), bytesRead: "bytesRead" in source ? source.bytesRead : 0 };
  }
  if (rest !== "") yield { lines: [withoutReturn(rest)], bytesRead: "bytesRead" in source ? source.bytesRead : 0 };
}

const withoutReturn = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);

/** Waits for the first bytes and puts them back; undefined at the end of an empty source. */
async function firstChunk(source: Readable): Promise<Buffer | undefined> {
  const chunk = await new Promise<unknown>((resolve, reject) => {
    source.once("readable", () => resolve(source.read()));
    source.once("error", reject);
  });
  if (!Buffer.isBuffer(chunk)) return undefined;
  source.unshift(chunk);
  return chunk;
}

function createLineParser<Row>(
  file: string,
  header: string,
  rowOf: (line: CsvLine, fail: Fail) => Row,
): (text: string, line: number) => Row | undefined {
  const timestamp = createTimestampParser();
  let hasOffsets: boolean | undefined;
  return (text, line) => {
    const fail: Fail = (fault) => new RecordingError(file, line, fault);
    if (line === 1) {
      if (text.replace(/^\uFEFF/, "").trim() === header) return undefined;
      throw fail(`the columns are "${text.slice(0, 80)}", not "${header}"`);
    }
    if (text === "") return undefined;
    const fields = splitFields(text);
    if (fields.length !== 4) throw fail(`${fields.length} columns instead of 4`);
    const [time = "", entityId = "", state = "", last = ""] = fields;
    const instant = timestamp(time);
    if (instant === undefined) throw fail(`"${time}" is no time such as 2023-10-01T18:30:00Z`);
    hasOffsets ??= instant.hasOffset;
    if (hasOffsets !== instant.hasOffset) throw fail(`times with and without an offset are mixed ("${time}")`);
    if (!ENTITY_ID.test(entityId)) throw fail(`"${entityId}" is no entity id such as light.kitchen`);
    return rowOf({ at: instant.at, hasOffset: instant.hasOffset, entityId, state, last }, fail);
  };
}

/** Fields of one line; a quoted field may hold commas and doubled quotes, but no line break. */
function splitFields(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(",");
  const fields = text.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)(?=,|$)/g) ?? [];
  return fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

function faultOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "Z_BUF_ERROR") return "the gzip file ends early: it was not copied whole";
  if (code.startsWith("Z_")) return `the gzip file is damaged (${cause.message})`;
  return cause.message;
}
