import type { MachineRow } from "../../model/machine-row.ts";
import { createTimestampParser, createTimestampReader, type Timestamp } from "./parse-timestamp.ts";
import type { RecordedChange } from "./recorded-change.ts";
import { createTexts } from "./texts.ts";

/** A fault in a recording. The message names the file and the line. */
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

/** Some rows of a file, and how many of its bytes have been read so far. */
export interface Part<Row> {
  readonly rows: readonly Row[];
  readonly bytesRead: number;
}

export type RecordingPart = Part<RecordingRow>;

const ENTITY_ID = /^[a-z0-9_]+\.[a-z0-9_]+$/;

/** Whole lines of a file, of which only the last one may lack its end, and how many of its bytes have been read so far. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly bytesRead: number;
}

/** A hundred times the longest row: a file without line ends would be read into memory as a whole. */
export const MAX_LINE = 65_536;

export const lineTooLong = (file: string): RecordingError =>
  new RecordingError(file, null, `it has a line of more than ${MAX_LINE} bytes`);

/**
 * Parses a recording (docs/evaluation.md, section 1) in parts, in file order. `file` is its name in errors.
 * @throws RecordingError naming file, line and fault: empty file, wrong columns, bad time, unreadable file
 */
export async function* parseRecording(source: AsyncIterable<Lines>, file: string): AsyncGenerator<RecordingPart> {
  let isEmpty = true;
  for await (const part of parseLines(source, file, "context", recordingRow)) {
    isEmpty = false;
    yield part;
  }
  if (isEmpty) throw new RecordingError(file, null, "it contains only the header, no events");
}

/**
 * Parses the list of rows of a recording that machines made: the same columns, with a reason instead of the context.
 * The list may be empty.
 * @throws RecordingError as `parseRecording`
 */
export const parseMachines = (source: AsyncIterable<Lines>, file: string): AsyncGenerator<Part<MachineRow>> =>
  parseLines(source, file, "reason", ({ at, entityId, state, last: reason }) => ({ at, entityId, state, reason }));

function recordingRow({ at, hasOffset, entityId, state, last: context }: Line, fail: Fail): RecordingRow {
  if (context !== "manual" && context !== "automation" && context !== "unknown") {
    throw fail(`the context is "${context}", not manual, automation or unknown`);
  }
  return { at, entityId, state, context, hasOffset };
}

/** A line whose first three columns are valid; the last one is not checked yet. */
interface Line extends Timestamp {
  readonly entityId: string;
  readonly state: string;
  readonly last: string;
}

/** Creates an error for the current line. */
type Fail = (fault: string) => RecordingError;

type RowOf<Row> = (line: Line, fail: Fail) => Row;

async function* parseLines<Row>(
  source: AsyncIterable<Lines>,
  file: string,
  lastColumn: string,
  rowOf: RowOf<Row>,
): AsyncGenerator<Part<Row>> {
  const parse = createLineParser(file, `timestamp,entity_id,state,${lastColumn}`, rowOf);
  let line = 0;
  try {
    for await (const { bytes, bytesRead } of source) {
      const rows: Row[] = [];
      for (let from = 0; from < bytes.length;) {
        const found = bytes.indexOf(LINE_FEED, from);
        const end = found === -1 ? bytes.length : found;
        if (end - from > MAX_LINE) throw lineTooLong(file);
        line += 1;
        const row = parse(bytes, from, bytes[end - 1] === RETURN && end > from ? end - 1 : end, line);
        if (row !== undefined) rows.push(row);
        from = end + 1;
      }
      if (rows.length > 0) yield { rows, bytesRead };
    }
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    throw new RecordingError(file, line === 0 ? null : line + 1, faultOf(cause), { cause });
  }
  if (line === 0) throw new RecordingError(file, null, "the file is empty");
}

const [LINE_FEED, RETURN, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];

function createLineParser<Row>(
  file: string,
  header: string,
  rowOf: RowOf<Row>,
): (bytes: Uint8Array, from: number, to: number, line: number) => Row | undefined {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const timestamp = createTimestampParser();
  const usual = createUsualFields();
  let hasOffsets: boolean | undefined;
  return (bytes, from, to, line) => {
    const fail: Fail = (fault) => new RecordingError(file, line, fault);
    const textOf = (): string => decoder.decode(bytes.subarray(from, to));
    if (line === 1) {
      if (
        textOf()
          .replace(/^\uFEFF/, "")
          .trim() === header
      )
        return undefined;
      throw fail(`the columns are "${textOf().slice(0, 80)}", not "${header}"`);
    }
    if (from === to) return undefined;
    const fields = usual(bytes, from, to) ?? fieldsOf(textOf(), timestamp, fail);
    hasOffsets ??= fields.hasOffset;
    if (hasOffsets !== fields.hasOffset) {
      const time = splitFields(textOf())[0];
      throw fail(`some times have an offset and others have none ("${time}")`);
    }
    return rowOf(fields, fail);
  };
}

/** Reads any line. */
function fieldsOf(text: string, timestamp: (text: string) => Timestamp | undefined, fail: Fail): Line {
  const fields = splitFields(text);
  if (fields.length !== 4) throw fail(`${fields.length} columns instead of 4`);
  const [time = "", entityId = "", state = "", last = ""] = fields;
  const instant = timestamp(time);
  if (instant === undefined) throw fail(`"${time}" is not a time such as 2023-10-01T18:30:00Z`);
  if (!ENTITY_ID.test(entityId)) throw fail(`"${entityId}" is not an entity id such as light.kitchen`);
  return { at: instant.at, hasOffset: instant.hasOffset, entityId, state, last };
}

/**
 * Reads a line without quotes and with a time in one of the usual forms, from its bytes: nearly all lines are of this
 * kind, and reading their text takes twice the time of mining it. Undefined for all others.
 */
function createUsualFields(): (bytes: Uint8Array, from: number, to: number) => Line | undefined {
  const time = createTimestampReader();
  const texts = createTexts();
  const entityIds = new Set<string>();
  const isEntityId = (text: string): boolean => {
    if (entityIds.has(text)) return true;
    if (!ENTITY_ID.test(text)) return false;
    entityIds.add(text);
    return true;
  };
  return (bytes, from, to) => {
    let [first, second, third, commas] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) return undefined;
      if (byte !== COMMA) continue;
      commas += 1;
      if (commas === 1) first = i;
      else if (commas === 2) second = i;
      else third = i;
    }
    if (commas !== 3) return undefined;
    const at = time.at(bytes, from, first);
    if (Number.isNaN(at)) return undefined;
    const entityId = texts(bytes, first + 1, second);
    if (!isEntityId(entityId)) return undefined;
    const [state, last] = [texts(bytes, second + 1, third), texts(bytes, third + 1, to)];
    return { at, hasOffset: time.hasOffset(), entityId, state, last };
  };
}

/** The fields of one line. A quoted field may contain commas and doubled quotes, but no line break. */
export function splitFields(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(",");
  const fields = text.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)(?=,|$)/g) ?? [];
  return fields.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

function faultOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "Z_BUF_ERROR") return "the gzip file is truncated";
  if (code.startsWith("Z_")) return `the gzip file is damaged (${cause.message})`;
  return cause.message;
}
