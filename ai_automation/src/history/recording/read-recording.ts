import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { RecordedChange } from "./recorded-change.ts";
import { createTimestampParser } from "./parse-timestamp.ts";

/** A fault in a recording, told with file and line. */
export class RecordingError extends Error {
  constructor(file: string, line: number | null, fault: string, options?: ErrorOptions) {
    super(line === null ? `${file}: ${fault}` : `${file}, line ${line}: ${fault}`, options);
    this.name = "RecordingError";
  }
}

export interface RecordingRow extends RecordedChange {
  /** False when `at` is the home's wall clock, not UTC. */
  readonly hasOffset: boolean;
}

/** Some rows of a recording, and how much of its file has been read with them. */
export interface RecordingPart {
  readonly rows: readonly RecordingRow[];
  readonly bytesRead: number;
}

export interface Recording {
  readonly rows: number;
  /** False when its times are the home's wall clock. */
  readonly hasOffsets: boolean;
}

const HEADER = "timestamp,entity_id,state,context";
const ENTITY_ID = /^[a-z0-9_]+\.[a-z0-9_]+$/;

/**
 * Reads a recording (evaluation.md 1), plain or gzip, `-` for standard input; calls `onRow` for each row in file order.
 * @throws RecordingError naming file, line and fault: missing or empty file, wrong columns, bad time, truncated gzip.
 */
export async function readRecording(path: string, onRow: (row: RecordingRow) => void): Promise<Recording> {
  let count = 0;
  let hasOffsets = true;
  for await (const { rows } of recordingParts(path)) {
    count += rows.length;
    hasOffsets = rows[0]?.hasOffset ?? hasOffsets;
    for (const row of rows) onRow(row);
  }
  return { rows: count, hasOffsets };
}

/**
 * A recording part by part, as `readRecording` reads it.
 * @throws RecordingError
 */
export async function* recordingParts(path: string): AsyncGenerator<RecordingPart> {
  const file = path === "-" ? "standard input" : path;
  const parse = createRowParser(file);
  let line = 0;
  let count = 0;
  try {
    for await (const { lines, bytesRead } of linesOf(path)) {
      const rows: RecordingRow[] = [];
      for (const text of lines) {
        line += 1;
        const row = parse(text, line);
        if (row !== undefined) rows.push(row);
      }
      count += rows.length;
      if (rows.length > 0) yield { rows, bytesRead };
    }
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    throw new RecordingError(file, line === 0 ? null : line + 1, faultOf(cause), { cause });
  }
  if (line === 0) throw new RecordingError(file, null, "the file is empty");
  if (count === 0) throw new RecordingError(file, null, "there is no event in it, only the header");
}

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

type RowParser = (text: string, line: number) => RecordingRow | undefined;

function createRowParser(file: string): RowParser {
  const timestamp = createTimestampParser();
  let hasOffsets: boolean | undefined;
  return (text, line) => {
    const fail = (fault: string): RecordingError => new RecordingError(file, line, fault);
    if (line === 1) {
      if (text.replace(/^\uFEFF/, "").trim() !== HEADER) {
        throw fail(`the columns are "${text.slice(0, 80)}", not "${HEADER}"`);
      }
      return undefined;
    }
    if (text === "") return undefined;
    const fields = splitFields(text);
    if (fields.length !== 4) throw fail(`${fields.length} columns instead of 4`);
    const [time = "", entityId = "", state = "", context = ""] = fields;
    const instant = timestamp(time);
    if (instant === undefined) throw fail(`"${time}" is no time such as 2023-10-01T18:30:00Z`);
    hasOffsets ??= instant.hasOffset;
    if (hasOffsets !== instant.hasOffset) throw fail(`times with and without an offset are mixed ("${time}")`);
    if (!ENTITY_ID.test(entityId)) throw fail(`"${entityId}" is no entity id such as light.kitchen`);
    if (context !== "manual" && context !== "automation" && context !== "unknown") {
      throw fail(`the context is "${context}", not manual, automation or unknown`);
    }
    return { at: instant.at, entityId, state, context, hasOffset: instant.hasOffset };
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
